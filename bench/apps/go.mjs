/** Go modules with the SDK v2: each function is a program of its own, the packages below internal are shared. */
export const go = {
  name: 'Go',
  properties: (i) => `      CodeUri: cmd/handler${i}/\n      Handler: bootstrap\n      Runtime: provided.al2023\n`,
  metadata: () => '      BuildMethod: go1.x\n',
  shared: () => ({
    'go.mod': MODULE,
    'internal/logs/logs.go': LOG,
    'internal/settings/settings.go': CONFIG,
    'internal/order/order.go': ORDER,
    'internal/order/parse.go': PARSE,
    'internal/notify/notifier.go': NOTIFIER,
    'internal/archive/archive.go': ARCHIVE,
  }),
  group: (group) => ({ [`internal/repository${group}/repository.go`]: repository(group) }),
  handler: (i, group) => ({ [`cmd/handler${i}/main.go`]: handler(i, group) }),
};

const MODULE = `module example.com/orders

go 1.23

require (
	github.com/aws/aws-lambda-go v1.47.0
	github.com/aws/aws-sdk-go-v2 v1.32.0
	github.com/aws/aws-sdk-go-v2/config v1.28.0
	github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue v1.15.0
	github.com/aws/aws-sdk-go-v2/service/dynamodb v1.36.0
	github.com/aws/aws-sdk-go-v2/service/lambda v1.64.0
	github.com/aws/aws-sdk-go-v2/service/s3 v1.65.0
	github.com/aws/aws-sdk-go-v2/service/sns v1.33.0
	github.com/aws/aws-sdk-go-v2/service/sqs v1.36.0
	github.com/aws/aws-sdk-go-v2/service/ssm v1.55.0
)
`;

const LOG = `
package logs

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

type Level int

const (
	Debug Level = iota
	Info
	Warn
	Error
)

type Fields map[string]any

type Logger struct {
	name   string
	level  Level
	fields Fields
}

func New(name string) *Logger {
	level := Info
	switch os.Getenv("LOG_LEVEL") {
	case "debug":
		level = Debug
	case "warn":
		level = Warn
	case "error":
		level = Error
	}
	return &Logger{name: name, level: level, fields: Fields{}}
}

func (l *Logger) With(fields Fields) *Logger {
	all := Fields{}
	for key, value := range l.fields {
		all[key] = value
	}
	for key, value := range fields {
		all[key] = value
	}
	return &Logger{name: l.name, level: l.level, fields: all}
}

func (l *Logger) Debug(message string, fields Fields) { l.write(Debug, message, fields) }
func (l *Logger) Info(message string, fields Fields)  { l.write(Info, message, fields) }
func (l *Logger) Warn(message string, fields Fields)  { l.write(Warn, message, fields) }
func (l *Logger) Error(message string, err error)     { l.write(Error, message, Fields{"error": err.Error()}) }

func (l *Logger) write(level Level, message string, fields Fields) {
	if level < l.level {
		return
	}
	record := map[string]any{"name": l.name, "message": message, "at": time.Now().UTC().Format(time.RFC3339)}
	for key, value := range l.fields {
		record[key] = value
	}
	for key, value := range fields {
		record[key] = value
	}
	text, err := json.Marshal(record)
	if err != nil {
		fmt.Println(message)
		return
	}
	fmt.Println(string(text))
}
`;

const CONFIG = `
package settings

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

type Settings struct {
	Table    string
	QueueURL string
	TopicArn string
	Archive  string
	MaxLines int
	MaxPages int
	AWS      aws.Config
}

type cached struct {
	value string
	until time.Time
}

type Parameters struct {
	client *ssm.Client
	mutex  sync.Mutex
	cache  map[string]cached
}

func required(name string) (string, error) {
	value := os.Getenv(name)
	if value == "" {
		return "", fmt.Errorf("the environment variable %s is not set", name)
	}
	return value, nil
}

func Load(ctx context.Context) (*Settings, error) {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRetryMaxAttempts(5))
	if err != nil {
		return nil, err
	}
	loaded := &Settings{MaxLines: 100, MaxPages: 20, AWS: cfg}
	if loaded.Table, err = required("TABLE"); err != nil {
		return nil, err
	}
	if loaded.QueueURL, err = required("QUEUE_URL"); err != nil {
		return nil, err
	}
	if loaded.TopicArn, err = required("TOPIC_ARN"); err != nil {
		return nil, err
	}
	if loaded.Archive, err = required("ARCHIVE_BUCKET"); err != nil {
		return nil, err
	}
	if lines, err := strconv.Atoi(os.Getenv("MAX_LINES")); err == nil {
		loaded.MaxLines = lines
	}
	return loaded, nil
}

func NewParameters(cfg aws.Config) *Parameters {
	return &Parameters{client: ssm.NewFromConfig(cfg), cache: map[string]cached{}}
}

func (p *Parameters) Get(ctx context.Context, name string) (string, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if known, ok := p.cache[name]; ok && known.until.After(time.Now()) {
		return known.value, nil
	}
	out, err := p.client.GetParameter(ctx, &ssm.GetParameterInput{
		Name:           aws.String(fmt.Sprintf("/orders/%s", name)),
		WithDecryption: aws.Bool(true),
	})
	if err != nil {
		return "", fmt.Errorf("reading the setting %s: %w", name, err)
	}
	value := aws.ToString(out.Parameter.Value)
	p.cache[name] = cached{value: value, until: time.Now().Add(time.Minute)}
	return value, nil
}
`;

const ORDER = `
package order

import "strings"

type State string

const (
	New       State = "new"
	Paid      State = "paid"
	Sent      State = "sent"
	Cancelled State = "cancelled"
)

type Line struct {
	SKU      string  \`json:"sku" dynamodbav:"sku"\`
	Quantity int     \`json:"quantity" dynamodbav:"quantity"\`
	Price    float64 \`json:"price" dynamodbav:"price"\`
}

type Order struct {
	ID        string   \`json:"id" dynamodbav:"id"\`
	Owner     string   \`json:"owner" dynamodbav:"owner"\`
	State     State    \`json:"state" dynamodbav:"state"\`
	Lines     []Line   \`json:"lines" dynamodbav:"lines"\`
	Tags      []string \`json:"tags" dynamodbav:"tags"\`
	CreatedAt string   \`json:"createdAt" dynamodbav:"createdAt"\`
	Total     float64  \`json:"total" dynamodbav:"total"\`
}

var next = map[State][]State{
	New:       {Paid, Cancelled},
	Paid:      {Sent, Cancelled},
	Sent:      {},
	Cancelled: {},
}

func MayBecome(from, to State) bool {
	for _, state := range next[from] {
		if state == to {
			return true
		}
	}
	return false
}

type Invalid struct {
	Problems []string
}

func (i *Invalid) Error() string { return strings.Join(i.Problems, "; ") }

func (o *Order) Summary() map[string]any {
	summary := map[string]any{
		"id":    o.ID,
		"state": o.State,
		"lines": len(o.Lines),
		"total": o.Total,
	}
	if len(o.Tags) > 0 {
		summary["tags"] = strings.Join(o.Tags, ",")
	}
	return summary
}
`;

const PARSE = `
package order

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/google/uuid"
)

type input struct {
	Lines []Line   \`json:"lines"\`
	Tags  []string \`json:"tags"\`
}

func isText(value string) bool { return len(value) > 0 && len(value) <= 256 }

func check(line Line, index int) []string {
	var problems []string
	if !isText(line.SKU) {
		problems = append(problems, fmt.Sprintf("lines[%d].sku is not a text", index))
	}
	if line.Quantity < 1 {
		problems = append(problems, fmt.Sprintf("lines[%d].quantity is not a positive number", index))
	}
	if line.Price < 0 {
		problems = append(problems, fmt.Sprintf("lines[%d].price is not a price", index))
	}
	return problems
}

func distinct(tags []string) []string {
	seen := map[string]bool{}
	var all []string
	for _, tag := range tags {
		tag = strings.ToLower(strings.TrimSpace(tag))
		if isText(tag) && !seen[tag] {
			seen[tag] = true
			all = append(all, tag)
		}
	}
	sort.Strings(all)
	return all
}

func Parse(body string, owner string, maxLines int) (*Order, error) {
	var in input
	if err := json.Unmarshal([]byte(body), &in); err != nil {
		return nil, &Invalid{Problems: []string{"the body is not JSON"}}
	}
	var problems []string
	if len(in.Lines) == 0 {
		problems = append(problems, "an order has at least one line")
	}
	if len(in.Lines) > maxLines {
		problems = append(problems, fmt.Sprintf("an order has at most %d lines", maxLines))
	}
	total := 0.0
	for index, line := range in.Lines {
		problems = append(problems, check(line, index)...)
		total += float64(line.Quantity) * line.Price
	}
	if len(problems) > 0 {
		return nil, &Invalid{Problems: problems}
	}
	return &Order{
		ID:        uuid.NewString(),
		Owner:     owner,
		State:     New,
		Lines:     in.Lines,
		Tags:      distinct(in.Tags),
		CreatedAt: time.Now().UTC().Format(time.RFC3339),
		Total:     total,
	}, nil
}
`;

const NOTIFIER = `
package notify

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"example.com/orders/internal/logs"
	"example.com/orders/internal/order"
	"example.com/orders/internal/settings"
)

type Notifier struct {
	log      *logs.Logger
	sqs      *sqs.Client
	sns      *sns.Client
	queueURL string
	topicArn string
}

func New(s *settings.Settings) *Notifier {
	return &Notifier{
		log:      logs.New("notifier"),
		sqs:      sqs.NewFromConfig(s.AWS),
		sns:      sns.NewFromConfig(s.AWS),
		queueURL: s.QueueURL,
		topicArn: s.TopicArn,
	}
}

func body(kind string, o *order.Order, detail map[string]any) (string, error) {
	message := o.Summary()
	message["kind"] = kind
	for key, value := range detail {
		message[key] = value
	}
	text, err := json.Marshal(message)
	return string(text), err
}

func (n *Notifier) Send(ctx context.Context, kind string, o *order.Order, detail map[string]any) error {
	text, err := body(kind, o, detail)
	if err != nil {
		return err
	}
	_, err = n.sqs.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl:    aws.String(n.queueURL),
		MessageBody: aws.String(text),
		MessageAttributes: map[string]types.MessageAttributeValue{
			"kind": {DataType: aws.String("String"), StringValue: aws.String(kind)},
		},
	})
	if err != nil {
		return err
	}
	n.log.Info("queued", logs.Fields{"kind": kind, "id": o.ID})
	return nil
}

func (n *Notifier) SendAll(ctx context.Context, kind string, orders []*order.Order) (int, error) {
	failed := 0
	for at := 0; at < len(orders); at += 10 {
		end := min(at+10, len(orders))
		var entries []types.SendMessageBatchRequestEntry
		for i, o := range orders[at:end] {
			text, err := body(kind, o, nil)
			if err != nil {
				return failed, err
			}
			entries = append(entries, types.SendMessageBatchRequestEntry{Id: aws.String(strconv.Itoa(i)), MessageBody: aws.String(text)})
		}
		out, err := n.sqs.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{QueueUrl: &n.queueURL, Entries: entries})
		if err != nil {
			return failed, err
		}
		for _, one := range out.Failed {
			n.log.Warn("not queued", logs.Fields{"id": aws.ToString(one.Id)})
			failed++
		}
	}
	return failed, nil
}

func (n *Notifier) Announce(ctx context.Context, o *order.Order, subject string) error {
	text, err := json.Marshal(o.Summary())
	if err != nil {
		return err
	}
	_, err = n.sns.Publish(ctx, &sns.PublishInput{TopicArn: aws.String(n.topicArn), Subject: aws.String(subject), Message: aws.String(string(text))})
	return err
}
`;

const ARCHIVE = `
package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"example.com/orders/internal/logs"
	"example.com/orders/internal/order"
	"example.com/orders/internal/settings"
)

type Archive struct {
	client   *s3.Client
	log      *logs.Logger
	bucket   string
	maxPages int
}

func New(s *settings.Settings) *Archive {
	client := s3.NewFromConfig(s.AWS, func(o *s3.Options) { o.RetryMaxAttempts = 5 })
	return &Archive{client: client, log: logs.New("archive"), bucket: s.Archive, maxPages: s.MaxPages}
}

func keyOf(owner, id string) string { return fmt.Sprintf("orders/%s/%s.json", owner, id) }

func (a *Archive) Store(ctx context.Context, o *order.Order) (string, error) {
	body, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	key := keyOf(o.Owner, o.ID)
	_, err = a.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket:               aws.String(a.bucket),
		Key:                  aws.String(key),
		Body:                 bytes.NewReader(body),
		ContentType:          aws.String("application/json"),
		ServerSideEncryption: types.ServerSideEncryptionAwsKms,
	})
	if err != nil {
		return "", err
	}
	a.log.Debug("stored", logs.Fields{"key": key})
	return key, nil
}

func (a *Archive) Load(ctx context.Context, owner, id string) (*order.Order, error) {
	out, err := a.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(a.bucket), Key: aws.String(keyOf(owner, id))})
	if err != nil {
		var missing *types.NoSuchKey
		if errors.As(err, &missing) {
			return nil, nil
		}
		return nil, err
	}
	defer out.Body.Close()
	var loaded order.Order
	if err := json.NewDecoder(out.Body).Decode(&loaded); err != nil {
		return nil, err
	}
	return &loaded, nil
}

func (a *Archive) KeysOf(ctx context.Context, owner string) ([]string, error) {
	var keys []string
	paginator := s3.NewListObjectsV2Paginator(a.client, &s3.ListObjectsV2Input{
		Bucket: aws.String(a.bucket),
		Prefix: aws.String(fmt.Sprintf("orders/%s/", owner)),
	})
	for pages := 0; paginator.HasMorePages() && pages < a.maxPages; pages++ {
		page, err := paginator.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			keys = append(keys, aws.ToString(object.Key))
		}
	}
	return keys, nil
}
`;

const repository = (group) => `
package repository${group}

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"example.com/orders/internal/logs"
	"example.com/orders/internal/order"
	"example.com/orders/internal/settings"
)

type Page struct {
	Orders []*order.Order
	Next   map[string]types.AttributeValue
}

type Repository struct {
	client *dynamodb.Client
	log    *logs.Logger
	table  string
}

func New(s *settings.Settings) *Repository {
	return &Repository{client: dynamodb.NewFromConfig(s.AWS), log: logs.New("repository${group}"), table: s.Table}
}

func key(id string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "ORDER#" + id},
		"sk": &types.AttributeValueMemberS{Value: "v${group}"},
	}
}

func orderOf(item map[string]types.AttributeValue) (*order.Order, error) {
	var o order.Order
	if err := attributevalue.UnmarshalMap(item, &o); err != nil {
		return nil, err
	}
	return &o, nil
}

func (r *Repository) Get(ctx context.Context, id string) (*order.Order, error) {
	out, err := r.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(r.table), Key: key(id), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, err
	}
	r.log.Info("read", logs.Fields{"id": id, "found": out.Item != nil})
	if out.Item == nil {
		return nil, nil
	}
	return orderOf(out.Item)
}

func (r *Repository) Many(ctx context.Context, ids []string) ([]*order.Order, error) {
	var keys []map[string]types.AttributeValue
	for _, id := range ids {
		keys = append(keys, key(id))
	}
	out, err := r.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{r.table: {Keys: keys}}})
	if err != nil {
		return nil, err
	}
	var orders []*order.Order
	for _, item := range out.Responses[r.table] {
		o, err := orderOf(item)
		if err != nil {
			return nil, err
		}
		orders = append(orders, o)
	}
	return orders, nil
}

func (r *Repository) Put(ctx context.Context, o *order.Order) (bool, error) {
	item, err := attributevalue.MarshalMap(o)
	if err != nil {
		return false, err
	}
	for name, value := range key(o.ID) {
		item[name] = value
	}
	_, err = r.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName:           aws.String(r.table),
		Item:                item,
		ConditionExpression: aws.String("attribute_not_exists(pk)"),
	})
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) {
		return false, nil
	}
	return err == nil, err
}

func (r *Repository) OfOwner(ctx context.Context, owner string, state order.State, start map[string]types.AttributeValue) (*Page, error) {
	input := &dynamodb.QueryInput{
		TableName:                 aws.String(r.table),
		IndexName:                 aws.String("owner"),
		KeyConditionExpression:    aws.String("#o = :o"),
		ExpressionAttributeNames:  map[string]string{"#o": "owner"},
		ExpressionAttributeValues: map[string]types.AttributeValue{":o": &types.AttributeValueMemberS{Value: owner}},
		ExclusiveStartKey:         start,
	}
	if state != "" {
		input.FilterExpression = aws.String("#s = :s")
		input.ExpressionAttributeNames["#s"] = "state"
		input.ExpressionAttributeValues[":s"] = &types.AttributeValueMemberS{Value: string(state)}
	}
	out, err := r.client.Query(ctx, input)
	if err != nil {
		return nil, err
	}
	page := &Page{Next: out.LastEvaluatedKey}
	for _, item := range out.Items {
		o, err := orderOf(item)
		if err != nil {
			return nil, err
		}
		page.Orders = append(page.Orders, o)
	}
	return page, nil
}

func (r *Repository) Move(ctx context.Context, id string, from, to order.State) (*order.Order, error) {
	out, err := r.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                aws.String(r.table),
		Key:                      key(id),
		UpdateExpression:         aws.String("SET #s = :to, changedAt = :now"),
		ConditionExpression:      aws.String("#s = :from"),
		ExpressionAttributeNames: map[string]string{"#s": "state"},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":from": &types.AttributeValueMemberS{Value: string(from)},
			":to":   &types.AttributeValueMemberS{Value: string(to)},
			":now":  &types.AttributeValueMemberS{Value: time.Now().UTC().Format(time.RFC3339)},
		},
		ReturnValues: types.ReturnValueAllNew,
	})
	if err != nil {
		return nil, err
	}
	return orderOf(out.Attributes)
}

func (r *Repository) Remove(ctx context.Context, id string) error {
	_, err := r.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: aws.String(r.table), Key: key(id)})
	r.log.Warn("removed", logs.Fields{"id": id})
	return err
}
`;

const handler = (i, group) => `
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	lambdaclient "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"example.com/orders/internal/archive"
	"example.com/orders/internal/logs"
	"example.com/orders/internal/notify"
	"example.com/orders/internal/order"
	"example.com/orders/internal/repository${group}"
	"example.com/orders/internal/settings"
)

type app struct {
	log        *logs.Logger
	settings   *settings.Settings
	parameters *settings.Parameters
	repository *repository${group}.Repository
	archive    *archive.Archive
	notifier   *notify.Notifier
	lambda     *lambdaclient.Client
}

func respond(status int, body any) (events.APIGatewayProxyResponse, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return events.APIGatewayProxyResponse{StatusCode: 500}, err
	}
	return events.APIGatewayProxyResponse{
		StatusCode: status,
		Headers:    map[string]string{"content-type": "application/json", "cache-control": "no-store"},
		Body:       string(text),
	}, nil
}

func ownerOf(request events.APIGatewayProxyRequest) string {
	claims, ok := request.RequestContext.Authorizer["claims"].(map[string]any)
	if !ok {
		return "nobody"
	}
	return fmt.Sprint(claims["sub"])
}

func (a *app) create(ctx context.Context, request events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	o, err := order.Parse(request.Body, ownerOf(request), a.settings.MaxLines)
	if err != nil {
		return a.failed(err)
	}
	discounts, err := a.parameters.Get(ctx, "discounts")
	if err != nil {
		return a.failed(err)
	}
	best := 0.0
	for _, text := range strings.Split(discounts, ",") {
		if value, err := strconv.ParseFloat(text, 64); err == nil && value > best {
			best = value
		}
	}
	o.Total *= 1 - best
	stored, err := a.repository.Put(ctx, o)
	if err != nil {
		return a.failed(err)
	}
	if !stored {
		return respond(409, map[string]string{"message": "this order is there already"})
	}
	if err := a.notifier.Send(ctx, "created-${i}", o, nil); err != nil {
		return a.failed(err)
	}
	return respond(201, o.Summary())
}

func (a *app) change(ctx context.Context, request events.APIGatewayProxyRequest, o *order.Order) (events.APIGatewayProxyResponse, error) {
	var detail map[string]any
	if err := json.Unmarshal([]byte(request.Body), &detail); err != nil {
		return a.failed(err)
	}
	kind, _ := detail["kind"].(string)
	switch kind {
	case "pay", "cancel":
		to := order.Cancelled
		if kind == "pay" {
			to = order.Paid
		}
		if !order.MayBecome(o.State, to) {
			return respond(409, map[string]string{"message": fmt.Sprintf("an order that is %s cannot be %s", o.State, to)})
		}
		moved, err := a.repository.Move(ctx, o.ID, o.State, to)
		if err != nil {
			return a.failed(err)
		}
		if err := a.notifier.Send(ctx, kind, moved, detail); err != nil {
			return a.failed(err)
		}
		return respond(200, moved.Summary())
	case "archive":
		key, err := a.archive.Store(ctx, o)
		if err != nil {
			return a.failed(err)
		}
		if err := a.repository.Remove(ctx, o.ID); err != nil {
			return a.failed(err)
		}
		if err := a.notifier.Announce(ctx, o, "archived "+o.ID); err != nil {
			return a.failed(err)
		}
		return respond(200, map[string]string{"key": key})
	case "recalculate":
		payload, err := json.Marshal(map[string]string{"id": o.ID})
		if err != nil {
			return a.failed(err)
		}
		_, err = a.lambda.Invoke(ctx, &lambdaclient.InvokeInput{
			FunctionName:   aws.String(os.Getenv("NEXT_FUNCTION")),
			InvocationType: types.InvocationTypeEvent,
			Payload:        payload,
		})
		if err != nil {
			return a.failed(err)
		}
		return respond(202, map[string]string{"id": o.ID})
	}
	return respond(422, map[string]string{"message": "unknown change"})
}

func (a *app) list(ctx context.Context, request events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	parameters := request.QueryStringParameters
	if parameters["archived"] == "true" {
		keys, err := a.archive.KeysOf(ctx, ownerOf(request))
		if err != nil {
			return a.failed(err)
		}
		return respond(200, map[string]any{"keys": keys})
	}
	page, err := a.repository.OfOwner(ctx, ownerOf(request), order.State(parameters["state"]), nil)
	if err != nil {
		return a.failed(err)
	}
	sort.Slice(page.Orders, func(i, j int) bool { return page.Orders[i].CreatedAt > page.Orders[j].CreatedAt })
	var summaries []map[string]any
	for _, o := range page.Orders {
		if len(o.Lines) > 0 {
			summaries = append(summaries, o.Summary())
		}
	}
	return respond(200, map[string]any{"orders": summaries})
}

func (a *app) failed(err error) (events.APIGatewayProxyResponse, error) {
	var invalid *order.Invalid
	if errors.As(err, &invalid) {
		return respond(422, map[string]any{"problems": invalid.Problems})
	}
	a.log.Error("failed", err)
	return respond(500, map[string]string{"message": "failed"})
}

func (a *app) handle(ctx context.Context, request events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	id := request.PathParameters["id"]
	a.log.Debug("called", logs.Fields{"method": request.HTTPMethod, "id": id})
	if id == "" {
		if request.HTTPMethod == "POST" {
			return a.create(ctx, request)
		}
		return a.list(ctx, request)
	}
	o, err := a.repository.Get(ctx, id)
	if err == nil && o == nil {
		o, err = a.archive.Load(ctx, ownerOf(request), id)
	}
	if err != nil {
		return a.failed(err)
	}
	if o == nil {
		return respond(404, map[string]string{"message": "not found"})
	}
	if o.Owner != ownerOf(request) {
		return respond(403, map[string]string{"message": "not yours"})
	}
	if request.HTTPMethod == "GET" {
		return respond(200, o)
	}
	return a.change(ctx, request, o)
}

func main() {
	loaded, err := settings.Load(context.Background())
	if err != nil {
		panic(err)
	}
	a := &app{
		log:        logs.New("handler${i}"),
		settings:   loaded,
		parameters: settings.NewParameters(loaded.AWS),
		repository: repository${group}.New(loaded),
		archive:    archive.New(loaded),
		notifier:   notify.New(loaded),
		lambda:     lambdaclient.NewFromConfig(loaded.AWS),
	}
	lambda.Start(a.handle)
}
`;
