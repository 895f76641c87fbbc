/** A handler of several packages, from `main` to its calls. The SDK is a stand-in that notes what it is asked. */
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
import { eventOf } from '../interpreter/events.ts';
import { callValue } from '../interpreter/invoke.ts';
import { args, argument } from '../interpreter/machine.ts';
import { Program } from '../interpreter/parsed.ts';
import { harmless, native, nativeFunction, UNDEFINED, type Value } from '../interpreter/values.ts';
import type { Language } from '../language.ts';
import { go } from './language.ts';

const client = (service: string): Value =>
  native(`client ${service}`, {
    get: (method) =>
      nativeFunction(method, ({ machine, args: given, site }) => {
        machine.record(
          { client: service, operation: method, input: inputOf(machine, argument(given, 1)), credentials: { kind: 'own' } },
          site,
        );
        return machine.list([harmless(`the result of ${method}`), harmless('an error')]);
      }),
  });

const module = (functions: Readonly<Record<string, Value>>): Value => native('a module', { get: (name) => functions[name] });

const SDK: ReadonlyMap<string, Value> = new Map([
  [
    'config',
    module({
      LoadDefaultConfig: nativeFunction('LoadDefaultConfig', ({ machine }) =>
        machine.list([harmless('the configuration'), harmless('an error')]),
      ),
    }),
  ],
  ['aws', module({ String: nativeFunction('String', (call) => argument(call.args, 0)) })],
  ...['s3', 'dynamodb'].map((name): [string, Value] => [
    `service/${name}`,
    module({ NewFromConfig: nativeFunction('NewFromConfig', () => client(name)) }),
  ]),
  [
    'lambda',
    module({
      Start: nativeFunction('Start', ({ machine, args: given, site }) =>
        callValue(machine, argument(given, 0), UNDEFINED, args(harmless('the context'), eventOf(machine, machine.fn)), site),
      ),
    }),
  ],
]);

/** What the stand-in is asked for by the last part of the import path. */
const language: Language = {
  ...go,
  resolve(specifier, from, fn, files) {
    const resolution = go.resolve(specifier, from, fn, files);
    return resolution.kind === 'library' && resolution.package.startsWith('github.com/aws/')
      ? { ...resolution, package: `sdk:${resolution.subpath}` }
      : resolution;
  },
  module: (name, machine) => (name.startsWith('sdk:') ? SDK.get(name.slice(4)) : go.module?.(name, machine)),
};

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
  const entry = go.entry(fn, files);
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
  return {
    calls,
    lost: report.lost.map((lost) => `${lost.what}: ${lost.why}`),
    files: report.files,
    spans: report.calls.map((call) => call.span),
  };
}

const text = (value: string): Datum => ({ kind: 'text', text: [value] });
const HEAD =
  'package main\nimport (\n"os"\n"fmt"\n"strings"\n"github.com/aws/aws-lambda-go/lambda"\n"github.com/aws/aws-sdk-go-v2/service/s3"\n)\n';

const analysed = (code: string) => {
  const root = tree({ 'main.go': `${HEAD}${code}\nfunc main() { lambda.Start(handle) }\n` });
  return run(lambda(root, { runtime: 'provided.al2023', handler: 'bootstrap' }), root);
};

beforeAll(() => go.prepare());

describe('a handler of several packages', () => {
  const root = fileURLToPath(new URL('../../../test/fixtures/go/orders', import.meta.url));
  const environment = new Map<string, Datum>([
    ['TABLE_NAME', text('orders')],
    ['BUCKET', text('archive')],
  ]);

  it('is followed from main through factories, embedded fields and deferred calls', () => {
    const fn = lambda(root, { runtime: 'provided.al2', handler: 'bootstrap', environment, codeUri: 'cmd/create' });
    const { calls, lost, files, spans } = run(fn, root);
    expect(lost).toEqual([]);
    expect(files).toEqual(['cmd/create/config.go', 'cmd/create/main.go', 'internal/store/names.go', 'internal/store/store.go']);
    expect(calls).toMatchInlineSnapshot(`
      [
        "s3.PutObject {"Bucket":"archive","Key":"orders/\${event.ID}.json"} main > Handle",
        "dynamodb.PutItem {"TableName":"orders"} main > Handle > Save",
        "dynamodb.UpdateItem {"TableName":"orders"} main > Handle > Save > note",
      ]
    `);
    expect(spans[0]).toEqual({ file: 'cmd/create/main.go', line: 22, column: 22 });
  });
});

describe('values', () => {
  const put = (expression: string, before = ''): string => {
    const { calls, lost } = analysed(
      `var client = s3.NewFromConfig(nil)\n${before}\nfunc handle(ctx any, event Event) { client.Put(ctx, &s3.PutInput{Key: ${expression}}) }`,
    );
    expect(lost).toEqual([]);
    return calls.join('; ');
  };

  it.each([
    ['fmt.Sprintf("%s-%d%%", "a", 7)', '', 'a-7%'],
    ['"a" + strings.ToUpper("b")', '', 'aB'],
    ['names[1]', 'var names = append([]string{"a"}, "b")', 'b'],
    ['byName["k"].Key', 'type T struct{ Key string }\nvar byName = map[string]T{"k": {"v"}}', 'v'],
    ['Kind("x").Full()', 'type Kind string\nfunc (k Kind) Full() string { return "full-" + string(k) }', 'full-x'],
    ['Names{"a"}.First()', 'type Names []string\nfunc (n Names) First() string { return n[0] }', 'a'],
    ['pick()', 'func pick() string { a, b := pair(); _ = a; return b }\nfunc pair() (string, string) { return "a", "b" }', 'b'],
    ['join(pair())', 'func join(a, b string) string { return a + "-" + b }\nfunc pair() (string, string) { return "a", "b" }', 'a-b'],
    ['out()', 'func out() (s string) { s = "named"; return }', 'named'],
    ['T{A: "x"}.get()', 'type T struct{ A string }\nfunc (t T) get() string { return t.A }', 'x'],
    [
      'outer.name()',
      'type in struct{ n string }\nfunc (i *in) name() string { return i.n }\ntype out struct{ *in }\nvar outer = out{in: &in{n: "deep"}}',
      'deep',
    ],
    [
      'apply(t.get)',
      'func apply(f func() string) string { return f() }\ntype T struct{ A string }\nfunc (t T) get() string { return t.A }\nvar t = T{"m"}',
      'm',
    ],
    ['fmt.Sprintf("%[2]s-%[1]s", "a", "b")', '', 'b-a'],
    ['fmt.Sprintf("%q", "a")', '', '"a"'],
    ['fmt.Sprintf("%*d-x", 3, 1)', '', '${?}'],
    ['fmt.Sprint("a", "b")', '', 'ab'],
    ['strings.Replace("a_b_c", "_", "-", -1)', '', 'a-b-c'],
    ['strings.ReplaceAll("a_b_" + os.Args[0], "_", "-")', '', 'a-b-${?}'],
    ['cut("k=v")', 'func cut(s string) string { _, after, _ := strings.Cut(s, "="); return after }', 'v'],
    [
      'built()',
      'func built() string { var b strings.Builder; b.WriteString("a"); fmt.Fprintf(&b, "-%s", "b"); fmt.Fprint(&b, "c"); return b.String() }',
      'a-bc',
    ],
    [
      'again()',
      'func again() string { b := new(strings.Builder); b.WriteString("a"); b.Reset(); b.WriteString("b"); return b.String() }',
      'b',
    ],
    ['fmt.Sprint(C)', 'const (\nA = iota\nC\n)', '1'],
    ['os.Getenv("UNSET")', '', ''],
  ])('%s', (expression, before, expected) => {
    expect(put(expression, before)).toBe(`s3.Put {"Key":${JSON.stringify(expected)}} main > handle`);
  });
});

describe('both sides of what is not known', () => {
  it('an error may be there or not', () => {
    const { calls } = analysed(
      'var client = s3.NewFromConfig(nil)\nfunc handle(ctx any) error {\n  if _, err := client.One(ctx, nil); err != nil {\n    client.Failed(ctx, nil)\n    return err\n  }\n  client.Two(ctx, nil)\n  return nil\n}',
    );
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['s3.One', 's3.Failed', 's3.Two']);
  });

  it('a type switch, a select and a jump may go anywhere', () => {
    const { calls } = analysed(
      'var client = s3.NewFromConfig(nil)\nfunc handle(ctx any, e any) {\n  switch v := e.(type) {\n  case string:\n    client.Text(ctx, v)\n  default:\n    client.Other(ctx, v)\n  }\n  select {\n  case <-a:\n    client.A(ctx, nil)\n  case b <- 1:\n    client.B(ctx, nil)\n  }\n  if e == nil {\n    goto done\n  }\n  return\ndone:\n  client.Done(ctx, nil)\n}',
    );
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['s3.Text', 's3.Other', 's3.A', 's3.B', 's3.Done']);
  });
});

describe('resolution', () => {
  const resolved = (specifier: string, mod: string, more: Readonly<Record<string, string>> = {}) => {
    const root = tree({
      'go.mod': `module example.com/app\n\n${mod}`,
      'cmd/main.go': 'package main\n',
      'lib/a.go': 'package lib\n',
      ...more,
    });
    const resolution = go.resolve(specifier, `${root}/cmd/main.go`, lambda(root), new Files(root));
    return 'path' in resolution && resolution.path
      ? `${resolution.kind} ${resolution.path.slice(root.length + 1)}`
      : resolution.kind === 'library'
        ? `library ${resolution.package} ${resolution.subpath}`
        : resolution.kind;
  };

  it.each([
    ['example.com/app/lib', '', 'file lib/a.go'],
    ['example.com/app/none', '', 'missing'],
    ['example.com/apple', '', 'missing'],
    ['github.com/aws/aws-sdk-go-v2/service/s3/types', '', 'library github.com/aws/aws-sdk-go-v2 service/s3/types'],
    ['github.com/aws/aws-sdk-go/service/s3', '', 'library github.com/aws/aws-sdk-go service/s3'],
    ['encoding/json', '', 'library go:encoding/json '],
    ['github.com/google/uuid', '', 'inert'],
    ['example.org/x/y', 'go 1.22\nrequire example.org/x v1.0.0', 'inert'],
    ['example.org/x/y', 'go 1.16\nrequire example.org/x v1.0.0', 'missing'],
    ['example.org/x/y', 'go 1.22\nrequire (\n\texample.org/x v1.0.0\n\tgithub.com/minio/minio-go/v7 v7.0.0 // indirect\n)', 'missing'],
    ['example.org/other', 'go 1.22\nrequire example.org/x v1.0.0', 'missing'],
    ['C', '', 'missing'],
  ])('%s with %j', (specifier, mod, expected) => {
    expect(resolved(specifier, mod)).toBe(expected);
  });

  it('replaced and vendored modules are read', () => {
    expect(resolved('example.org/r/in', 'replace example.org/r => ./local', { 'local/in/b.go': 'package in\n' })).toBe(
      'file local/in/b.go',
    );
    expect(resolved('example.org/v/x', '', { 'vendor/example.org/v/x/c.go': 'package x\n' })).toBe('file vendor/example.org/v/x/c.go');
    expect(resolved('example.org/r/in', 'replace example.org/r => ../../outside')).toBe('missing');
  });
});

describe('the entry', () => {
  const entry = (sources: Readonly<Record<string, string>>, given: Parameters<typeof lambda>[1] = {}) => {
    const root = tree(sources);
    const found = go.entry(lambda(root, { runtime: 'provided.al2', ...given }), new Files(root));
    return found.kind === 'entry' ? found.path.slice(root.length + 1) : found.finding.code;
  };
  const main = 'package main\n';

  it('is main of the folder, of the only package main below, or of the one that the handler names', () => {
    expect(entry({ 'b.go': main, 'a_test.go': main, 'cmd/x/c.go': main })).toBe('b.go');
    expect(entry({ 'lib/a.go': 'package lib\n', 'cmd/x/c.go': main })).toBe('cmd/x/c.go');
    expect(entry({ 'cmd/x/c.go': main, 'cmd/y/d.go': main }, { handler: 'y' })).toBe('cmd/y/d.go');
    expect(entry({ 'cmd/x/c.go': main, 'cmd/y/d.go': main }, { handler: 'bootstrap' })).toBe('handler-not-found');
    expect(entry({ 'lib/a.go': 'package lib\n' })).toBe('handler-not-found');
  });

  it('a provided runtime without Go code is not ours', () => {
    const root = tree({ 'src/main.rs': '' });
    expect(go.runs(lambda(root, { runtime: 'provided.al2' }), new Files(root))).toBe(false);
    expect(go.runs(lambda(tree({ 'main.go': main }), { runtime: 'nodejs20.x' }), new Files(root))).toBe(false);
  });
});

describe('several results', () => {
  it('stay apart, whichever return gave them', () => {
    const { calls } = analysed(`
func open(fail bool) (*s3.Client, string, error) {
	if fail { return nil, "", fmt.Errorf("no") }
	if strings.TrimSpace(os.Args[0]) == "y" { return s3.NewFromConfig(nil), "b", nil }
	return s3.NewFromConfig(nil), "a", nil
}
func handle(ctx any, event Event) {
	client, name, err := open(event.Fail)
	if err != nil { panic(err) }
	client.Put(ctx, &s3.PutInput{Key: name, Body: err})
}`);
    expect(calls).toEqual(['s3.Put {"Key":["","b","a"],"Body":["?",null]} main > handle']);
  });
});

describe('packages', () => {
  const handler = (path: string): string =>
    `package main\nimport (\n"${path}"\n"github.com/aws/aws-lambda-go/lambda"\n)\nfunc main() { lambda.Start(func() { store.Save() }) }\n`;
  const store =
    'package store\nimport "github.com/aws/aws-sdk-go-v2/service/s3"\nfunc Save() { s3.NewFromConfig(nil).Put(nil, &s3.PutInput{Key: "k"}) }\n';
  const analysedTree = (files: Readonly<Record<string, string>>) => {
    const root = tree(files);
    return run(lambda(root, { runtime: 'provided.al2023', handler: 'bootstrap', codeUri: 'cmd' }), root);
  };

  it('of a module without a dot in its path are no standard library', () => {
    const module = { 'go.mod': 'module shop\n\ngo 1.22\n', 'store/store.go': store };
    expect(analysedTree({ ...module, 'cmd/main.go': handler('shop/store') }).calls).toEqual(['s3.Put {"Key":"k"} main > Save']);
    expect(analysedTree({ 'go.mod': 'module other\n\ngo 1.22\n', 'cmd/main.go': handler('shop/store') }).lost).toHaveLength(1);
  });

  it('are found by the path of the repository where there is no go.mod', () => {
    const files = { 'store/store.go': store, 'cmd/main.go': handler('github.com/owner/shop/store') };
    expect(analysedTree(files)).toMatchObject({ calls: ['s3.Put {"Key":"k"} main > Save'], lost: [] });
  });

  it('that share a folder, a program each, are told apart by the handler', () => {
    const put = (key: string): string =>
      `${HEAD}var client = s3.NewFromConfig(nil)\nfunc handle() { client.Put(nil, &s3.PutInput{Key: "${key}"}) }\nfunc main() { lambda.Start(handle) }\n`;
    const root = tree({ 'create-order.go': put('create'), 'delete.go': put('delete') });
    expect(run(lambda(root, { runtime: 'go1.x', handler: 'createOrder' }), root).calls).toEqual(['s3.Put {"Key":"create"} main > handle']);
    expect(() => run(lambda(root, { runtime: 'go1.x', handler: 'bootstrap' }), root)).toThrow(
      'which program is this function is not clear',
    );
  });
});
