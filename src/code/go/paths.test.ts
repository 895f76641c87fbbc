// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
/** What tests and addresses let happen: which paths of a program run, and what is known of its values there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../test/support/calls.ts';
import { text } from '../../model/text.ts';
import { go } from './language.ts';

beforeAll(() => go.prepare());

const TABLE = environment({ TABLE: text({ kind: 'name', resource: 'Orders', chars: 'name' }) });

/** A handler with the statements, and what else the file declares; `put` writes to the table of the name. */
function calls(body: string, declarations = '', others: Readonly<Record<string, string>> = {}): readonly string[] {
  const packages: readonly (readonly [name: string, path: string])[] = [
    ['flag', 'flag'],
    ['log', 'log'],
    ['os', 'os'],
    ['http', 'net/http'],
    ['json', 'encoding/json'],
    ['sqlx', 'github.com/jmoiron/sqlx'],
    ['yaml', 'gopkg.in/yaml.v3'],
    ['events', 'github.com/aws/aws-lambda-go/events'],
    ['conf', 'example.com/app/conf'],
  ];
  const used = packages.filter(([name]) => `${body}${declarations}`.includes(`${name}.`)).map(([, path]) => `"${path}"`);
  const code = `package main
import (
	${used.join('\n\t')}
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/dynamodb"
)
var client = dynamodb.New(session.Must(session.NewSession()))
func put(table string) { client.PutItem(&dynamodb.PutItemInput{TableName: aws.String(table)}) }
${declarations}
func handle() error {
	${body}
	return nil
}
func main() { lambda.Start(handle) }`;
  const files = { 'go.mod': 'module example.com/app\n\ngo 1.22\n', 'main.go': code, ...others };
  const { calls, lost } = callsIn(go, files, { handler: 'bootstrap', ...TABLE });
  expect(lost).toEqual([]);
  return calls.map((call) => call.replace(/^dynamodb PutItem \{TableName: (.*)\}$/, '$1'));
}

describe('an environment variable', () => {
  const ENV = 'func env(name, fallback string) string {\n\tif v := os.Getenv(name); v != "" {\n\t\treturn v\n\t}\n\treturn fallback\n}';
  const LOOKED_UP =
    'func env(name, fallback string) string {\n\tif v, ok := os.LookupEnv(name); ok {\n\t\treturn v\n\t}\n\treturn fallback\n}';
  const MEASURED =
    'func env(name, fallback string) string {\n\tv := os.Getenv(name)\n\tif len(v) == 0 {\n\t\treturn fallback\n\t}\n\treturn v\n}';

  it.each([ENV, LOOKED_UP, MEASURED])('that the template sets needs no default, and one that it does not set has it', (helper) => {
    expect(calls('put(env("TABLE", "orders"))\n\tput(env("OTHER", "others"))', helper)).toEqual(['${Orders}', 'others']);
  });

  it('of Lambda itself is always there', () => {
    expect(calls('r := os.Getenv("AWS_REGION")\n\tif r == "" {\n\t\tr = "eu-west-1"\n\t}\n\tput("orders-" + r)')).toEqual([
      'orders-${AWS::Region}',
    ]);
  });
});

describe('a program that ends', () => {
  it('leaves nothing behind for what follows', () => {
    const made =
      'var table string\nfunc init() {\n\tif _, err := os.Open("x"); err != nil {\n\t\tlog.Fatalf("no file: %v", err)\n\t\treturn\n\t}\n\ttable = os.Getenv("TABLE")\n}';
    expect(calls('put(table)', made)).toEqual(['${Orders}']);
  });

  it('surely, by what the template does not show, is read on', () => {
    expect(calls('if os.Getenv("LICENCE") == "" {\n\t\tos.Exit(1)\n\t}\n\tput("orders")')).toEqual(['orders']);
  });
});

describe('what a call that is not read may write', () => {
  const TYPES = 'type Item struct { Name string }\ntype Request struct {\n\tName string\n\tDry bool\n\tItems []Item\n}';

  it.each([
    [
      'a list',
      'var items []Item\n\tsqlx.MustConnect("mysql", "x").Select(&items, "select 1")\n\tif len(items) == 0 {\n\t\treturn nil\n\t}\n\tput("orders")',
    ],
    ['a struct', 'var r Request\n\tyaml.Unmarshal(nil, &r)\n\tif r.Dry {\n\t\tput("orders")\n\t}'],
    ['a struct behind a pointer', 'r := &Request{}\n\tyaml.Unmarshal(nil, r)\n\tif r.Dry {\n\t\tput("orders")\n\t}'],
    [
      'a struct of a library behind a pointer',
      'e := new(events.SNSEvent)\n\tyaml.Unmarshal(nil, e)\n\tfor range e.Records {\n\t\tput("orders")\n\t}',
    ],
    ['a map itself', 'm := map[string]string{}\n\tyaml.Unmarshal(nil, m)\n\tif m["kind"] == "order" {\n\t\tput("orders")\n\t}'],
    ['a field', 'var r Request\n\tflag.BoolVar(&r.Dry, "dry", false, "")\n\tif r.Dry {\n\t\tput("orders")\n\t}'],
    ['a map', 'm := map[string]string{}\n\tyaml.Unmarshal(nil, &m)\n\tif m["kind"] == "order" {\n\t\tput("orders")\n\t}'],
  ])('through the address of %s', (_, body) => {
    expect(calls(body, TYPES)).toEqual(['orders']);
  });

  it('keeps what was there beside it', () => {
    expect(calls('r := Request{Name: "orders"}\n\tyaml.Unmarshal(nil, &r)\n\tput(r.Name)', TYPES)).toEqual([
      'orders | ?what a call wrote through an address',
    ]);
    expect(calls('r := Request{Name: "orders"}\n\tlog.Println(r)\n\tput(r.Name)', TYPES)).toEqual(['orders']);
  });

  it('is not what a function of the program writes', () => {
    const fill = 'func fill(to *[]string, r *Request) {\n\t*to = append(*to, "orders")\n\t*r = Request{Name: "others"}\n}';
    expect(
      calls(
        'var names []string\n\tvar r Request\n\tfill(&names, &r)\n\tfor _, name := range names {\n\t\tput(name)\n\t}\n\tput(r.Name)',
        `${TYPES}\n${fill}`,
      ),
    ).toEqual(['orders', 'others']);
  });
});

it('a field that nothing sets is not a text', () => {
  const conf = { 'conf/conf.go': 'package conf\ntype Config struct { Table string }\n' };
  expect(calls('var c conf.Config\n\tput(c.Table + "-orders")', '', conf)).toEqual(['${?}-orders']);
});

it('a function of a library type is called by its methods', () => {
  const code =
    'func wrap(next http.HandlerFunc) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })\n}';
  expect(calls('http.Handle("/", wrap(func(w http.ResponseWriter, r *http.Request) { put("orders") }))', code)).toEqual(['orders']);
});
