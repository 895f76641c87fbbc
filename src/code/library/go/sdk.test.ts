import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { go } from '../../go/language.ts';

beforeAll(() => go.prepare());

const seen = (source: string, more = {}) =>
  callsIn(go, { 'go.mod': 'module example.com/app\n\ngo 1.22\n', 'main.go': `package main\n${source}` }, { handler: 'bootstrap', ...more });

describe('version 2', () => {
  it('calls operations with structs, whose fields become members of the API', () => {
    const source = `
import (
	"context"
	"os"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
)
type Order struct { ID string }
type Store struct { db *dynamodb.Client; table string }
func (s *Store) Save(ctx context.Context, order Order) error {
	_, err := s.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: aws.String(s.table),
		Item: map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: "a"}},
	})
	return err
}
func main() {
	cfg, err := config.LoadDefaultConfig(context.TODO(), config.WithRegion("eu-west-1"))
	if err != nil { panic(err) }
	store := &Store{db: dynamodb.NewFromConfig(cfg), table: os.Getenv("TABLE")}
	machines := sfn.NewFromConfig(cfg)
	lambda.Start(func(ctx context.Context, order Order) error {
		machines.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: aws.String("arn:sm")})
		return store.Save(ctx, order)
	})
}`;
    expect(seen(source, environment({ TABLE: 'orders' }))).toEqual({
      calls: [
        'sfn StartExecution {stateMachineArn: arn:sm} in eu-west-1',
        'dynamodb PutItem {TableName: orders, Item: {id: {S: a}}} in eu-west-1',
      ],
      direct: [],
      lost: [],
    });
  });

  it('knows constants of enumerations as texts, and those that decide something as their values', () => {
    const source = `
import (
	"context"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	v1 "github.com/aws/aws-sdk-go/service/ssm"
)
func main() {
	lambda.Start(func(ctx context.Context) {
		cfg, _ := config.LoadDefaultConfig(ctx)
		s3.NewFromConfig(cfg).CopyObject(ctx, &s3.CopyObjectInput{
			ACL: types.ObjectCannedACLPrivate, TaggingDirective: types.TaggingDirectiveReplace, StorageClass: types.StorageClass("GLACIER"),
		})
		v1.New(nil).PutParameter(&v1.PutParameterInput{Type: aws.String(v1.ParameterTypeSecureString), Tier: aws.String(v1.ParameterTierIntelligentTiering)})
	})
}`;
    const { calls, lost } = seen(source);
    expect(calls).toEqual([
      's3 CopyObject {ACL: ${?}, TaggingDirective: REPLACE, StorageClass: GLACIER}',
      'ssm PutParameter {Type: SecureString, Tier: Intelligent-Tiering}',
    ]);
    expect(lost).toEqual([]);
  });

  it('pages, waits, presigns and uploads', () => {
    const source = `
import (
	"context"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)
func handle(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String("b")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil { return err }
		for _, item := range page.Contents { client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("b"), Key: item.Key}) }
	}
	s3.NewPresignClient(client).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("p")})
	_, err := manager.NewUploader(client).Upload(ctx, &s3.PutObjectInput{Bucket: aws.String("u")})
	return err
}
func main() { lambda.Start(handle) }`;
    expect(seen(source).calls.filter((call) => !/Multipart|UploadPart/.test(call))).toEqual([
      's3 ListObjectsV2 {Bucket: b}',
      's3 DeleteObject {Bucket: b, Key: ?the output of S3 ListObjectsV2}',
      's3 GetObject {Bucket: p}',
      's3 PutObject {Bucket: u}',
    ]);
  });
});

describe('version 1', () => {
  it('makes clients from sessions', () => {
    const source = `
import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/sqs"
)
func handle() error {
	client := sqs.New(session.Must(session.NewSession(&aws.Config{Region: aws.String("us-east-1")})))
	_, err := client.SendMessage(&sqs.SendMessageInput{QueueUrl: aws.String("q")})
	return err
}
func main() { lambda.Start(handle) }`;
    expect(seen(source).calls).toEqual(['sqs SendMessage {QueueUrl: q} in us-east-1']);
  });

  it('signs tokens of databases, and runs what pages are given to', () => {
    const source = `
import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/rds/rdsutils"
	"github.com/aws/aws-sdk-go/service/s3"
)
func handle() error {
	sess := session.Must(session.NewSession())
	rdsutils.BuildAuthToken("db.host:3306", "eu-west-1", "app", sess.Config.Credentials)
	client := s3.New(sess)
	return client.ListObjectsV2Pages(&s3.ListObjectsV2Input{}, func(page *s3.ListObjectsV2Output, last bool) bool {
		client.DeleteBucket(&s3.DeleteBucketInput{})
		return true
	})
}
func main() { lambda.Start(handle) }`;
    const { calls, direct } = seen(source);
    expect(direct).toEqual(['rds-db:connect {hostname: db.host:3306, username: app, region: eu-west-1}']);
    expect(calls).toEqual(['s3 ListObjectsV2 {}', 's3 DeleteBucket {}']);
  });
});
