// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
/** Decoders beside encoding/json: what they put into structs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn } from '../../../../test/support/calls.ts';
import { go } from '../language.ts';

beforeAll(() => go.prepare());

function tables(imported: string, body: string): readonly string[] {
  const code = `package main
import (
	${imported}
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/dynamodb"
)
type Order struct { Table string; Kind string \`json:"kind" mapstructure:"orderKind"\` }
var client = dynamodb.New(session.Must(session.NewSession()))
func handle() error {
	var order Order
	${body}
	_, err := client.PutItem(&dynamodb.PutItemInput{TableName: aws.String(order.Table + "-" + order.Kind)})
	return err
}
func main() { lambda.Start(handle) }`;
  const files = { 'go.mod': 'module example.com/app\n\ngo 1.22\n', 'main.go': code };
  const { calls, lost } = callsIn(go, files, { handler: 'bootstrap' });
  expect(lost).toEqual([]);
  return calls.map((call) => call.replace(/^dynamodb PutItem \{TableName: (.*)\}$/, '$1'));
}

describe('a package in the place of encoding/json', () => {
  const roundTrip = 'data, _ := json.Marshal(Order{Table: "orders", Kind: "new"})\n\tjson.Unmarshal(data, &order)';

  it.each([
    'json "github.com/bytedance/sonic"',
    'json "github.com/goccy/go-json"',
    'json "github.com/json-iterator/go"',
    '"github.com/segmentio/encoding/json"',
  ])('reads what it wrote: %s', (imported) => {
    expect(tables(imported, roundTrip)).toEqual(['orders-new']);
  });

  it('as a configuration of jsoniter', () => {
    expect(
      tables('jsoniter "github.com/json-iterator/go"', `json := jsoniter.ConfigCompatibleWithStandardLibrary\n\t${roundTrip}`),
    ).toEqual(['orders-new']);
  });
});

it.each(['github.com/mitchellh/mapstructure', 'github.com/go-viper/mapstructure/v2'])('%s reads maps by its own tag', (name) => {
  expect(
    tables(`"${name}"`, 'mapstructure.Decode(map[string]interface{}{"table": "orders", "orderKind": "new", "kind": "old"}, &order)'),
  ).toEqual(['orders-new']);
});
