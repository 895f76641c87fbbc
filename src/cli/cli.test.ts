import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './cli.ts';
import { version } from './version.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function pinhole(...args: readonly string[]) {
  let out = '';
  let err = '';
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outColor: false,
    errColor: false,
    errIsTerminal: false,
    columns: 100,
    folder: ROOT,
  });
  return { code, out, err };
}

const EXAMPLE = 'examples/image-processor';

describe('help and version', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('%j prints the commands', async (args) => {
    const { code, out, err } = await pinhole(...args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('usage: pinhole <command>');
  });

  it.each([['derive'], ['can'], ['evaluate'], ['operation']])('%s has help with examples', async (command) => {
    for (const args of [
      [command, '--help'],
      ['help', command],
      [command, '--whatever', '-h'],
    ]) {
      const { code, out } = await pinhole(...args);
      expect(code).toBe(0);
      expect(out).toContain(`usage: pinhole ${command}`);
      expect(out).toContain('examples:');
    }
  });

  it('prints the version of the package', async () => {
    expect(await pinhole('--version')).toEqual({ code: 0, out: `${version()}\n`, err: '' });
    expect(version()).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('misuse exits with 2 and says what was meant', () => {
  it.each([
    [['dervie'], 'unknown command "dervie"; did you mean derive?'],
    [['frobnicate'], 'unknown command "frobnicate"; the commands are derive, can, evaluate and operation'],
    [['--frobnicate'], 'unknown option --frobnicate'],
    [['derive', '--fromat', 'json'], 'unknown option --fromat; did you mean --format?'],
    [['derive', '--format'], '--format needs a value'],
    [['derive', '--format='], '--format needs a value'],
    [['derive', '--format', 'jason'], '--format is one of text, json, yaml, not "jason"; did you mean json?'],
    [['derive', '--format', 'json', '--format', 'yaml'], '--format is given 2 times'],
    [['derive', '--strict=yes'], '--strict takes no value'],
    [['derive', 'a', 'b'], 'unexpected argument "b"'],
    [['derive', '--parameter', 'Stage'], '--parameter takes KEY=VALUE, not "Stage"'],
    [['derive', '--style', 'policies'], '--style goes with --format yaml'],
    [['derive', '--max-file-size', '2MB'], '--max-file-size is a number of bytes, not "2MB"'],
    [['operation'], 'name an operation, as in s3:CopyObject'],
    [['operation', 's3:CopyObject', '--param', 'ACL'], '--param takes NAME=VALUE, not "ACL"'],
    [['derive', '--__proto__', 'x'], 'unknown option --__proto__'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await pinhole(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`error: ${message}`);
    expect(err).toContain('--help');
  });
});

describe('input that cannot be read exits with 2', () => {
  it.each([
    [['derive', 'no/such/folder'], 'does not exist'],
    [['derive', 'src/cli'], 'no template was found'],
    [['operation', 's3:CopyObjekt'], 'has no operation CopyObjekt'],
    [['operation', 'nothing:Get'], 'no AWS client or service is named nothing'],
    [['derive', EXAMPLE, '--function', 'Resize'], 'there is no function Resize; there are ResizeFunction'],
    [['derive', EXAMPLE, '--parameter', 'MaxWith=3'], 'no template has a parameter MaxWith; did you mean MaxWidth?'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await pinhole(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('derive', () => {
  it('prints one document for one template', async () => {
    const { code, out, err } = await pinhole('derive', EXAMPLE, '--format', 'json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ pinhole: 1, functions: [{ id: 'ResizeFunction' }] });
  });

  it('exits with 1 when something is unresolved, only with --strict', async () => {
    const app = 'test/fixtures/synthesis/unresolved';
    expect((await pinhole('derive', app)).code).toBe(0);
    const { code, out } = await pinhole('derive', app, '--strict');
    expect(code).toBe(1);
    expect(out).toContain('could not be resolved');
    expect((await pinhole('derive', EXAMPLE, '--strict')).code).toBe(0);
  });

  it('prints the same bytes each time', async () => {
    for (const format of ['text', 'json', 'yaml']) {
      const first = await pinhole('derive', 'test/fixtures/synthesis/loops', '--format', format);
      expect(await pinhole('derive', 'test/fixtures/synthesis/loops', '--format', format)).toEqual(first);
    }
  });
});

describe('operation', () => {
  it('prints what the operation needs', async () => {
    const { code, out } = await pinhole('operation', 's3:copyobject');
    expect(code).toBe(0);
    expect(out).toContain('s3:GetObject');
    expect(out).toContain('s3:PutObject');
  });

  it('decides by the parameters that are given', async () => {
    const read = async (...args: readonly string[]) =>
      JSON.parse((await pinhole('operation', 's3:PutObject', '--format', 'json', ...args)).out);
    const acl = (description: { needs: { action: string; needed: string }[] }) =>
      description.needs.find((need) => need.action === 's3:PutObjectAcl')?.needed;
    expect(acl(await read())).toBe('maybe');
    expect(acl(await read('--param', 'ACL=public-read'))).toBe('yes');
    expect(acl(await read('--param', 'Key=a'))).toBe('no');
  });
});
