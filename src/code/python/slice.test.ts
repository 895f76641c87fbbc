/** A handler of several files, from its entry to its calls. The SDK is a stand-in that notes what it is asked. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { lambda } from '../../../test/lambda.ts';
import { tree } from '../../../test/tree.ts';
import type { App, LambdaFunction } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { displayText } from '../../model/text.ts';
import { Files } from '../files.ts';
import { analyse } from '../interpreter/analyse.ts';
import { inputOf } from '../interpreter/data.ts';
import { Program } from '../interpreter/parsed.ts';
import { harmless, literalText, native, nativeFunction, type Value } from '../interpreter/values.ts';
import type { Language } from '../language.ts';
import { python } from './language.ts';

const client = (service: string): Value =>
  native(`client ${service}`, {
    get: (method) =>
      nativeFunction(method, ({ machine, args, site }) => {
        machine.record(
          { client: service, operation: method, input: inputOf(machine, machine.object(args.named)), credentials: { kind: 'own' } },
          site,
        );
        return harmless(`the result of ${method}`);
      }),
  });

const boto3 = native('boto3', {
  get: (name) =>
    name === 'client' ? nativeFunction('boto3.client', ({ args }) => client(literalText(args.positional[0]) ?? '?')) : undefined,
});

const language: Language = { ...python, module: (name, machine) => (name === 'boto3' ? boto3 : python.module?.(name, machine)) };

const print = (datum: Datum): unknown => {
  switch (datum.kind) {
    case 'text':
      return displayText(datum.text);
    case 'scalar':
      return datum.value;
    case 'list':
      return datum.items.map(print);
    case 'map':
      return Object.fromEntries(datum.entries.map((entry) => [displayText(entry.key), print(entry.value)]));
    case 'choice':
      return datum.options.map((option) => print(option.value));
    case 'unknown':
      return '?';
  }
};

function run(fn: LambdaFunction, root: string) {
  const files = new Files(root);
  const entry = python.entry(fn, files);
  if (entry.kind === 'problem') throw new Error(entry.finding.message);
  const app: App = {
    dialect: 'sam',
    template: 'template.yaml',
    root,
    resources: new Map(),
    parameters: new Map(),
    functions: [fn],
    workflows: new Map(),
    conditions: new Map(),
    findings: [],
  };
  const report = analyse({ fn, app, files, language, program: new Program(files), entry });
  const calls = report.calls.map((call) => `${call.client}.${call.operation} ${JSON.stringify(print(call.input))} ${call.via.join(' > ')}`);
  return { calls, lost: report.lost.map((lost) => `${lost.what}: ${lost.why}`), files: report.files };
}

const text = (value: string): Datum => ({ kind: 'text', text: [value] });

const analysed = (sources: Readonly<Record<string, string>>, handler = 'app.handler') => {
  const root = tree(sources);
  return run(lambda(root, { runtime: 'python3.12', handler }), root);
};

beforeAll(() => python.prepare());

describe('a handler of several files', () => {
  it('is followed from the entry through helpers, classes and decorators to its calls', () => {
    const root = fileURLToPath(new URL('../../../test/fixtures/python/orders/', import.meta.url));
    const environment = new Map<string, Datum>([
      ['TABLE_NAME', text('orders')],
      ['BUCKET', text('archive')],
    ]);
    const fn = lambda(root, { runtime: 'python3.12', handler: 'handler.lambda_handler', layers: ['layer'], environment });
    const { calls, lost, files } = run({ ...fn, code: { kind: 'folder', path: root } }, root);
    expect(lost).toEqual([]);
    expect(files).toEqual([
      'handler.py',
      'layer/python/common/responses.py',
      'shared/__init__.py',
      'shared/clients.py',
      'shared/names.py',
      'shared/store.py',
    ]);
    expect(calls).toMatchInlineSnapshot(`
      [
        "s3.put_object {"Bucket":"archive","Key":"orders/\${event.body.id}.json","Body":"\${?}"} run > lambda_handler",
        "dynamodb.put_item {"TableName":"orders","Item":{"pk":{"S":"order-v1"},"line":"\${event.body.lines[]}"}} run > lambda_handler > save",
        "dynamodb.describe_table {"TableName":"orders"} run > lambda_handler > __enter__",
        "dynamodb.put_item {"TableName":"orders","Item":{"pk":{"S":"order-v1"},"line":{"id":"orders#total"}}} run > lambda_handler > save",
        "dynamodb.delete_item {"TableName":"orders","Key":{"pk":{"S":"lock-v1"}}} run > lambda_handler > __exit__",
      ]
    `);
  });
});

describe('values', () => {
  const put = (expression: string, before = ''): string => {
    const { calls, lost } = analysed({
      'app.py': `import boto3, os\ns3 = boto3.client("s3")\n${before}\ndef handler(event, context):\n  s3.put(Key=${expression})\n`,
    });
    expect(lost).toEqual([]);
    return calls.join('; ');
  };

  it.each([
    ['"%s-%03d%%" % ("a", 7)', 'a-007%'],
    ['"{}-{b}-{0}".format("x", b="y")', 'x-y-x'],
    ['"-".join(["a", "b"])', 'a-b'],
    ['"/a/b/".strip("/")', 'a/b'],
    ['("https://" + event["h"]).replace("https://", "")', '${event.h}'],
    ['"a.b.c".replace(".", "/")', 'a/b/c'],
    ['"a.b.c".replace(".", "/", 1)', 'a/b.c'],
    ['"a.b.c".replace(".", "/", 2)', '${?}'],
    ['(event["k"] + "/b+c.png").replace("+", " ")', '${event.k}/b c.png'],
    ['("/in/" + event["k"]).lstrip("/")', 'in/${event.k}'],
    ['("s3://b/" + event["k"]).removeprefix("s3://")', 'b/${event.k}'],
    ['f"{1 + 1}/{\'x\'}"', '2/x'],
    ['["a", "b"][-1]', 'b'],
    ['("a", "b", "c")[1:][0]', 'b'],
    ['{"k": "v"}.get("k", "w")', 'v'],
    ['{"k": "v"}.get("j", "w")', 'w'],
    ['dict(k="v")["k"]', 'v'],
    ['[x + "!" for x in ("a",)][0]', 'a!'],
    ['{k: v for k, v in {"a": "b"}.items()}["a"]', 'b'],
    ['os.path.join("a", "b")', 'a/b'],
    ['str(12) + "x".upper()', '12X'],
    ['"a,b".split(",")[1]', 'b'],
    ['"-".join(x + "!" for x in ["a", "b"])', 'a!-b!'],
    ['"-".join(sorted({"b": 1, "a": 2}))', '${?}'],
    ['"-".join(x for x in ["a", "b"] if event.get(x))', '${?}'],
    ['"a/b/c".rsplit("/", 1)[0]', 'a/b'],
    ['"a/b/c".rsplit("/", 1)[-1]', 'c'],
    ['"k=v=w".partition("=")[2]', 'v=w'],
    ['"k=v=w".rpartition("=")[0]', 'k=v'],
    ['bytes("a", "utf-8").decode()', 'a'],
    ['next(iter(["a"]))', 'a'],
    ['event["detail"]["id"]', '${event.detail.id}'],
    ['event.get("detail")', '${event.detail}'],
  ])('%s', (expression, expected) => {
    expect(put(expression)).toBe(`s3.put {"Key":${JSON.stringify(expected)}} handler`);
  });

  it.each([
    ['M(table="t", n=1).table', 't'],
    ['M.model_validate({"table": "t"}).table', 't'],
    ['M.parse_obj({"table": "t"}).table', 't'],
    ['M.model_validate_json(json.dumps({"table": "t"})).table', 't'],
    ['M.model_validate_json(event["body"]).table', '${event.body.table}'],
    ['M.model_validate(event).table', '${event.table}'],
    ['json.loads(M(table="t").model_dump_json())["table"]', 't'],
    ['M(table="t").model_dump()["table"]', 't'],
    ['SimpleNamespace(**{"table": "t"}).table', 't'],
  ])('of models are those of their data: %s', (expression, expected) => {
    const before =
      'import json\nfrom types import SimpleNamespace\nfrom pydantic import BaseModel\nclass M(BaseModel):\n  table: str\n  n: int = 0';
    expect(put(expression, before)).toBe(`s3.put {"Key":${JSON.stringify(expected)}} handler`);
  });

  it('of class attributes are seen through instances', () => {
    expect(
      put(
        'Names().full()',
        'class Base:\n  prefix = "a"\nclass Names(Base):\n  def full(self):\n    return self.prefix + self.tail()\n  @classmethod\n  def tail(cls):\n    return cls.prefix',
      ),
    ).toBe('s3.put {"Key":"aa"} handler');
  });

  it('of data classes are those of their constructor', () => {
    expect(put('P("a").y + P("a").x', 'from dataclasses import dataclass\n@dataclass\nclass P:\n  x: str\n  y: str = "b"')).toBe(
      's3.put {"Key":"ba"} handler',
    );
  });
});

describe('addresses', () => {
  it('are taken apart where their scheme is written out', () => {
    const { calls, lost } = analysed({
      'app.py': `
import boto3
import urllib.parse
from urllib.parse import unquote_plus, urlparse
s3 = boto3.client("s3")
def handler(event, context):
  address = urlparse("s3://docs/in/" + event["k"])
  s3.put(Bucket=address.netloc, Key=address.path.lstrip("/"))
  s3.put(Bucket=urlparse(event["uri"]).netloc, Key=unquote_plus("a%20b"))
  s3.put(Key=urllib.parse.unquote_plus(event["Records"][0]["s3"]["object"]["key"]))
`,
    });
    expect(lost).toEqual([]);
    expect(calls).toMatchInlineSnapshot(`
      [
        "s3.put {"Bucket":"docs","Key":"in/\${event.k}"} handler",
        "s3.put {"Bucket":"\${?}","Key":"a b"} handler",
        "s3.put {"Key":"\${event.Records[].s3.object.key}"} handler",
      ]
    `);
  });
});

describe('both sides of what is not known', () => {
  it('an empty list fails a test', () => {
    const { calls } = analysed({
      'app.py':
        'import boto3\ns3 = boto3.client("s3")\ndef handler(event, context):\n  bad = []\n  for r in event["Records"]:\n    bad.append(r)\n  if bad:\n    s3.some()\n  else:\n    s3.none()\n',
    });
    expect(calls).toEqual(['s3.some {} handler', 's3.none {} handler']);
  });

  it('a loop may end with and without break', () => {
    const { calls } = analysed({
      'app.py':
        'import boto3\ns3 = boto3.client("s3")\ndef handler(event, context):\n  for r in event["Records"]:\n    if r: break\n  else:\n    return s3.none()\n  s3.found()\n',
    });
    expect(calls).toEqual(['s3.none {} handler', 's3.found {} handler']);
  });

  it('an import that may fail has two outcomes', () => {
    const { calls } = analysed({
      'app.py':
        'import boto3\ntry:\n  from a import name\nexcept ImportError:\n  name = "b"\ndef handler(event, context):\n  boto3.client("s3").put(Key=name)\n',
      'a.py': 'name = "a"\n',
    });
    expect(calls).toEqual(['s3.put {"Key":["b","a"]} handler']);
  });
});

describe('modules', () => {
  it('packages, submodules and star imports', () => {
    const { calls, lost } = analysed({
      'app.py':
        'import boto3, a.b.c\nfrom a.b import d\nfrom e import *\nimport a as z\ndef handler(event, context):\n  boto3.client("s3").put(Key=[a.b.c.x, d.x, star, z.n.x, joined])\n',
      'a/__init__.py': '',
      'a/n.py': 'x = "n"\n',
      'a/b/c.py': 'x = "c"\n',
      'a/b/d.py': 'from .c import x as _x\nfrom ..n import x as n\nx = "d" + _x + n\n',
      'e.py': 'from f import *\nstar = "star"\n',
      'f.py': 'joined = "joined"\n',
    });
    expect(lost).toEqual([]);
    expect(calls).toEqual(['s3.put {"Key":["c","dcn","star","n","joined"]} handler']);
  });

  it('the code of a program that is started is lost', () => {
    const { lost } = analysed({ 'app.py': 'import subprocess\ndef handler(event, context):\n  subprocess.run(["aws", "s3", "ls"])\n' });
    expect(lost).toEqual(['call of subprocess.run: it starts another program, which is not read']);
  });

  it('a package that nobody knows is lost where it is used', () => {
    const { lost } = analysed({ 'app.py': 'import whatever\ndef handler(event, context):\n  whatever.go()\n' });
    expect(lost).toHaveLength(1);
  });
});

describe('imports that may fail', () => {
  const source = (module: string): string => `
import boto3
try:
  from ${module} import NAME
except ImportError:
  from nowhere import NAME
def handler(event, context):
  boto3.client("s3").put(Key=NAME)
`;
  it('have no replacement that is not there where they are found', () => {
    const { calls, lost } = analysed({ 'app.py': source('names'), 'names.py': 'NAME = "n"\n' });
    expect([calls, lost]).toEqual([['s3.put {"Key":"n"} handler'], []]);
  });

  it('are reported with their replacement where they are not', () => {
    expect(analysed({ 'app.py': source('missing') }).lost).toHaveLength(2);
  });
});

describe('the entry', () => {
  const entry = (handler: string, sources: Readonly<Record<string, string>>, layers: readonly string[] = []) => {
    const root = tree(sources);
    const found = python.entry(lambda(root, { runtime: 'python3.12', handler, layers, codeUri: 'src' }), new Files(root));
    return found.kind === 'entry' ? `${found.path.slice(root.length + 1)} ${found.name}` : found.finding.code;
  };

  it.each([
    ['app.handler', 'src/app.py handler'],
    ['a/b.run', 'src/a/b.py run'],
    ['a.b.run', 'src/a/b.py run'],
    ['p.run', 'src/p/__init__.py run'],
    ['shared.run', 'layer/python/shared.py run'],
    ['none.run', 'handler-not-found'],
    ['app', 'handler-not-found'],
    ['.run', 'handler-not-found'],
  ])('%s', (handler, expected) => {
    const sources = { 'src/app.py': '', 'src/a/b.py': '', 'src/p/__init__.py': '', 'src/p.py': '', 'layer/python/shared.py': '' };
    expect(entry(handler, sources, ['layer'])).toBe(expected);
  });

  it('inline code keeps the lines of the template', () => {
    const root = tree({ 'template.yaml': '' });
    const span = { file: 'template.yaml', line: 7, column: 9 };
    const fn = lambda(root, {
      runtime: 'python3.12',
      handler: 'index.handler',
      code: { kind: 'inline', source: 'import boto3\nx = 1\n', span },
    });
    const found = python.entry(fn, new Files(root));
    if (found.kind !== 'entry' || !found.source) throw new Error('no source');
    const { module } = python.lower(found.source, new Files(root));
    const last = module?.body.at(-1);
    expect(last && module?.position(last.at)).toEqual({ line: 8, column: 1 });
    expect(join(found.source.file)).toBe('template.yaml');
  });
});
