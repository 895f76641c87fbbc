// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
/** What Python programs do with objects and functions beside calling them: each way must lead to the calls inside. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../test/support/calls.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare());

const seen = (source: string) => callsIn(python, { 'app.py': `import os, boto3\n${source}` }, environment({ TABLE: 'orders', QUEUE: 'q' }));

/** Programs that put one item into the table `orders`, each in a way of its own. */
const PUTS: readonly (readonly [string, string])[] = [
  [
    'a method whose name is computed',
    `
class Handlers:
    def handle_put(self): table.put_item(Item={})
    def other(self): table.delete_item(Key={})
def handler(event, context):
    getattr(Handlers(), f"handle_{event['kind']}")()`,
  ],
  [
    'a function found among the variables of the module',
    `
def do_put(): table.put_item(Item={})
def handler(event, context):
    globals()["do_" + event["kind"]]()`,
  ],
  [
    'a proxy that asks for a client when it is used',
    `
class Lazy:
    def __init__(self): self._table = None
    def __getattr__(self, name):
        self._table = self._table or table
        return getattr(self._table, name)
def handler(event, context):
    Lazy().put_item(Item={})`,
  ],
  [
    'an only instance that __new__ gives',
    `
class Store:
    _only = None
    def __new__(cls):
        if cls._only is None:
            cls._only = super().__new__(cls)
            cls._only.table = table
        return cls._only
def handler(event, context):
    Store().table.put_item(Item={})`,
  ],
  [
    'an object of object.__new__',
    `
class Store:
    def __new__(cls, name):
        self = object.__new__(cls)
        self.name = name
        return self
    def __init__(self, name): self.table = boto3.resource("dynamodb").Table(name)
def handler(event, context):
    Store("orders").table.put_item(Item={})`,
  ],
  [
    'an operator',
    `
class Store:
    def __setitem__(self, key, value): table.put_item(Item={})
def handler(event, context):
    Store()["a"] = 1`,
  ],
  [
    'a descriptor',
    `
class Field:
    def __get__(self, instance, owner=None): return table
class Store:
    table = Field()
def handler(event, context):
    Store().table.put_item(Item={})`,
  ],
  [
    'classes that their base class registers',
    `
class Base:
    known = []
    def __init_subclass__(cls, **options): Base.known.append(cls)
class Put(Base):
    def run(self): table.put_item(Item={})
def handler(event, context):
    for each in Base.known: each().run()`,
  ],
  [
    'the subclasses of a class',
    `
class Base: pass
class Put(Base):
    def run(self): table.put_item(Item={})
def handler(event, context):
    [each().run() for each in Base.__subclasses__()]`,
  ],
  [
    'a thread of a class of its own',
    `
from threading import Thread
class Worker(Thread):
    def __init__(self, item):
        Thread.__init__(self)
        self.item = item
    def run(self): table.put_item(Item={})
def handler(event, context):
    Worker({}).start()`,
  ],
  [
    'a timer',
    `
import threading
def put(name): boto3.resource("dynamodb").Table(name).put_item(Item={})
def handler(event, context):
    threading.Timer(1, put, ["orders"]).start()`,
  ],
  [
    'a pool of threads',
    `
from multiprocessing.pool import ThreadPool
def put(name, item): boto3.resource("dynamodb").Table(name).put_item(Item={})
def handler(event, context):
    with ThreadPool(4) as pool: pool.starmap(put, [("orders", 1)])`,
  ],
  [
    'an executor over several lists',
    `
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
def put(name, item): boto3.resource("dynamodb").Table(name).put_item(Item={})
def handler(event, context):
    with ThreadPoolExecutor() as pool: list(pool.map(put, ["orders"], repeat(1)))`,
  ],
  [
    'a reduction',
    `
from functools import reduce
def step(total, name):
    boto3.resource("dynamodb").Table(name).put_item(Item={})
    return total
def handler(event, context):
    reduce(step, ["orders"], 0)`,
  ],
  [
    'a handler of logs',
    `
import logging
class Store(logging.Handler):
    def __init__(self):
        super().__init__()
        self.table = table
    def emit(self, record): self.table.put_item(Item={})
logging.getLogger().addHandler(Store())
def handler(event, context):
    logging.error("x")`,
  ],
  [
    'a named tuple',
    `
from collections import namedtuple
Names = namedtuple("Names", "orders users")
def handler(event, context):
    boto3.resource("dynamodb").Table(Names(orders="orders", users="u").orders).put_item(Item={})`,
  ],
  [
    'iterators',
    `
from itertools import chain, groupby, islice
def handler(event, context):
    for name in islice(chain.from_iterable([["orders"]]), 1):
        for key, names in groupby([name]):
            for each in names: boto3.resource("dynamodb").Table(each).put_item(Item={})`,
  ],
  [
    'a default of os.getenv by its name',
    `
def handler(event, context):
    boto3.resource("dynamodb").Table(os.getenv("UNSET", default="orders")).put_item(Item={})`,
  ],
  [
    'a route of FastAPI with dependencies',
    `
from typing import Annotated
from fastapi import Depends, FastAPI
from mangum import Mangum
class Store:
    def __init__(self, name): self.table = boto3.resource("dynamodb").Table(name)
app = FastAPI()
def store():
    yield Store("orders")
@app.post("/orders")
def put(body: dict, store: Store = Depends(store)):
    store.table.put_item(Item={})
@app.put("/orders/{id}")
async def replace(id: str, store: Annotated[Store, Depends(store)]):
    store.table.put_item(Item={})
handler = Mangum(app)`,
  ],
];

describe('calls are found through', () => {
  it.each(PUTS)('%s', (_name, source) => {
    const { calls, lost } = seen(`table = boto3.resource("dynamodb").Table(os.environ["TABLE"])\n${source}`);
    expect(lost).toEqual([]);
    expect([...new Set(calls)]).toEqual(['dynamodb PutItem {Item: {}, TableName: orders}']);
  });
});

it('a call by keywords on a receiver that is lost is the operation of these members', () => {
  const { calls } = seen(`
dynamodb = boto3.client("dynamodb")
def handler(event, context):
    event["receiver"].put_item(TableName="a", Item={})
    weird(event).put_item(TableName="b", Item={})
    weird(event).append(Item={})`);
  expect(calls).toEqual(['dynamodb PutItem {TableName: b, Item: {}} by type']);
});

it('functions that unknown code calls may be left their defaults', () => {
  const { calls } = seen(`
import signal
def stop(number, frame, name="orders"):
    boto3.client("dynamodb").put_item(TableName=name, Item={})
signal.signal(1, stop)
def handler(event, context): pass`);
  expect(calls).toEqual(['dynamodb PutItem {TableName: ?what unknown code passes | orders, Item: {}}']);
});

describe('texts', () => {
  const key = (expression: string) =>
    seen(`
from string import Template
def handler(event, context):
    boto3.client("s3").get_object(Bucket="b", Key=${expression})`).calls;

  it.each([
    ['os.path.join("in/", "a")', 'in/a'],
    ['os.path.join("in", event["x"], "a")', 'in/${event.x}/a'],
    ['os.path.join("in", "/etc", "a")', '/etc/a'],
    ['"-".join(["in", event["x"]])', 'in-${event.x}'],
    ['Template("in/$name/${x}$$").substitute(name="a", x=event["x"])', 'in/a/${event.x}$'],
  ])('%s', (expression, expected) => {
    expect(key(expression)).toEqual([`s3 GetObject {Bucket: b, Key: ${expected}}`]);
  });
});

it('an item under the name of a method of dictionaries hides no method', () => {
  const { calls } = seen(`
sqs = boto3.client("sqs")
routes = {"get": lambda q: sqs.purge_queue(QueueUrl=q), "put": lambda q: sqs.delete_queue(QueueUrl=q)}
names = {"items": "a", "values": "b"}
def handler(event, context):
    routes.get(event["method"])("r")
    for key, name in names.items():
        sqs.list_queue_tags(QueueUrl=name)
    routes["get"](names["items"])`);
  expect(calls).toEqual([
    'sqs PurgeQueue {QueueUrl: r}',
    'sqs DeleteQueue {QueueUrl: r}',
    'sqs ListQueueTags {QueueUrl: a}',
    'sqs ListQueueTags {QueueUrl: b}',
    'sqs PurgeQueue {QueueUrl: a}',
  ]);
});

it('what is named like a method and not called is a member of the data', () => {
  const { calls } = seen(`
def handler(event, context):
    for api in event["items"]:
        boto3.client("s3").get_object(Bucket=api["values"], Key=event["title"])
    for name, value in event["pairs"].items():
        boto3.client("s3").head_object(Bucket=event.get("copy"), Key=value.upper())
    for page in boto3.client("s3").list_buckets()["items"]:
        boto3.client("s3").head_bucket(Bucket=page["name"])`);
  expect(calls).toEqual([
    's3 GetObject {Bucket: ${event.items[].values}, Key: ${event.title}}',
    's3 HeadObject {Bucket: ${event.copy}, Key: ${event.pairs[]}}',
    's3 ListBuckets {}',
    's3 HeadBucket {Bucket: ?the output of S3 ListBuckets}',
  ]);
});

it('settings are read from the environment', () => {
  const { calls, lost } = seen(`
from pydantic import Field
from pydantic_settings import AWSSecretsManagerSettingsSource, BaseSettings, SettingsConfigDict
class Plain(BaseSettings):
    table: str
    bucket: str = "docs"
class Prefixed(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="qu")
    eue: str
class Named(BaseSettings):
    name: str = Field(..., validation_alias="TABLE")
def handler(event, context):
    AWSSecretsManagerSettingsSource(Plain, "app/settings")
    boto3.client("dynamodb").scan(TableName=Plain().table)
    boto3.client("dynamodb").scan(TableName=Plain(table="given").table)
    boto3.client("s3").get_object(Bucket=Plain().bucket, Key=Named().name)
    boto3.client("sqs").purge_queue(QueueUrl=Prefixed().eue)`);
  expect(lost).toEqual([]);
  expect(calls).toEqual([
    'secrets-manager GetSecretValue {SecretId: app/settings}',
    'dynamodb Scan {TableName: orders}',
    'dynamodb Scan {TableName: given}',
    's3 GetObject {Bucket: docs, Key: orders}',
    'sqs PurgeQueue {QueueUrl: q}',
  ]);
});

it('a text with a variable that nothing sets is not known', () => {
  const { calls } = seen(`
def handler(event, context):
    boto3.client("s3").get_object(Bucket=f"{os.environ['UNSET']}-docs", Key=os.path.join(os.environ["UNSET"], "a"))`);
  expect(calls).toEqual(['s3 GetObject {Bucket: ${?}-docs, Key: ${?}/a}']);
});

describe('addresses of S3', () => {
  it.each([
    ["f\"s3://{os.environ['TABLE']}/{event['key']}\"", '{Bucket: orders, Key: ${event.key}}'],
    ['f"s3://docs/in/{event[\'key\']}"', '{Bucket: docs, Key: in/${event.key}}'],
    ['"s3://docs/a/b.txt"', '{Bucket: docs, Key: a/b.txt}'],
    ['event["uri"]', '{Bucket: ${event.uri}, Key: ${event.uri}}'],
  ])('are taken apart: %s', (uri, expected) => {
    const { calls } = seen(`
def handler(event, context):
    bucket, key = ${uri}.replace("s3://", "").split("/", 1)
    boto3.client("s3").get_object(Bucket=bucket, Key=key)`);
    expect(calls).toEqual([`s3 GetObject ${expected}`]);
  });
});

it('a member of an input that is very large leaves the others known', () => {
  const { calls } = seen(`
item = {f"k{n}": {"S": [n, [n, n]]} for n in range(90)}
def handler(event, context):
    boto3.resource("dynamodb").Table("orders").put_item(Item={"a": [item for n in range(50)], "b": [item for n in range(50)]})`);
  expect(calls[0]).toContain('TableName: orders');
});

it('files that come with the code are read', () => {
  const source = `
import json, os, boto3
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables.json")) as file:
    TABLES = json.load(file)
def handler(event, context):
    dynamodb = boto3.client("dynamodb")
    dynamodb.scan(TableName=TABLES["orders"])
    dynamodb.scan(TableName=json.loads(open("tables.json").read())["users"])
    dynamodb.scan(TableName=open(event["path"]).read())
    boto3.client("s3").put_object(Bucket="b", Key=os.path.basename(event["path"]), Body=open("/tmp/x", "rb"))
`;
  const { calls } = callsIn(python, { 'app.py': source, 'tables.json': '{"orders": "o", "users": "u"}' });
  expect(calls).toEqual([
    'dynamodb Scan {TableName: o}',
    'dynamodb Scan {TableName: u}',
    'dynamodb Scan {TableName: ?the text of a file}',
    's3 PutObject {Bucket: b, Key: ?a part of a path, Body: ?a file}',
  ]);
});

it.each([
  ['the dictionary of an instance', 'Settings(table="own").table'],
  ['the variables of an instance', 'Listed(table="own").table'],
  ['a dictionary with defaults', 'collections.defaultdict(lambda: "other", {"table": "own"})["table"]'],
])('finds what is written into %s', (_, expression) => {
  const source = `import boto3, collections
class Settings:
    table = "other"
    def __init__(self, **given): self.__dict__.update(given)
class Listed:
    table = "other"
    def __init__(self, **given): vars(self).update(given)
def handler(event, context):
    boto3.client("dynamodb").scan(TableName=${expression})
`;
  expect(callsIn(python, { 'app.py': source }).calls).toEqual(['dynamodb Scan {TableName: own}']);
});
