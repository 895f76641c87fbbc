/** What is known about Go packages by their import paths. */
import { builtinPackage } from '../builtin-models.ts';

interface Known {
  /** the repository that the library knows the package under */
  readonly package: string;
  /** path inside it */
  readonly subpath: string;
}

/** Call AWS or describe its events and clients: the library models them, and what it has no model of is unresolved. */
const AWS = [
  'github.com/aws/aws-dax-go',
  'github.com/aws/aws-lambda-go',
  'github.com/aws/aws-sdk-go',
  'github.com/aws/aws-sdk-go-v2',
  'github.com/aws/jsii-runtime-go',
  'github.com/aws/smithy-go',
];

/** Reviewed: none of these signs a request to AWS or depends on a module that does. Module paths; everything under them counts. */
const HARMLESS: readonly { readonly why: string; readonly modules: string }[] = [
  {
    why: 'it reads, writes and checks data in memory',
    modules:
      'github.com/BurntSushi/toml github.com/bytedance/sonic github.com/Masterminds/semver github.com/Masterminds/sprig github.com/PaesslerAG/jsonpath github.com/PuerkitoBio/goquery ' +
      'github.com/disintegration/imaging github.com/evanphx/json-patch github.com/go-ozzo/ozzo-validation github.com/go-playground github.com/go-viper/mapstructure ' +
      'github.com/goccy/go-json github.com/goccy/go-yaml github.com/dsoprea github.com/gofrs/uuid github.com/rwcarlsen/goexif github.com/golang/protobuf github.com/google/go-cmp github.com/google/uuid github.com/teris-io/shortid ' +
      'github.com/itchyny/gojq github.com/jinzhu/copier github.com/json-iterator/go github.com/jung-kurt/gofpdf github.com/mitchellh/mapstructure ' +
      'github.com/nfnt/resize github.com/oklog/ulid github.com/pelletier/go-toml github.com/rs/xid github.com/santhosh-tekuri/jsonschema github.com/satori/go.uuid ' +
      'github.com/segmentio/encoding github.com/segmentio/ksuid github.com/shopspring/decimal github.com/spf13/cast github.com/tidwall/gjson github.com/tidwall/sjson ' +
      'github.com/vmihailenco/msgpack github.com/xeipuuv/gojsonschema github.com/xuri/excelize google.golang.org/protobuf gopkg.in/go-playground ' +
      'gopkg.in/yaml.v2 gopkg.in/yaml.v3',
  },
  {
    why: 'it works on text, control flow or output within the process',
    modules:
      'github.com/Netflix/go-env github.com/apex/log github.com/avast/retry-go github.com/caarlos0/env github.com/cenkalti/backoff github.com/cockroachdb/errors ' +
      'github.com/fatih/color github.com/google/wire github.com/hashicorp/go-multierror github.com/hashicorp/golang-lru github.com/iancoleman/strcase ' +
      'github.com/ilyakaznacheev/cleanenv github.com/joeshaw/envdecode github.com/joho/godotenv github.com/kelseyhightower/envconfig ' +
      'github.com/olekukonko/tablewriter github.com/patrickmn/go-cache github.com/pkg/errors github.com/rs/zerolog github.com/samber/do github.com/samber/lo ' +
      'github.com/samber/slog-multi github.com/sethvargo/go-envconfig github.com/sirupsen/logrus github.com/spf13/cobra github.com/spf13/pflag ' +
      'github.com/spf13/viper github.com/thoas/go-funk github.com/vrischmann/envconfig go.uber.org golang.org/x/crypto golang.org/x/exp golang.org/x/net ' +
      'golang.org/x/sync golang.org/x/text golang.org/x/time golang.org/x/xerrors github.com/dgrijalva/jwt-go github.com/golang-jwt/jwt ' +
      'github.com/lestrrat-go/jwx gopkg.in/square/go-jose.v2 github.com/go-jose/go-jose github.com/alecthomas/kong github.com/labstack/gommon',
  },
  {
    why: 'it sends requests to the addresses that it is given and signs none of them for AWS',
    modules:
      'github.com/bwmarrin/discordgo github.com/go-resty/resty github.com/gorilla/websocket github.com/hashicorp/go-retryablehttp github.com/line/line-bot-sdk-go ' +
      'github.com/sendgrid/sendgrid-go github.com/slack-go/slack github.com/stripe/stripe-go github.com/twilio/twilio-go google.golang.org/grpc',
  },
  {
    why: 'it records what happens and sends it to a collector or to the daemon of the runtime',
    modules:
      'github.com/XSAM/otelsql github.com/aws-observability/aws-otel-go github.com/getsentry/sentry-go github.com/prometheus/client_golang ' +
      'github.com/DataDog/dd-trace-go go.opentelemetry.io gopkg.in/DataDog/dd-trace-go.v1',
  },
  {
    why: 'it speaks the protocol of a database or broker and signs nothing for AWS that needs a permission',
    modules:
      'github.com/Masterminds/squirrel github.com/bradfitz/gomemcache github.com/go-redis/redis github.com/go-sql-driver/mysql github.com/gomodule/redigo ' +
      'github.com/jackc/pgx github.com/jinzhu/gorm github.com/jmoiron/sqlx github.com/lib/pq github.com/microsoft/go-mssqldb github.com/rabbitmq/amqp091-go ' +
      'github.com/redis/go-redis github.com/streadway/amqp github.com/uptrace/bun go.mongodb.org/mongo-driver gorm.io',
  },
  {
    why: 'it serves requests within the process and calls the handlers that it is given',
    modules:
      'github.com/99designs/gqlgen github.com/akrylysov/algnhsa github.com/apex/gateway github.com/gin-contrib github.com/gin-gonic/gin github.com/go-chi ' +
      'github.com/gofiber/fiber github.com/gorilla github.com/graphql-go/graphql github.com/julienschmidt/httprouter github.com/labstack/echo ' +
      'github.com/rs/cors github.com/vektah/gqlparser',
  },
  {
    why: 'it runs in tests only',
    modules: 'github.com/golang/mock github.com/onsi/ginkgo github.com/onsi/gomega github.com/stretchr/testify go.uber.org/mock',
  },
];

/** Sign requests to AWS with code of their own, so that go.mod names no SDK for them. */
const OWN_SIGNERS = ['github.com/minio/minio-go', 'github.com/goamz/goamz', 'gocloud.dev'];

const under = (path: string, module: string): boolean => path === module || path.startsWith(`${module}/`);

export function awsPackage(path: string): Known | undefined {
  const module = AWS.find((candidate) => under(path, candidate)) ?? builtinPackage('go', path);
  return module === undefined ? undefined : { package: module, subpath: path.slice(module.length + 1) };
}

const harmless = HARMLESS.flatMap(({ why, modules }) => modules.split(' ').map((module) => ({ module, why })));

export const whyHarmless = (path: string): string | undefined => harmless.find(({ module }) => under(path, module))?.why;

/** Whether a module can call AWS by itself or is one of AWS's own. */
export const maySign = (module: string): boolean =>
  awsPackage(module) !== undefined || module.startsWith('github.com/aws') || OWN_SIGNERS.some((signer) => under(module, signer));

const STANDARD: ReadonlySet<string> = new Set(
  (
    'archive arena bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index io ' +
    'iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode ' +
    'unique unsafe weak'
  ).split(' '),
);

/** By the first element; a module of one's own may have no dot in its path either. */
export const isStandard = (path: string): boolean => STANDARD.has(path.split('/')[0] ?? '');
