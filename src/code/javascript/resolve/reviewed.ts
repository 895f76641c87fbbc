/**
 * Much-used npm packages that do not call AWS: what a package that is neither installed nor in a lock file is judged by. Reviewed with
 * `scripts/review-packages.mjs` against the lock files of 25 public projects (application servers, monorepos, samples of Lambda
 * functions; November 2026): for each name the whole closure of dependencies, in every version that those projects lock, holds no
 * AWS SDK, as `library/packages.ts` defines it; for a name that none of them locks, the package.json of its own repository took the
 * lock file's place. A package stays off the list while neither shows its closure.
 */
export const REVIEWED: readonly string[] = `
  @anthropic-ai/sdk @apollo/client @apollo/server @apollo/subgraph @aws-crypto/crc32 @aws-crypto/crc32c @aws-crypto/sha256-browser
  @aws-crypto/sha256-js @aws-crypto/util @babel/runtime @clickhouse/client @codegenie/serverless-express @elastic/elasticsearch
  @faker-js/faker @fast-csv/format @fast-csv/parse @fastify/aws-lambda @ffmpeg-installer/ffmpeg @google-cloud/bigquery
  @google-cloud/storage @google/generative-ai @graphql-tools/schema @graphql-tools/utils @grpc/grpc-js @grpc/proto-loader @hapi/boom
  @hapi/hapi @hapi/hoek @hapi/joi @koa/cors @koa/router @langchain/core @langchain/openai @nestjs/common @nestjs/config @nestjs/core
  @nestjs/jwt @nestjs/passport @nestjs/platform-express @nestjs/swagger @noble/curves @noble/hashes @notionhq/client @octokit/app
  @octokit/auth-app @octokit/core @octokit/graphql @octokit/request @octokit/rest @octokit/webhooks @opentelemetry/api
  @opentelemetry/auto-instrumentations-node @opentelemetry/core @opentelemetry/exporter-trace-otlp-http @opentelemetry/instrumentation
  @opentelemetry/resources @opentelemetry/sdk-node @opentelemetry/sdk-trace-base @opentelemetry/sdk-trace-node
  @opentelemetry/semantic-conventions @pinecone-database/pinecone @planetscale/database @prisma/client @react-email/components
  @redis/client @sendgrid/client @sendgrid/helpers @sendgrid/mail @sentry/core @sentry/node @sentry/types @sinclair/typebox
  @slack/web-api @sparticuz/chromium @supabase/supabase-js @upstash/redis @vendia/serverless-express @xmldom/xmldom JSONStream accepts
  adm-zip agenda agent-base agentkeepalive airtable ajv ajv-errors ajv-formats ajv-keywords algoliasearch amqplib ansi-styles
  apache-arrow apollo-server apollo-server-core archiver argon2 array-flatten asn1.js async async-lock async-mutex avro-js
  awesome-phonenumber awilix aws-embedded-metrics aws-jwt-verify aws-kinesis-agg axios axios-retry base-64 base-x base64-js base64url
  basic-ftp bcrypt bcryptjs better-sqlite3 big.js bignumber.js bl bluebird bn.js body-parser bottleneck bowser boxen browserify-zlib
  bs58 bson bull bullmq bunyan busboy byline byte-size bytes cache-manager call-bind camelcase camelcase-keys canvas cbor chalk chance
  change-case chardet cheerio chrono-node class-transformer class-validator cli-table3 clone clone-deep colorette colors columnify
  commander compare-versions compression compromise concat-stream config connect consola content-disposition content-type convict
  cookie cookie-parser cookie-signature core-js cors cosmiconfig couchbase countries-list crc crc-32 crc32-stream cron-parser
  cronstrue cross-fetch cross-spawn crypto-browserify crypto-js crypto-secure-random-digit csv csv-parse csv-parser csv-stringify cuid
  dataloader date-fns date-fns-tz dayjs dd-trace debug decamelize decimal.js decompress deep-equal deepmerge del delay depd destroy
  detect-libc devalue disposable-email-domains dns-packet domhandler dompurify dot-prop dotenv dotenv-expand duplexify
  dynamodb-data-types effect ejs elliptic email-addresses emittery encodeurl encoding engine.io entities envalid escape-html
  escape-string-regexp eta etag event-emitter event-stream eventemitter3 exceljs execa expo-server-sdk express
  express-rate-limit express-session express-useragent faker farmhash fast-csv fast-deep-equal fast-glob fast-safe-stringify
  fast-xml-parser fastest-levenshtein fflate figlet file-type filesize finalhandler find-my-way find-up firebase-admin flat
  flatbuffers flatted fluent-ffmpeg follow-redirects form-data forwarded fp-ts franc fresh from2 fs-extra function-bind fuse.js
  geoip-lite get-intrinsic get-stream glob globby gm google-auth-library google-protobuf googleapis got graceful-fs graphql
  graphql-request graphql-subscriptions graphql-tag graphql-tools graphql-ws gray-matter handlebars hapi has-symbols hash-wasm hash.js
  he helmet highlight.js hono hot-shots html-entities html-minifier html-to-text htmlparser2 http-errors http-proxy http-proxy-agent
  http-proxy-middleware http-status-codes https-proxy-agent i18next iconv-lite ieee754 image-size immer immutable inflection inherits
  ini inquirer intl-messageformat into-stream io-ts ion-js ioredis ip ip-address ipaddr.js is-buffer is-number is-plain-obj
  is-plain-object is-promise is-stream is-svg is-url isbot isobject isomorphic-dompurify isomorphic-fetch isomorphic-ws itty-router
  jira.js jmespath joi jose jpeg-js js-tiktoken js-yaml jsbi json-bigint json-schema-to-ts json-stringify-safe json2csv json5 jsonata
  jsonc-parser jsonpath jsonpath-plus jsonschema jsonwebtoken jszip juice jwa jwk-to-pem jwks-rsa jws jwt-decode kafkajs keyv kind-of
  kleur knex koa koa-compose koa-router ky kysely lambda-log later ldapjs ldapts leven libphonenumber-js limiter liquidjs lodash
  lodash-es lodash.camelcase lodash.chunk lodash.clonedeep lodash.debounce lodash.get lodash.groupby lodash.isempty lodash.isequal
  lodash.isplainobject lodash.merge lodash.omit lodash.set lodash.template lodash.throttle lodash.uniq log4js logform loglevel long
  lorem-ipsum lru-cache luxon mailparser mammoth mariadb markdown-it marked mathjs md5 meilisearch memjs merge-descriptors
  merge-stream methods micromatch mikro-orm mime mime-types minimatch minimist mitt mixpanel mjml mkdirp module-alias moment
  moment-timezone mongodb mongoose morgan mqtt ms msgpack-lite msgpackr mssql multer mustache mysql mysql2 nanoid natural needle
  negotiator neo4j-driver netmask njwt node-cache node-cron node-fetch node-forge node-html-parser node-machine-id node-rsa
  node-schedule node-stream-zip nodemailer numeral nunjucks object-hash object-inspect object-path objection octokit officeparser
  on-finished openai openpgp opossum ora oracledb os-name otplib outvariant p-event
  p-timeout pako papaparse parse5 parseurl passport passport-jwt passport-local path-to-regexp pdf-parse pdfjs-dist pdfkit pg
  pg-cursor pg-format pg-hstore pg-pool pg-promise picocolors picomatch pidusage pino pino-http pino-pretty pixelmatch pkg-dir
  pluralize pngjs postgres posthog-node postmark preact pretty-bytes pretty-ms prisma prismjs prom-client prompts
  protobufjs proxy-addr proxy-agent proxy-from-env psl pug pump pumpify puppeteer puppeteer-core q qr-image qrcode qs query-string
  querystring quick-lru radash ramda range-parser raw-body rc react react-dom readable-stream redis redis-parser reflect-metadata
  regenerator-runtime remark remark-parse remeda replicate request request-ip request-promise request-promise-core
  request-promise-native resolve retry rfdc rimraf roarr runtypes rxjs safe-buffer safe-stable-stringify safer-buffer sanitize-html
  sax sbd seedrandom semver send sentence-splitter sequelize serialize-javascript serve-static serverless-http set-cookie-parser
  sha.js sharp shelljs short-uuid showdown side-channel signale slugify smol-toml snappyjs socket.io socket.io-client sockjs
  source-map source-map-support split2 sqlite3 sqlstring ssh2 statuses stompit stoppable string-to-stream string-width strip-ansi
  stripe striptags subscriptions-transport-ws superagent superjson superstruct svgo systeminformation table tar tar-fs tar-stream
  tedious telegraf temp tempy text-table thrift throat through2 tiktoken title-case tldts tmp tmp-promise toml tough-cookie tree-kill
  ts-essentials ts-pattern tsconfig-paths tslib turndown tweetnacl twilio twitter-api-v2 type-detect type-is typed-emitter
  typeorm typesense ua-parser-js ulid underscore undici unified unleash-client unpipe unzipper url-join url-parse url-template utf8
  utility-types utils-merge uuid valibot validator vary vue wait-on web-push whatwg-fetch which why-is-node-running wink-nlp winston
  winston-transport word-wrap wrap-ansi ws xlsx xml-js xml2js xmlbuilder xmlbuilder2 xmldom xpath xss xxhash-wasm yaml yargs
  yargs-parser yauzl yazl yup zod-to-json-schema zod-validation-error
`
  .trim()
  .split(/\s+/);

/** No dependencies to review, but documented: answers through a presigned URL ("cfn-response module", CloudFormation user guide). */
const DOCUMENTED: readonly string[] = ['cfn-response'];

const NAMES: ReadonlySet<string> = new Set([...REVIEWED, ...DOCUMENTED]);

export const isReviewed = (name: string): boolean => NAMES.has(name);
