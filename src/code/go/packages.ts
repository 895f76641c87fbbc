/** What is known about Go packages by their import paths. */

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
  'github.com/aws/aws-secretsmanager-caching-go',
  'github.com/aws/aws-xray-sdk-go',
  'github.com/aws/jsii-runtime-go',
  'github.com/aws/smithy-go',
  'github.com/awslabs/aws-lambda-go-api-proxy',
  'github.com/guregu/dynamo',
];

/** Reviewed: none of these signs a request to AWS or depends on a module that does. Module paths; everything under them counts. */
const HARMLESS: readonly { readonly why: string; readonly modules: string }[] = [
  {
    why: 'it reads, writes and checks data in memory',
    modules:
      'github.com/go-playground/validator github.com/go-viper/mapstructure github.com/goccy/go-json github.com/goccy/go-yaml github.com/gofrs/uuid ' +
      'github.com/golang/protobuf github.com/google/go-cmp github.com/google/uuid github.com/json-iterator/go github.com/mitchellh/mapstructure ' +
      'github.com/oklog/ulid github.com/shopspring/decimal github.com/tidwall/gjson github.com/tidwall/sjson google.golang.org/protobuf ' +
      'gopkg.in/yaml.v2 gopkg.in/yaml.v3',
  },
  {
    why: 'it works on text, control flow or output within the process',
    modules:
      'github.com/Netflix/go-env github.com/caarlos0/env github.com/cenkalti/backoff github.com/hashicorp/go-multierror github.com/ilyakaznacheev/cleanenv ' +
      'github.com/joeshaw/envdecode github.com/joho/godotenv github.com/sethvargo/go-envconfig github.com/spf13/viper github.com/vrischmann/envconfig ' +
      'github.com/kelseyhightower/envconfig github.com/pkg/errors github.com/rs/zerolog github.com/samber/lo github.com/sirupsen/logrus ' +
      'go.uber.org/atomic go.uber.org/multierr go.uber.org/zap golang.org/x/crypto golang.org/x/exp golang.org/x/net golang.org/x/sync ' +
      'golang.org/x/text golang.org/x/time github.com/golang-jwt/jwt',
  },
  {
    why: 'it sends requests to the addresses that it is given and signs none of them for AWS',
    modules: 'github.com/go-resty/resty github.com/hashicorp/go-retryablehttp google.golang.org/grpc',
  },
  {
    why: 'it speaks the protocol of a database and signs nothing for AWS on its own',
    modules:
      'github.com/go-sql-driver/mysql github.com/jackc/pgx github.com/jmoiron/sqlx github.com/lib/pq github.com/redis/go-redis gorm.io/gorm',
  },
  {
    why: 'it serves requests within the process and calls the handlers that it is given',
    modules: 'github.com/gin-gonic/gin github.com/go-chi/chi github.com/gofiber/fiber github.com/gorilla/mux github.com/labstack/echo',
  },
  { why: 'it runs in tests only', modules: 'github.com/golang/mock github.com/stretchr/testify go.uber.org/mock' },
];

/** Sign requests to AWS with code of their own, so that go.mod names no SDK for them. */
const OWN_SIGNERS = ['github.com/minio/minio-go', 'github.com/goamz/goamz', 'gocloud.dev'];

const under = (path: string, module: string): boolean => path === module || path.startsWith(`${module}/`);

export function awsPackage(path: string): Known | undefined {
  const module = AWS.find((candidate) => under(path, candidate));
  return module === undefined ? undefined : { package: module, subpath: path.slice(module.length + 1) };
}

const harmless = HARMLESS.flatMap(({ why, modules }) => modules.split(' ').map((module) => ({ module, why })));

export const whyHarmless = (path: string): string | undefined => harmless.find(({ module }) => under(path, module))?.why;

/** Whether a module can call AWS by itself or is one of AWS's own. */
export const maySign = (module: string): boolean =>
  awsPackage(module) !== undefined || module.startsWith('github.com/aws') || OWN_SIGNERS.some((signer) => under(module, signer));

/** The standard library is what has no dot in its first element. */
export const isStandard = (path: string): boolean => !(path.split('/')[0] ?? '').includes('.');
