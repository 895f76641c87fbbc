// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how references are written
/** What the format means: small libraries that exist in these tests alone. */
import { beforeAll, describe, expect, it } from 'vitest';
import { SPAN } from '../../../../test/support/app.ts';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import type { LibraryModel, Members, ModelValue } from '../../../model/library-model.ts';
import { javascript } from '../../javascript/index.ts';
import { python } from '../../python/language.ts';

beforeAll(() => Promise.all([javascript.prepare(), python.prepare()]));

const GET = (table: string, client?: string) => ({
  calls: 'dynamodb:GetItem',
  with: { TableName: table },
  ...(client === undefined ? {} : { client }),
});

const seen = (source: string, exports: Members, more: Partial<LibraryModel> = {}) => {
  const model: LibraryModel = { language: 'javascript', package: '@acme/db', source: 'tests', exports, ...more };
  const given = { runtime: 'nodejs22.x', ...environment({ TABLE: 'orders', REPLICA: '' }) };
  return callsIn(javascript, { 'app.mjs': source }, given, undefined, [{ model, span: SPAN }]);
};
const handler = (body: string, imported = '* as db'): string =>
  `import ${imported} from '@acme/db';\nimport { S3 } from '@aws-sdk/client-s3';\nexport const handler = async (event) => { ${body} };\n`;

describe('values', () => {
  const calls = (returns: LibraryModel['fields'], body = "db.f('a', { table: 'b', list: ['x', 'y'] });") =>
    seen(handler(body), {
      f: { parameters: ['first', 'options'], does: [{ let: 'v', be: returns?.value ?? null }, GET('${v}')] },
    }).calls.map((call) => call.replace(/^dynamodb GetItem \{TableName: (.*)\}$/, '$1'));

  it.each([
    ['${first}', 'a'],
    ['x-${first}-${options.table}', 'x-a-b'],
    ['$${first}', '${first}'],
    ['${options[options.key]}', 'dynamodb GetItem {}'],
    ['${env.TABLE}', 'orders'],
    [{ $first: ['${options.none}', '${options.table}'] }, 'b'],
    [{ $any: ['${first}', '${options.table}'] }, 'a | b'],
    [{ $if: { is: ['${first}', 'a'] }, value: 'yes', else: 'no' }, 'yes'],
    [{ $if: { startsWith: ['${first}', 'b'] }, value: 'yes', else: 'no' }, 'no'],
    [{ $if: { endsWith: ['t/${options.list}', 'x'] }, value: 'yes', else: 'no' }, 'yes | no'],
    [{ $if: { all: [{ kind: ['${options.list}', 'list'] }, { not: { kind: ['${first}', 'list'] } }] }, value: 'yes', else: 'no' }, 'yes'],
    [{ $if: { any: [false, { kind: ['${options.none}', 'nothing'] }] }, value: 'yes' }, 'yes'],
    [{ $map: '${options.list}', as: 'item', to: 'i-${item}' }, '[i-x, i-y]'],
    [{ $list: '${first}' }, '[a, …]'],
    [{ $merge: ['${options}', { table: 'c', '${first}': 1 }] }, '{table: c, list: [x, y], a: 1}'],
    [{ $data: 'a name' }, '?a name'],
    [['z', '...${options.list}'], '[z, x, y]'],
  ])('%j', (value, expected) => {
    expect(calls({ value: value as ModelValue })).toEqual([expected]);
  });
});

describe('steps', () => {
  it('run when their condition holds, and count when it may', () => {
    const does = [
      { ...GET('yes'), if: '${options.sure}' },
      { ...GET('no'), if: '${options.none}' },
      { ...GET('perhaps'), if: '${options.perhaps}' },
      { if: { not: '${options.sure}' }, does: [GET('never')], else: [GET('otherwise')] },
    ];
    expect(seen(handler('db.f({ sure: true, perhaps: event.x });'), { f: { parameters: ['options'], does } }).calls).toEqual([
      'dynamodb GetItem {TableName: yes}',
      'dynamodb GetItem {TableName: perhaps}',
      'dynamodb GetItem {TableName: otherwise}',
    ]);
  });

  it('run through lists and objects, write, and run functions with what they are given', () => {
    const exports: Members = {
      each: { parameters: ['tables'], does: [{ each: '${tables}', as: 't', does: [GET('${t}')] }] },
      fetch: {
        parameters: ['wanted', 'into'],
        does: [{ each: '${wanted}', key: 'name', as: 'what', does: [{ set: 'into[name]', to: 'got-${what}' }] }],
      },
      call: { parameters: ['object'], does: [{ runs: { $member: '${object}', name: 'go' }, with: ['t2'] }] },
      run: { parameters: ['fn'], does: [{ runs: '${fn}', with: ['t1'], as: 'r' }], returns: '${r}' },
      wrap: {
        parameters: ['fn'],
        returns: { $function: { does: [{ runs: '${fn}', with: ['...${arguments}'], as: 'r' }], returns: '${r}' } },
      },
      read: { parameters: ['table'], does: [GET('${table}')] },
    };
    const body = `
      db.each(['a', 'b']);
      const into = {};
      db.fetch({ x: 'y' }, into);
      db.read(into.x);
      db.read(db.run((name) => name + '!'));
      db.call({ go: (name) => db.read(name) });
      db.wrap((one, two) => db.read(one + two))('p', 'q');`;
    expect(seen(handler(body), exports).calls.map((call) => call.replace(/.*TableName: (.*)\}/, '$1'))).toEqual([
      'a',
      'b',
      'got-y',
      't1!',
      't2',
      'pq',
    ]);
  });

  it('sign with the client or the configuration that they name', () => {
    const exports: Members = { f: { parameters: ['client'], does: [GET('t', '${client}')] } };
    const body =
      "db.f(new S3({ region: 'eu-west-1' })); db.f({ region: 'us-east-1' }); db.f(); db.f({ credentials: { accessKeyId: 'A' } });";
    expect(seen(handler(body), exports).calls).toEqual([
      'dynamodb GetItem {TableName: t} in eu-west-1',
      'dynamodb GetItem {TableName: t} in us-east-1',
      'dynamodb GetItem {TableName: t}',
      'dynamodb GetItem {TableName: t} with foreign keys (the access key is written in the code)',
    ]);
  });

  it('need actions, and report what is not resolved', () => {
    const exports: Members = {
      token: { parameters: ['host'], does: [{ needs: 'rds-db:connect', with: { hostname: '${host}' } }] },
      odd: { does: [{ unresolved: 'it asks the cloud' }], members: { known: 'inert' } },
    };
    expect(seen(handler("db.token('h'); db.odd(); db.odd.known(); db.odd.other();"), exports)).toEqual({
      calls: [],
      direct: ['rds-db:connect {hostname: h}'],
      lost: ['call of @acme/db.odd: it asks the cloud', 'call of @acme/db.odd.other: the model of @acme/db does not know it'],
    });
  });
});

describe('classes', () => {
  const classes: LibraryModel['classes'] = {
    Table: {
      new: { parameters: ['options'], does: [{ runs: '${options.ready}', with: ['${this}'], later: true }] },
      fields: { name: '${options.name}', indexes: '${options.indexes}' },
      static: { open: { parameters: ['name'], returns: { $construct: { $class: 'Table' }, arguments: [{ name: '${name}' }] } } },
      members: {
        get: { does: [GET('${this.name}')] },
        by: { members: { '*': { value: '${this.indexes[member]}' } } },
        'query*': { returns: { $instance: 'Request', fields: { table: '${this.name}', kind: '${member}' } } },
        build: { parameters: ['type'], returns: { $construct: '${type}', arguments: ['${this}'] } },
        'on off': 'inert',
        plain: { class: 'Plain' },
      },
      called: { does: [GET('called-${this.name}')] },
      constructed: { returns: { $instance: 'Request', fields: { table: 'made-${this.name}' } } },
    },
    Request: {
      members: {
        index: { parameters: ['name'], does: [{ set: 'this.index', to: '${name}' }], returns: '${this}' },
        other: { parameters: ['name'], returns: { $copy: '${this}', fields: { index: '${name}' } } },
        send: { does: [{ calls: 'dynamodb:Query', with: { TableName: '${this.table}', IndexName: '${this.index}' } }] },
      },
    },
    Special: { extends: 'Table', members: { more: { does: [GET('more-${this.name}')] } } },
    Get: { new: { parameters: ['table'] }, fields: { table: '${table}' }, members: { send: { does: [GET('${this.table.name}')] } } },
    Plain: {},
  };
  const exports: Members = { Table: { class: 'Table' }, Special: { class: 'Special' }, Get: { class: 'Get' } };
  const tables = (body: string) => {
    const found = seen(handler(body, '{ Table, Special, Get }'), exports, { classes });
    return [...found.calls.map((call) => call.replace(/^dynamodb \w+ \{TableName: (.*)\}$/, '$1')), ...found.lost];
  };

  it.each([
    ['new Table({ name: "a" }).get()', ['a']],
    ['Table.open("b").get()', ['b']],
    ['new Special({ name: "s" }).get(); new Special({ name: "s" }).more()', ['s', 'more-s']],
    ['class Own extends Table { twice() { this.get(); } } new Own({ name: "own" }).twice()', ['own']],
    ['new Table({ name: "a" }).queryAll().index("i").send()', ['a, IndexName: i']],
    ['const q = new Table({ name: "a" }).query(); q.other("i").send(); q.send()', ['a, IndexName: i', 'a']],
    ['const t = new Table({ name: "a" }); t.name = "b"; t.get()', ['b']],
    ['new Table({ name: "a" }).build(Get).send()', ['a']],
    ['const t = new Table({ name: "a" }); t(); new t().send()', ['called-a', 'made-a']],
    ['new Table({ name: "a", ready: (self) => self.get() })', ['a']],
    ['const t = event.x ? new Table({ name: "a" }) : new Table({ name: "b" }); t.get()', ['a', 'b']],
    ['const q = new Table({ name: "a" }).query(); if (event.x) q.index("i"); q.send()', ['a, IndexName: i | null']],
    ['new Table({ name: "a" }).on("x", () => Table.open("heard").get())', ['heard']],
    ['Table.vacuum()', ['call of Table.vacuum: the model of @acme/db does not know it']],
    [
      'const t = new Table({ name: "a" }); t[event.x](); Table[event.x]()',
      ['Table', 'Table'].map((owner) => `call of a member of ${owner}: which member it is is known only when the function runs`),
    ],
    ['new Table({ name: "a" }).purge()', ['call of Table.purge: the model of @acme/db does not know it']],
    [
      'new Table({ name: "a" }).admin.purge(() => Table.open("called").get())',
      ['called', 'call of Table.admin.purge: the model of @acme/db does not know it'],
    ],
    ['const t = new Table({ name: "a" }); t.plain.anything(); t.plain.then', []],
    ['new Table({ name: "a" }).get().then(() => Table.open("next").get())', ['a', 'next']],
    ['event.give(new Table({ name: "a" }))', ['calls of the Table of @acme/db that is handed over: the code that gets it is not known']],
  ])('%s', (body, expected) => {
    expect(tables(body)).toEqual(expected);
  });

  it('are known by their declared type where their value is lost', () => {
    const source = `
      import { Table } from '@acme/db';
      const read = (table: Table) => table.get();
      export const handler = async () => read(provided());`;
    const model: LibraryModel = { language: 'javascript', package: '@acme/db', source: 'tests', exports, classes };
    const { calls } = callsIn(javascript, { 'app.ts': source }, { runtime: 'nodejs22.x' }, undefined, [{ model, span: SPAN }]);
    expect(calls).toEqual(['dynamodb GetItem {TableName: ?a Table that is known by its type only}']);
  });
});

describe('packages', () => {
  const f: Members = { f: { does: [GET('f')] } };

  it('have modules, a default export, shared fields and namespaces', () => {
    const exports: Members = {
      default: { does: [GET('default')] },
      settings: { members: { table: { members: { set: { parameters: ['name'], does: [{ set: 'package.table', to: '${name}' }] } } } } },
      read: { does: [GET('${package.table}')] },
    };
    const source = `
      import db, { settings, read } from '@acme/db';
      import { f } from '@acme/db/inner/one';
      const whole = require('@acme/db');
      export const handler = () => { db(); whole(); f(); read(); settings.table.set('set'); read(); settings.other(); };`;
    const found = seen(source, exports, { modules: { 'inner/one': f }, fields: { table: 'shared' } });
    expect([...found.calls.map((call) => call.replace(/.*TableName: (.*)\}/, '$1')), ...found.lost]).toEqual([
      'default',
      'default',
      'f',
      'shared',
      'set',
      // when the handler runs again
      'shared | set',
      'call of @acme/db.settings.other: the model of @acme/db does not know it',
    ]);
  });

  it('say what the rest of them does', () => {
    const body = 'db.g(db.h(() => db.f()));';
    expect(seen(handler(body), f)).toMatchObject({
      calls: ['dynamodb GetItem {TableName: f}'],
      lost: ['call of @acme/db.h: the model of @acme/db does not know it', 'call of @acme/db.g: the model of @acme/db does not know it'],
    });
    expect(seen(handler(body), f, { others: 'inert' })).toMatchObject({ calls: ['dynamodb GetItem {TableName: f}'], lost: [] });
    expect(seen(handler('db.wrap(() => db.f())();'), f, { others: 'passes' })).toMatchObject({
      calls: ['dynamodb GetItem {TableName: f}'],
      lost: [],
    });
    expect(seen(handler('db.g();'), {})).toMatchObject({ lost: [] });
  });

  it('end where they call themselves without end', () => {
    const classes = {
      A: { new: { parameters: [], does: [{ let: 'next', be: { $construct: { $class: 'A' }, arguments: [] } }] }, members: f },
    };
    const { lost } = seen(handler('new db.A();'), { A: { class: 'A' } }, { classes });
    expect(lost).toEqual(['call of A: calls are nested deeper than 80']);
  });

  it('take arguments by keyword, also from modules inside', () => {
    const model: LibraryModel = {
      language: 'python',
      package: 'acme_db',
      source: 'tests',
      exports: { get: { parameters: ['key', 'table'], does: [GET('${table}')] } },
    };
    const source = `
import acme_db
from acme_db.inner.one import get
options = {"table": "c"}
def handler(event, context):
    get("k", table="a")
    acme_db.inner.get("k", "b")
    get("k", **options)
    with acme_db.missing() as x:
        pass
`;
    const { calls, lost } = callsIn(python, { 'app.py': source }, {}, undefined, [{ model, span: SPAN }]);
    expect(calls.map((call) => call.replace(/.*TableName: (.*)\}/, '$1'))).toEqual(['a', 'b', 'c']);
    expect(lost).toEqual(['call of acme_db: the model of acme_db does not know it']);
  });
});
