import { describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import type { Datum } from '../../model/datum.ts';
import { displayText, literalOf, type Text, text } from '../../model/text.ts';
import { record, textDatum, unknown } from '../data.ts';
import { parseJsonText } from '../json-text.ts';
import { taskCalls } from './execution.ts';
import { invocationOf } from './integration.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

const datum = (plain: Plain): Datum => parseJsonText(text(JSON.stringify(plain))) ?? unknown('no JSON');

interface More {
  readonly input?: Plain;
  readonly returned?: (fn: Text) => Datum | undefined;
}

/** What each state invokes its function with: `State function: input`. */
function invoked(machine: Plain, { input, returned }: More = {}): readonly string[] | undefined {
  const calls = taskCalls(datum(machine), {
    input: input === undefined ? unknown('the input of the execution') : datum(input),
    context: { Execution: record({ Name: textDatum(['run']) }, true) },
    returned: returned ?? (() => undefined),
  });
  return calls?.map((call) => {
    const invocation = invocationOf(call);
    return `${call.state} ${invocation?.targets.map(displayText).join(' ')}: ${print(invocation?.input)}`;
  });
}

const states = (first: string, all: { readonly [name: string]: Plain }, more: { readonly [name: string]: Plain } = {}): Plain => ({
  StartAt: first,
  States: all,
  ...more,
});
const INVOKE = 'arn:aws:states:::lambda:invoke';
const task = (payload: { readonly [name: string]: Plain }, more: { readonly [name: string]: Plain } = {}): Plain => ({
  Type: 'Task',
  Resource: INVOKE,
  Parameters: { FunctionName: 'fn', ...payload },
  End: true,
  ...more,
});
const direct = (more: { readonly [name: string]: Plain } = {}): Plain => ({ Type: 'Task', Resource: 'fn', End: true, ...more });
const pass = (result: Plain, next: string, more: { readonly [name: string]: Plain } = {}): Plain => ({
  Type: 'Pass',
  Result: result,
  Next: next,
  ...more,
});

describe('the input of a state that invokes a function', () => {
  it('holds constants, parts of the input, and what is not known', () => {
    const payload = { Payload: { table: 'orders', 'key.$': '$.detail.key', 'all.$': '$', 'gone.$': '$.x.y' } };
    expect(invoked(states('A', { A: task(payload) }), { input: { detail: { key: 'k' } } })).toEqual([
      'A fn: {table: orders, key: k, all: {detail: {key: k}}, gone: ?a path of the state machine}',
    ]);
    expect(invoked(states('A', { A: direct() }))).toEqual(['A fn: ?the input of the execution']);
  });

  it('is what the states before it made of theirs', () => {
    const machine = states('P', {
      P: pass({ bucket: 'docs' }, 'Q', { ResultPath: '$.made' }),
      Q: {
        Type: 'Pass',
        Parameters: { 'b.$': '$.made.bucket', 'k.$': "$.keys[1]['the key']" },
        OutputPath: '$.b',
        ResultPath: '$',
        Next: 'A',
      },
      A: direct({ Parameters: { 'name.$': '$', state: 'A' } }),
    });
    expect(invoked(machine, { input: { keys: [{}, { 'the key': 'x' }] } })).toEqual(['A fn: {name: docs, state: A}']);
  });

  it('goes through InputPath, ResultSelector, and paths that are null', () => {
    const machine = states('A', {
      A: direct({ InputPath: '$.in', ResultSelector: { 'out.$': '$.made' }, ResultPath: '$.a', Next: 'B' }),
      B: direct({ ResultPath: null, Next: 'C' }),
      C: direct({ InputPath: null }),
    });
    const returned = (fn: Text): Datum | undefined => (literalOf(fn) === 'fn' ? datum({ made: 'text' }) : undefined);
    expect(invoked(machine, { input: { in: { x: 1 } }, returned })).toEqual([
      'A fn: {x: 1}',
      'B fn: {in: {x: 1}, a: {out: text}}',
      'C fn: {}',
    ]);
  });

  it('names the result of a function where that is known, and of nothing else', () => {
    const machine = states('A', {
      A: task({ 'Payload.$': '$' }, { Next: 'B' }),
      B: { Type: 'Task', Resource: 'arn:aws:states:::s3:getObject', Parameters: {}, ResultPath: '$.read', Next: 'C' },
      C: direct({ Next: 'D' }),
      D: task({ 'Payload.$': '$.Payload.bucket' }, { Resource: `${INVOKE}.waitForTaskToken`, Next: 'E' }),
      E: direct(),
    });
    const known = { input: { a: 1 }, returned: () => datum({ bucket: 'docs' }) };
    expect(invoked(machine, known)?.slice(2)).toEqual([
      'C fn: {Payload: {bucket: docs}, read: ?the result of the state B, …}',
      'D fn: ?a path of the state machine',
      'E fn: ?the result of the state D',
    ]);
  });

  it('is one of what several states may pass on', () => {
    const machine = states('C', {
      C: { Type: 'Choice', Choices: [{ Variable: '$.x', IsNull: true, Next: 'P' }], Default: 'Q' },
      P: pass('a', 'A'),
      Q: pass('b', 'A'),
      A: direct({ Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'B' }] }),
      B: direct({ Parameters: { 'why.$': '$.Error', known: 1 } }),
    });
    expect(invoked(machine)).toEqual(['A fn: a | b', 'B fn: {why: ${?}, known: 1}']);
  });

  it('comes to an end in loops: what stays the same stays known', () => {
    const machine = states('P', {
      P: pass({ table: 'orders', n: 0, deep: null }, 'A'),
      A: direct({ ResultPath: null, Next: 'N' }),
      N: {
        Type: 'Pass',
        Parameters: { 'table.$': '$.table', 'n.$': 'States.MathAdd($.n, 1)', 'deep.$': 'States.Array($.deep)', 'more.$': '$' },
        Next: 'C',
      },
      C: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 9, Next: 'A' }], Default: 'E' },
      E: { Type: 'Succeed' },
    });
    const [call, ...others] = invoked(machine) ?? [];
    expect(others).toEqual([]);
    expect(call).toMatch(/^A fn: \{table: orders, /);
  });

  it('is that of each item in a map, and of each branch', () => {
    const body = states('A', { A: direct() });
    const machine = states('M', {
      M: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'item.$': '$$.Map.Item.Value', 'bucket.$': '$.bucket' },
        ItemProcessor: body,
        ResultPath: '$.done',
        Next: 'R',
      },
      R: {
        Type: 'Parallel',
        Branches: [states('X', { X: direct() }), states('Y', { Y: pass(1, 'Z'), Z: direct() })],
        InputPath: '$.bucket',
        End: true,
      },
    });
    expect(invoked(machine, { input: { bucket: 'docs', items: [{ key: 'a' }, { key: 'b' }] } })).toEqual([
      'M/A fn: {item: {key: a} | {key: b}, bucket: docs}',
      'R[0]/X fn: docs',
      'R[1]/Z fn: 1',
    ]);
  });

  it('is a key below the prefix that a distributed map lists, alone or in a batch', () => {
    const reader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'docs', 'Prefix.$': '$.from' } };
    const map = (more: { readonly [name: string]: Plain }): Plain =>
      states('M', { M: { Type: 'Map', ItemReader: reader, ItemProcessor: states('A', { A: direct() }), End: true, ...more } });
    expect(invoked(map({}), { input: { from: 'in/' } })).toEqual(['M/A fn: {Key: in/${?}, …}']);
    expect(invoked(map({ ItemBatcher: { BatchInput: { table: 't' } } }), { input: { from: 'in/' } })).toEqual([
      'M/A fn: {BatchInput: {table: t}, Items: [, …{Key: in/${?}, …}]}',
    ]);
    const csv = { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV' }, Parameters: { Bucket: 'docs', Key: 'k' } };
    expect(invoked(map({ ItemReader: csv }))).toEqual(['M/A fn: ?an item that is read from S3']);
  });

  it('evaluates intrinsic functions, the context object and variables', () => {
    const machine = states('P', {
      P: { Type: 'Pass', Assign: { 'where.$': '$.bucket', n: 1 }, Next: 'A' },
      A: direct({
        Parameters: {
          'path.$': "States.Format('s3://{}/{}', $where, $$.Execution.Name)",
          'list.$': "States.Array('a', $.bucket)",
          'first.$': "States.ArrayGetItem(States.Array('a', 'b'), 1)",
          'merged.$': 'States.JsonMerge($.left, $.right, false)',
          'parsed.$': 'States.StringToJson(\'{"a": [1]}\')',
          'state.$': '$$.State.Name',
          'there.$': 'States.StringToJson(States.JsonToString($.left))',
        },
      }),
    });
    expect(invoked(machine, { input: { bucket: 'docs', left: { a: 1, b: 2 }, right: { b: 3 } } })).toEqual([
      'A fn: {path: s3://docs/run, list: [a, docs], first: b, merged: {a: 1, b: 3}, parsed: {a: [1]}, state: A, there: {a: 1, b: 2}}',
    ]);
  });

  it('evaluates JSONata', () => {
    const machine = states(
      'P',
      {
        P: {
          Type: 'Pass',
          Assign: { bucket: '{% $states.input.bucket %}' },
          Output: { at: "{% 's3://' & $states.input.bucket & '/' & $states.context.Execution.Name %}" },
          Next: 'A',
        },
        A: {
          Type: 'Task',
          Resource: INVOKE,
          Arguments: {
            FunctionName: 'fn',
            Payload: {
              at: '{% $states.input.at %}',
              made: "{% { 'a': [1, $bucket], \"b\": true ? 'x' : 'y' } %}",
              second: "{% [1, 'two'][1] %}",
              sum: '{% $sum([1, 2]) + 1 %}',
              plain: 'constant',
            },
          },
          Output: '{% $states.result.Payload %}',
          Next: 'B',
        },
        B: { Type: 'Task', Resource: 'fn', Arguments: '{% $states.input %}', End: true },
      },
      { QueryLanguage: 'JSONata' },
    );
    expect(invoked(machine, { input: { bucket: 'docs' }, returned: () => datum('back') })).toEqual([
      'A fn: {at: s3://docs/run, made: {a: [1, docs], b: x | y}, second: two, sum: ?a JSONata expression of the state machine, plain: constant}',
      'B fn: back',
    ]);
  });

  it('is not known where a machine is too large or nested too deep to be followed', () => {
    let nested: Plain = states('A', { A: direct() });
    for (let i = 0; i < 20; i++) nested = states('M', { M: { Type: 'Map', ItemProcessor: nested, End: true } });
    expect(invoked(nested)).toBeUndefined();
  });

  it('takes no long time, however the definition is written', () => {
    const wide = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}.$`, '$']));
    const ring = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`S${i}`, { Type: 'Pass', Parameters: wide, Next: `S${(i + 1) % 20}` } as Plain]),
    );
    const long = (open: string): string => open.repeat(100_000);
    const machine = states('S0', {
      ...ring,
      S19: { Type: 'Choice', Choices: [{ Next: 'A' }], Default: 'S0' },
      A: direct({ Parameters: { 'a.$': `$${long('[')}`, 'b.$': `States.Array(${long('(')}`, 'c.$': '$' }, Next: 'B' }),
      B: {
        Type: 'Task',
        QueryLanguage: 'JSONata',
        Resource: 'fn',
        Arguments: { a: `{% ${long('/*')} %}`, b: `{% ${long('(')} %}` },
        End: true,
      },
    });
    const start = performance.now();
    const seen = invoked(machine, { input: { a: 1 } });
    expect(seen === undefined || seen.length > 0).toBe(true);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
