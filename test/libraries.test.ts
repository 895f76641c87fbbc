/** What library models of an app's owner change, from `pinhole.yaml` to the reports. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNodes } from '../src/declared/check.ts';
import { checkModel } from '../src/declared/library/check.ts';
import { derive } from '../src/derive.ts';
import { InputError } from '../src/model/finding.ts';
import { formatSpan } from '../src/model/span.ts';
import { displayText } from '../src/model/text.ts';
import { deriveDocument } from '../src/report/json.ts';
import { formatText } from '../src/report/text.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/libraries', import.meta.url));
const MODEL = JSON.parse(readFileSync(join(FIXTURE, 'models/store.json'), 'utf8')) as Readonly<Record<string, unknown>>;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinhole-libraries-'));
  cpSync(FIXTURE, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const derived = async () => {
  const result = await derive(folder, { root: folder });
  const [fn] = result.derivations[0]?.functions ?? [];
  if (!fn) throw new Error('no function');
  const needs = fn.needs
    .filter(({ kind }) => kind === 'code')
    .map((need) => `${need.action} ${displayText(need.resource).replace(/.*:/, '')}`);
  return { result, fn, needs, unresolved: fn.unresolved.map(({ what, why }) => `${what}: ${why}`) };
};
const faultsWith = async (declared: string): Promise<readonly string[]> => {
  write('pinhole.yaml', declared);
  try {
    await derive(folder, { root: folder });
  } catch (error) {
    if (error instanceof InputError) return `${error.span ? `${formatSpan(error.span)}: ` : ''}${error.message}`.split('\n');
  }
  return [];
};

describe('a model in a file of its own', () => {
  it('tells what the package calls, and what it does not know is unresolved', async () => {
    const { fn, needs, unresolved } = await derived();
    expect(needs).toEqual(['dynamodb:PutItem table/${Orders}']);
    expect(unresolved).toEqual(['call of Store.describe: the model of @acme/store does not know it']);
    expect(fn.needs.find(({ action }) => action === 'dynamodb:PutItem')?.origins).toMatchObject([
      { file: 'src/orders.mjs', line: 6, operation: 'PutItem' },
      { file: 'pinhole.yaml', line: 2, operation: 'libraries' },
    ]);
  });

  it('is shown as declared', async () => {
    const { result } = await derived();
    const text = formatText(result, { color: false, columns: 120, folder });
    expect(text).toContain('pinhole.yaml:2 models @acme/store: dynamodb:PutItem on Orders');
    expect(text).toContain("because the company's store is not installed where this runs");
    const [derivation] = result.derivations;
    expect(derivation && deriveDocument(derivation)).toMatchObject({
      functions: [{ declared: [{ kind: 'library', language: 'javascript', package: '@acme/store', line: 2 }] }],
    });
    expect(result.findings).toEqual([]);
  });

  it('is missing without the file', async () => {
    rmSync(join(folder, 'pinhole.yaml'));
    const { needs, unresolved } = await derived();
    expect(needs).toEqual([]);
    expect(unresolved).toEqual([expect.stringMatching(/^import of @acme\/store: /)]);
  });
});

it('may be written into pinhole.yaml itself, and says that a package needs nothing', async () => {
  const { exports: _exports, classes: _classes, ...head } = MODEL;
  write('pinhole.yaml', `libraries:\n  - reason: r\n    model: ${JSON.stringify({ ...head, others: 'inert' })}\n`);
  const { result, needs, unresolved } = await derived();
  expect([needs, unresolved, result.findings]).toEqual([[], [], []]);
  expect(formatText(result, { color: false, columns: 120, folder })).toContain('pinhole.yaml:2 models @acme/store: nothing');
});

it('takes the place of a model that pinhole has', async () => {
  write('src/orders.mjs', "import { Producer } from 'sqs-producer';\nexport const handler = async () => Producer.create({}).send('m');\n");
  const model = { language: 'javascript', package: 'sqs-producer', source: 's', others: 'inert' };
  write('pinhole.yaml', `libraries:\n  - { reason: r, model: ${JSON.stringify(model)} }\n`);
  expect((await derived()).needs).toEqual([]);
  rmSync(join(folder, 'pinhole.yaml'));
  expect((await derived()).needs).toEqual(['sqs:SendMessage *']);
});

it('is stale when no code imports the package', async () => {
  write('src/orders.mjs', 'export const handler = async () => 1;\n');
  expect((await derived()).result.findings).toMatchObject([
    {
      code: 'declared-stale',
      message: 'no code that the handlers reach imports this library; correct it or remove it',
      span: { file: 'pinhole.yaml', line: 2 },
    },
  ]);
});

describe('a fault is told with its place', () => {
  const inline = (fields: Readonly<Record<string, unknown>>): string =>
    `libraries:\n  - reason: r\n    model:\n${JSON.stringify({ ...MODEL, ...fields }, null, 1).replace(/^/gm, '      ')}\n`;

  it.each([
    ['libraries: {}', 'pinhole.yaml:1:1: libraries is a list of entries'],
    ['libraries:\n  - model: models/store.json', 'pinhole.yaml:2:5: an entry of libraries needs reason: why; shown in every report'],
    ['libraries:\n  - { model: [], reason: r }', 'pinhole.yaml:2:14: model is a library model or the path of one'],
    ['libraries:\n  - { model: models/none.json, reason: r }', 'pinhole.yaml:2:14: models/none.json does not exist'],
    [
      'libraries:\n  - { model: ../store.json, reason: r }',
      expect.stringMatching(/^pinhole\.yaml:2:14: \.\.\/store\.json is outside of the root /),
    ],
    [inline({ language: 'ruby' }), 'pinhole.yaml:5:20: language is one of javascript, python, go, java'],
    [inline({ source: undefined }), 'pinhole.yaml:4:7: a library model needs source: the documentation that the model is made from'],
    [inline({ export: {} }), expect.stringMatching(/^pinhole\.yaml:\d+:8: a library model has no key export; did you mean exports\?$/)],
    [
      inline({ exports: { f: 'nothing' } }),
      'pinhole.yaml:9:14: f is inert, or a mapping with class, value, or parameters, does, returns, members',
    ],
    [inline({ exports: { f: { class: 'Stor' } } }), 'pinhole.yaml:10:19: class is not Stor; did you mean Store?'],
    [
      inline({ exports: { f: { parameters: ['options'], returns: '${option.table}' } } }),
      'pinhole.yaml:13:21: no name option is known here; did you mean options?',
    ],
    [inline({ exports: { f: { returns: '${a b}' } } }), expect.stringContaining('holds no reference like ${options.table}')],
    [inline({ exports: { f: { returns: { $frist: [] } } } }), 'pinhole.yaml:10:21: no value is made by $frist; did you mean $first?'],
    [
      inline({ exports: { f: { does: [{ calls: 'dynamodb:PutItems' }] } } }),
      expect.stringContaining('calls names operations as client:Operation, and no client has dynamodb:PutItems'),
    ],
    [inline({ exports: { f: { does: [{ needs: 'rds-db:conect' }] } } }), expect.stringContaining('IAM knows no action rds-db:conect')],
    [inline({ exports: { f: { does: [{}] } } }), expect.stringContaining('a step is a mapping with calls, needs, runs, set, let, each')],
    [
      inline({ exports: { f: { does: [{ unresolved: 'w', if: { kind: ['a', 'array'] } }] } } }),
      expect.stringContaining('what kind compares with is one of text, list, object, function, nothing'),
    ],
  ])('%#', async (declared, expected) => {
    expect((await faultsWith(declared))[0]).toEqual(expected);
  });

  it('in the file of the model', async () => {
    write('models/store.json', JSON.stringify({ ...MODEL, package: '' }, null, 2));
    expect(await faultsWith('libraries:\n  - { model: models/store.json, reason: r }')).toEqual([
      'models/store.json:3:14: package is a text that is not empty',
    ]);
  });

  it('and nothing outside of the root is read', async () => {
    symlinkSync('/etc/hosts', join(folder, 'models/hosts.json'));
    expect((await faultsWith('libraries:\n  - { model: models/hosts.json, reason: r }'))[0]).toContain(
      'models/hosts.json leads outside of the root',
    );
  });
});

it('the models of the documentation pass the check', () => {
  const page = readFileSync(fileURLToPath(new URL('../docs/library-models.md', import.meta.url)), 'utf8');
  const models = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => {
    const { root, faults } = readNodes(text, 'library-models.md');
    const model = checkModel(root, faults);
    faults.throwAny();
    return model?.package;
  });
  expect(models).toEqual(['@acme/store', 'acme_query']);
});
