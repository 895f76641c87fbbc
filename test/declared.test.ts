/** What pinhole.yaml changes in a derivation, from the file to the reports. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import type { Derivation } from '../src/model/derivation.ts';
import type { Need } from '../src/model/need.ts';
import { displayText } from '../src/model/text.ts';
import { deriveDocument } from '../src/report/json.ts';
import { formatText } from '../src/report/text.ts';
import { formatYaml } from '../src/report/yaml.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/declared', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinhole-declared-'));
  cpSync(FIXTURE, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const deriveWith = async (declared: string) => {
  writeFileSync(join(folder, 'pinhole.yaml'), declared);
  return await derive(folder, { root: folder });
};

const functionOf = (derivation: Derivation | undefined, id: string) => {
  const found = derivation?.functions.find(({ fn }) => fn.id === id);
  if (!found) throw new Error(`no function ${id}`);
  return found;
};
const shown = (needs: readonly Need[], service: string): readonly string[] =>
  needs
    .filter(({ action }) => action.startsWith(`${service}:`))
    .map(({ action, resource, certainty }) => `${action} ${displayText(resource).replace(/.*:/, '')} ${certainty}`);

describe('the app as it declares itself', () => {
  it('resolves, refuses, grants, and speaks for the code that is not read', async () => {
    const { derivations, findings } = await derive(folder, { root: folder });
    expect(findings).toEqual([]);
    const orders = functionOf(derivations[0], 'OrdersFunction');
    expect(shown(orders.needs, 'dynamodb')).toEqual(['dynamodb:PutItem table/${Orders} exact']);
    expect(orders.unresolved).toEqual([]);
    expect(orders.needs.find(({ action }) => action === 'dynamodb:PutItem')?.origins).toMatchObject([
      { file: 'src/orders.mjs', line: 7, operation: 'PutItem' },
      { file: 'pinhole.yaml', line: 4, operation: 'resources' },
    ]);
    const receipt = functionOf(derivations[0], 'ReceiptFunction');
    expect(shown(receipt.needs, 's3')).toEqual([
      's3:GetObject ${Receipts}/templates/* pattern',
      's3:PutObject ${Receipts}/receipts/today.pdf exact',
    ]);
    expect(shown(receipt.needs, 'xray')).toEqual(['xray:PutTraceSegments * exact']);
    expect(receipt.unresolved).toEqual([]);
  });

  it('says so in every report', async () => {
    const result = await derive(folder, { root: folder });
    const text = formatText(result, { color: false, columns: 100, folder });
    expect(text).toContain('pinhole.yaml:8 refuses dynamodb:DeleteItem on arn:…:table/*');
    expect(text).toContain('because undo is switched off in production');
    expect(formatYaml(result, 'role')).toMatch(/# refused: dynamodb:DeleteItem on .* \(pinhole\.yaml:8\): undo is switched off/);
    expect(deriveDocument(result.derivations[0] as Derivation)).toMatchObject({
      functions: [
        {
          declared: [
            {
              kind: 'resources',
              file: 'pinhole.yaml',
              line: 4,
              needs: [{ action: 'dynamodb:PutItem', resource: { 'Fn::GetAtt': ['Orders', 'Arn'] } }],
            },
            { kind: 'refusal', reason: 'undo is switched off in production', needs: [{ action: 'dynamodb:DeleteItem' }] },
          ],
        },
        { declared: [{ kind: 'operation' }, { kind: 'grant' }, { kind: 'grant' }] },
      ],
    });
  });

  it('is the code again without the file', async () => {
    rmSync(join(folder, 'pinhole.yaml'));
    const { derivations } = await derive(folder, { root: folder });
    expect(functionOf(derivations[0], 'OrdersFunction').unresolved.map(({ operation }) => operation)).toEqual(['PutItem', 'DeleteItem']);
    expect(functionOf(derivations[0], 'ReceiptFunction').unresolved).toMatchObject([{ what: 'the code of ReceiptFunction' }]);
    expect(deriveDocument(derivations[0] as Derivation)).not.toHaveProperty('functions.0.declared');
  });
});

describe('resources', () => {
  const resources = (entry: string) => deriveWith(`functions:\n  OrdersFunction:\n    resources:\n      - { ${entry}, reason: known }\n`);
  const unresolved = (derivations: readonly Derivation[]) =>
    functionOf(derivations[0], 'OrdersFunction').unresolved.map(({ operation }) => operation);

  it.each([
    ['call: DynamoDB PutItem, resource: !GetAtt Orders.Arn'],
    ['call: dynamodb:putitem, at: src/orders.mjs, resource: !GetAtt Orders.Arn'],
    ['call: dynamodb:PutItem, at: "src/orders.mjs:7", resource: [!Sub "${Orders.Arn}"]'],
    ['call: dynamodb:PutItem, action: dynamodb:PutItem, resource: {"Fn::GetAtt": [Orders, Arn]}'],
  ])('meet the call by { %s }', async (entry) => {
    const { derivations, findings } = await resources(entry);
    expect(findings).toEqual([]);
    expect(unresolved(derivations)).toEqual(['DeleteItem']);
    expect(shown(functionOf(derivations[0], 'OrdersFunction').needs, 'dynamodb')).toContain('dynamodb:PutItem table/${Orders} exact');
  });

  it.each([
    ['call: dynamodb:PutItem, at: "src/orders.mjs:8", resource: !GetAtt Orders.Arn'],
    ['call: dynamodb:PutItem, at: other.mjs, resource: !GetAtt Orders.Arn'],
    ['call: dynamodb:GetItem, resource: !GetAtt Orders.Arn'],
    ['call: dynamodb:PutItem, action: dynamodb:GetItem, resource: !GetAtt Orders.Arn'],
    ['call: dynamodb:PutItem, resource: !GetAtt Receipts.Arn'],
  ])('are stale where they meet none: { %s }', async (entry) => {
    const { derivations, findings } = await resources(entry);
    expect(findings).toMatchObject([{ code: 'declared-stale', span: { file: 'pinhole.yaml', line: 4, column: 9 } }]);
    expect(unresolved(derivations)).toEqual(['PutItem', 'DeleteItem']);
  });

  it('are there when the resource of the template is', async () => {
    const { derivations } = await resources('call: dynamodb:PutItem, resource: !GetAtt Audit.Arn');
    const need = functionOf(derivations[0], 'OrdersFunction').needs.find(({ action }) => action === 'dynamodb:PutItem');
    expect(need?.when).toEqual([{ name: 'Audited', holds: true }]);
  });
});

describe('refusals', () => {
  const refuses = (id: string, entry: string, more = '') =>
    deriveWith(`functions:\n  "${id}":\n    refuses:\n      - { ${entry}, reason: no }\n${more}`);

  it('take the action from every function, and the entry that told of it', async () => {
    const { derivations, findings } = await refuses('*', 'action: "dynamodb:*Item"');
    const orders = functionOf(derivations[0], 'OrdersFunction');
    expect(shown(orders.needs, 'dynamodb')).toEqual([]);
    expect(orders.unresolved).toEqual([]);
    expect(findings).toEqual([]);
  });

  it('leave what they name only a part of, and say so', async () => {
    const { derivations } = await refuses('OrdersFunction', 'action: dynamodb:PutItem, resource: !GetAtt Orders.Arn');
    expect(shown(functionOf(derivations[0], 'OrdersFunction').needs, 'dynamodb')).toHaveLength(2);
    expect(derivations[0]?.findings).toMatchObject([{ code: 'declared-refusal-in-part', functionId: 'OrdersFunction' }]);
  });

  it('win over grants', async () => {
    const grant = '    grants:\n      - { action: s3:GetObject, resource: !Sub "${Receipts.Arn}/a", reason: yes }\n';
    const { derivations, findings } = await refuses('OrdersFunction', 'action: s3:*, resource: !Sub "${Receipts.Arn}/*"', grant);
    expect(shown(functionOf(derivations[0], 'OrdersFunction').needs, 's3')).toEqual([]);
    expect(findings).toEqual([]);
  });

  it('are stale when nothing asks for what they refuse, unless functions are left out', async () => {
    const { findings } = await refuses('*', 'action: sqs:SendMessage');
    expect(findings).toMatchObject([{ code: 'declared-stale' }]);
    expect((await derive(folder, { root: folder, functions: ['OrdersFunction'] })).findings).toEqual([]);
  });
});

it('names a function that is not there', async () => {
  const { findings } = await deriveWith('functions:\n  OrderFunction:\n    grants: []\n');
  expect(findings).toEqual([]);
  const known = await deriveWith('functions:\n  OrderFunction:\n    grants: [{ action: sqs:SendMessage, resource: "*", reason: r }]\n');
  expect(known.findings).toMatchObject([
    { code: 'declared-function-unknown', message: expect.stringContaining('did you mean OrdersFunction?'), span: { line: 2, column: 3 } },
  ]);
});

it.each([
  ['a name', 'action: s3:GetObject, resource: !Ref Receipts', '${Receipts} is no ARN'],
  ['another kind', 'action: s3:GetObject, resource: !GetAtt Orders.Arn', 's3:GetObject cannot be granted on'],
  ['no particular resource', 'action: s3:ListAllMyBuckets, resource: !GetAtt Receipts.Arn', 'it works on no particular resource'],
])('refuses a grant on %s', async (_, entry, message) => {
  await expect(deriveWith(`functions:\n  OrdersFunction:\n    grants:\n      - { ${entry}, reason: r }\n`)).rejects.toThrow(message);
});

it('says that operations come beside code that is read', async () => {
  const { derivations } = await deriveWith(
    'functions:\n  OrdersFunction:\n    operations: [{ operation: SQS SendMessage, parameters: { QueueUrl: !Ref Queue }, reason: a binary calls it }]\n',
  );
  expect(derivations[0]?.findings.find(({ code }) => code === 'declared-code-read')).toMatchObject({ functionId: 'OrdersFunction' });
  const orders = functionOf(derivations[0], 'OrdersFunction');
  expect(orders.needs.map(({ action }) => action)).toEqual(expect.arrayContaining(['sqs:SendMessage', 'dynamodb:PutItem']));
});

describe('the file that counts', () => {
  const below = join('stacks', 'orders');
  beforeEach(() => {
    mkdirSync(join(folder, below), { recursive: true });
    for (const name of ['template.yaml', 'src']) renameSync(join(folder, name), join(folder, below, name));
  });
  const receiptNeeds = async () => {
    const { derivations } = await derive(join(folder, below), { root: folder });
    return shown(functionOf(derivations[0], 'ReceiptFunction').needs, 's3');
  };

  it('is the nearest one, up to the root', async () => {
    expect(await receiptNeeds()).toHaveLength(2);
    writeFileSync(join(folder, below, 'pinhole.yaml'), 'functions: {}');
    expect(await receiptNeeds()).toEqual([]);
  });

  it('is not outside of the root', async () => {
    const { derivations } = await derive(join(folder, below), { root: join(folder, below) });
    expect(functionOf(derivations[0], 'ReceiptFunction').declared).toEqual([]);
    symlinkSync(join(folder, 'pinhole.yaml'), join(folder, below, 'pinhole.yaml'));
    await expect(derive(join(folder, below), { root: join(folder, below) })).rejects.toThrow('pinhole.yaml leads outside of the root');
  });
});

it('tells of a resource that the template does not have', async () => {
  const { derivations } = await deriveWith(
    'functions:\n  OrdersFunction:\n    grants: [{ action: s3:GetObject, resource: !GetAtt Gone.Arn, reason: r }]\n',
  );
  expect(derivations[0]?.findings).toMatchObject([{ severity: 'error', span: { file: 'pinhole.yaml', line: 3 } }]);
});

it('README.md shows the file and the report as they are', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(join(FIXTURE, 'pinhole.yaml'), 'utf8'));
  const text = formatText(await derive(folder, { root: folder }), { color: false, columns: 100, folder });
  const declared = text.slice(text.indexOf('  declared by the owner'), text.indexOf('\n\n  policy to paste'));
  expect(readme).toContain(declared);
  expect(readme).toContain(text.split('\n').find((line) => line.includes('dynamodb:PutItem')));
});
