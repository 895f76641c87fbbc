import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinhole-cases-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function evaluate(...args: readonly string[]) {
  const written = { out: '', err: '' };
  const code = await run(['evaluate', ...args], {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    outColor: false,
    errColor: false,
    errIsTerminal: false,
    columns: 100,
    folder,
  });
  return { code, ...written };
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const policy = (Effect: string, Action: string, Sid?: string) => ({
  name: 'team',
  document: { Version: '2012-10-17', Statement: [{ ...(Sid ? { Sid } : {}), Effect, Action, Resource: '*' }] },
});
const oneCase = (name: string, more: object = {}) => ({
  name,
  request: { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::photos/cat.jpg' },
  policies: { identity: [policy('Allow', 's3:Get*', 'Read')] },
  expect: { decision: 'allow', layer: 'identity' },
  ...more,
});

describe('evaluate', () => {
  it('prints a line for each case, the message of a denial, and a summary', async () => {
    const cases = file('cases.json', [
      oneCase('reads'),
      oneCase('writes', { policies: { identity: [policy('Allow', 's3:Put*')] }, expect: { decision: 'implicitDeny' } }),
      oneCase('asks', {
        policies: { identity: [policy('Allow', '*'), policy('Deny', 's3:GetObject', 'Keep')] },
        expect: { decision: 'explicitDeny' },
      }),
    ]);
    const { code, out, err } = await evaluate(cases);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`cases.json
    allow         identity  Read of team  reads
    implicitDeny  identity  writes
                  User: arn:aws:iam::111122223333:user/alice is not authorized to perform:
                  s3:GetObject on resource: arn:aws:s3:::photos/cat.jpg because no identity-based
                  policy allows the s3:GetObject action
    explicitDeny  identity  Keep of team  asks
                  User: arn:aws:iam::111122223333:user/alice is not authorized to perform:
                  s3:GetObject on resource: arn:aws:s3:::photos/cat.jpg with an explicit deny in an
                  identity-based policy

3 cases: 1 allowed, 2 denied, 0 unknown
`);
  });

  it('exits with 1 when a case is not as expected, and says what was', async () => {
    const cases = file('unmet.json', [
      oneCase('by the wrong layer', { expect: { decision: 'allow', layer: 'resource' } }),
      oneCase('fine'),
      oneCase('with another message', { expect: { message: 'no' } }),
      oneCase('without expecting anything', { expect: undefined }),
    ]);
    const { code, out } = await evaluate(cases);
    expect(code).toBe(1);
    expect(out).toContain('✗ allow');
    expect(out).toContain('expected allow by resource');
    expect(out).toContain('expected a decision with the message "no"');
    expect(out).toContain('4 cases: 4 allowed, 0 denied, 0 unknown; 2 are not as expected');
  });

  it('prints JSON with the same keys for every case', async () => {
    const cases = file('json.json', [oneCase('reads'), oneCase('denied', { policies: {} })]);
    const { code, out } = await evaluate(cases, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      {
        name: 'reads',
        decision: 'allow',
        layer: 'identity',
        statements: [{ layer: 'identity', policy: 'team', path: 'Statement[0]', sid: 'Read' }],
        message: null,
        ok: true,
      },
      {
        name: 'denied',
        decision: 'implicitDeny',
        layer: 'identity',
        statements: [],
        message:
          'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::photos/cat.jpg because no identity-based policy allows the s3:GetObject action',
        ok: false,
      },
    ]);
  });

  it('reads one case without a list, and every .json file of a folder in the order of their paths', async () => {
    mkdirSync(join(folder, 'many/deep'), { recursive: true });
    file('many/b.json', oneCase('b'));
    file('many/a.json', oneCase('a'));
    file('many/deep/c.json', [oneCase('c')]);
    file('many/notes.txt', 'no case');
    const { code, out } = await evaluate('many/', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out).map((one: { name: string }) => one.name)).toEqual(['a', 'b', 'c']);
    expect((await evaluate('many')).out).toContain('many/deep/c.json');
  });

  it('tells what commands a terminal by a replacement', async () => {
    const { out } = await evaluate(file('terminal.json', oneCase('\u001b[2Jgone\u0007')));
    expect(out).not.toContain('\u001b');
    expect(out).toContain('\ufffd[2Jgone\ufffd');
  });
});

describe('input that cannot be read exits with 2, prints nothing, and names the file and the reason', () => {
  it.each([
    ['no JSON', '{', 'it is no JSON'],
    ['a repeated key', '[{"name": "a", "name": "b"}]', 'the key "name" is repeated in one object'],
    ['a repeated key inside a policy', '{"policies":{"identity":[{"Statement":[],"Statement":[]}]}}', 'the key "Statement" is repeated'],
    ['deep nesting', '['.repeat(100_000) + ']'.repeat(100_000), 'it is nested too deeply'],
    ['no case', '7', 'a case is an object'],
    ['no action', [oneCase('x', { request: { principal: '*', resource: '*' } })], '[0].request.action: '],
    ['an unknown layer', [oneCase('x'), oneCase('y', { policies: { group: [] } })], '[1].policies.group: there is no layer "group"'],
    ['an unknown decision', oneCase('x', { expect: { decision: 'deny' } }), '.expect: the decision is one of'],
  ])('%s', async (name, content, reason) => {
    const { code, out, err } = await evaluate(file(`${name}.json`, content));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${name}.json: `);
    expect(err).toContain(reason);
  });

  it('one file of a folder', async () => {
    mkdirSync(join(folder, 'half'));
    file('half/good.json', oneCase('good'));
    file('half/bad.json', 'nonsense');
    symlinkSync('nowhere', join(folder, 'half/gone.json'));
    const { code, out, err } = await evaluate('half', '--format', 'json');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('half/bad.json: it is no JSON');
    expect(err).toContain('half/gone.json: it cannot be read (ENOENT)');
  });

  it.each([
    [['nowhere'], 'nowhere does not exist'],
    [['empty'], 'no .json file was found in empty'],
    [[], 'name a file or folder of cases'],
  ])('%j', async (args, reason) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const { code, err } = await evaluate(...args);
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });
});

describe('hostile input decides to deny, and crashes nothing', () => {
  it.each([
    ['a policy named by the prototype', { identity: [JSON.parse('{"__proto__": {"Statement": []}, "constructor": 1}')] }],
    ['a policy of many statements', { identity: [{ Version: '2012-10-17', Statement: Array(10_000).fill({ Effect: 'Deny' }) }] }],
    ['stars', { identity: [policy('Allow', `s3:${'a*'.repeat(1000)}b`)] }],
    ['nothing that is a policy', { identity: [null, 1, 'text', []], resource: false }],
  ])('%s', async (name, policies) => {
    const { code, out } = await evaluate(file('hostile.json', [oneCase(name, { policies, expect: undefined })]), '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)[0].decision).toMatch(/Deny$/);
  });
});
