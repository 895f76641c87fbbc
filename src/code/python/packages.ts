/**
 * What is known about Python packages by the name they are imported under. A package of neither list is analysed where its
 * code is in the app, and unresolved where it is not.
 */
import { builtinNames } from '../builtin-models.ts';

/** Reach AWS or describe its clients: the library models them, and what it has no model of is unresolved. Never read as code. */
const AWS_PACKAGES: ReadonlySet<string> = new Set([
  'aioboto3',
  'aiobotocore',
  'aws_durable_execution_sdk_python',
  'aws_encryption_sdk',
  'aws_lambda_powertools',
  'aws_requests_auth',
  'awscrt',
  'awslambdaric',
  'awswrangler',
  'boto3',
  'botocore',
  'chalice',
  'crhelper',
  'dynamodb_encryption_sdk',
  'moto',
  'opensearchpy',
  'pandas',
  'pydantic_settings',
  'pynamodb',
  'requests_aws4auth',
  'elasticsearch',
  'httpx_auth',
  'requests_auth_aws_sigv4',
  'requests_aws_sign',
  's3fs',
  's3transfer',
  'smart_open',
]);

/** Generated type stubs, one package a service: `mypy_boto3_s3`. */
const AWS_STUBS = /^(mypy_boto3|types_boto3|types_aiobotocore|boto3_stubs|botocore_stubs)(_\w+)?$/;

export const reachesAws = (name: string): boolean => AWS_PACKAGES.has(name) || builtinNames('python').has(name) || AWS_STUBS.test(name);

/** Reviewed: none of these signs a request to AWS or depends on a package that does. */
const HARMLESS: readonly { readonly why: string; readonly names: string }[] = [
  {
    why: 'it sends requests to the addresses that it is given and signs none of them for AWS',
    names:
      'aiohttp authlib certifi cognitojwt dns github gitlab grpc h11 h2 httpcore httplib2 httpx idna jira mcp openai pip requests requests_oauthlib requests_toolbelt sendgrid slack_bolt slack_sdk sniffio stripe telegram tweepy twilio urllib3 websocket websockets zeep',
  },
  {
    why: 'it reads, writes and checks data in memory',
    names:
      'PIL PyPDF2 annotated_types arrow attr attrs babel bs4 cattr cattrs cerberus charset_normalizer chardet croniter cv2 dataclasses_json dateparser dateutil deepdiff defusedxml docx ' +
      'docxtpl email_validator fpdf geopy graphql ' +
      'aws_lambda_env_modeler fastjsonschema feedparser html5lib isodate jinja2 jmespath jsonpatch jsonpath_ng jsonpickle jsonpointer jsonschema lxml markdown ' +
      'markupsafe marshmallow matplotlib msgpack networkx numpy openpyxl orjson phonenumbers prettytable pendulum pptx pydantic pydantic_core pyparsing pypdf pytz qrcode rapidjson ' +
      'referencing regex reportlab rpds ruamel scipy seaborn shapely sklearn simplejson tabulate toml tomli tomlkit typing_extensions typing_inspect tzdata ' +
      'tzlocal ujson ulid validators voluptuous xlsxwriter xmltodict yaml',
  },
  {
    why: 'it works on text, time, control flow or output within the process',
    names:
      'aenum backoff box cachetools click colorama colorlog decouple dotenv emoji environs faker fuzzywuzzy humanize injector langchain_core langchain_text_splitters langdetect loguru more_itertools nltk packaging pluggy pythonjsonlogger retry rich ' +
      'shortuuid six slugify structlog tenacity toolz tqdm wrapt',
  },
  {
    why: 'it computes keys, hashes and tokens within the process',
    names: 'Crypto Cryptodome OpenSSL bcrypt cryptography ecdsa itsdangerous jose jwcrypto jwt nacl passlib pyasn1 pyotp rsa',
  },
  {
    why: 'it speaks the protocol of a database or broker and signs nothing for AWS on its own',
    names: 'asyncpg mysql pg8000 peewee pika psycopg psycopg2 pymysql pyodbc redis sqlalchemy sqlmodel',
  },
  {
    why: 'it serves requests within the process and calls the handlers that it is given',
    names: 'a2wsgi apig_wsgi asgiref awsgi bottle falcon fastapi flask flask_cors mangum serverless_wsgi starlette uvicorn werkzeug',
  },
  { why: 'it runs in tests only', names: 'freezegun hypothesis mock pytest responses' },
];

const harmless: ReadonlyMap<string, string> = new Map(HARMLESS.flatMap(({ why, names }) => names.split(' ').map((name) => [name, why])));

/** Why a package reaches AWS in no way; undefined when it has not been reviewed. */
export const whyHarmless = (name: string): string | undefined => harmless.get(name);
