/** Apps that use one construct of a language's SDK a function. What each needs is written at the top of its handler's file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import { displayText, type Text } from '../src/model/text.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url));

/** Without what is the same for every resource of a service: `Table`, `Bucket/in/*`, `parameter/app/key`. */
const short = (resource: Text): string =>
  displayText(resource)
    .replace(/^arn:\S*?:\$\{AWS::Region\}:\$\{AWS::AccountId\}:/, '')
    .replace(/^arn:\S*?:::/, '');

const named = (resource: Text): string => short(resource).replace(/^(?:table\/)?\$\{(Table|Bucket|Queue|Topic|ReaderRole)\}/, '$1');

/** `# needs ACTION RESOURCE` and `# unresolved WHAT`. */
const expected = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^# (needs|unresolved) /.test(line))
    .map((line) => line.slice(2));

describe.each(['python'])('%s', async (language) => {
  const root = join(FIXTURES, language, 'constructs');
  const { derivations } = await derive(root, { root });
  const functions = derivations.flatMap((derivation) => derivation.functions);

  it.each(functions.map(({ fn }) => fn.id))('%s', (id) => {
    const found = functions.find(({ fn }) => fn.id === id);
    const [module = ''] = (found?.fn.handler ?? '').replace(/\.handler$/, '').split('#');
    const needs = (found?.needs ?? []).filter(({ kind }) => kind === 'code');
    const seen = [
      ...needs.map(({ action, resource }) => `needs ${action} ${named(resource)}`),
      ...(found?.unresolved ?? []).map(({ what }) => `unresolved ${what}`),
    ];
    expect([...new Set(seen)].sort()).toEqual([...expected(join(root, 'src', `${module.replaceAll('.', '/')}.py`))].sort());
  });
});
