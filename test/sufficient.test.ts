/** The policy engine judges the derived policies: every need is allowed, and nothing of a policy can be left out. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import type { Datum, MapDatum } from '../src/model/datum.ts';
import type { FunctionDerivation, Statement } from '../src/model/derivation.ts';
import type { ConditionBlock, Need } from '../src/model/need.ts';
import { displayText, type Text } from '../src/model/text.ts';
import { granted } from '../src/policy/grant.ts';
import { readPolicy } from '../src/policy/parse.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const APPS = ['examples', 'test/fixtures/synthesis', 'test/fixtures/derive']
  .map((folder) => join(ROOT, folder))
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .sort();

const string = (value: Text): Datum => ({ kind: 'text', text: value });
const list = (values: readonly Text[]): Datum => ({ kind: 'list', items: values.map(string), open: false });
const map = (entries: Readonly<Record<string, Datum>>): MapDatum => ({
  kind: 'map',
  open: false,
  entries: Object.entries(entries).map(([key, value]) => ({ key: [key], value })),
});
const conditions = (block: ConditionBlock): Datum =>
  map(
    Object.fromEntries(
      Object.entries(block).map(([operator, keys]) => [
        operator,
        map(Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, list(values)]))),
      ]),
    ),
  );

interface Pair {
  readonly statement: Statement;
  readonly action: string;
  readonly resource: Text;
}
const pairsOf = (statements: readonly Statement[]): readonly Pair[] =>
  statements.flatMap((statement) =>
    statement.actions.flatMap((action) => statement.resources.map((resource) => ({ statement, action, resource }))),
  );

/** The pairs as one policy; those under template conditions that the need does not share are left out. */
function allowed(pairs: readonly Pair[], need: Need): string {
  const there = pairs.filter(({ statement }) =>
    statement.when.every((literal) => need.when.some((other) => other.name === literal.name && other.holds === literal.holds)),
  );
  const { policy, findings } = readPolicy(
    map({
      Version: string(['2012-10-17']),
      Statement: {
        kind: 'list',
        open: false,
        items: there.map(({ statement, action, resource }) =>
          map({
            Effect: string(['Allow']),
            Action: string([action]),
            Resource: string(resource),
            ...(statement.condition ? { Condition: conditions(statement.condition) } : {}),
          }),
        ),
      },
    }),
    'identity',
  );
  expect(findings).toEqual([]);
  return granted([policy], need).verdict;
}

describe.each(APPS)('%s', (path) => {
  const all = async (): Promise<readonly FunctionDerivation[]> =>
    (await derive(path)).derivations.flatMap((derivation) => derivation.functions);

  it('allows every need', async () => {
    for (const { needs, statements } of await all())
      for (const need of needs) expect([need.action, displayText(need.resource), allowed(pairsOf(statements), need)]).toContain('yes');
  });

  it('allows nothing that could be left out', async () => {
    for (const { needs, statements } of await all()) {
      const pairs = pairsOf(statements);
      for (const pair of pairs) {
        const rest = pairs.filter((other) => other !== pair);
        const hurt = needs.filter((need) => need.action === pair.action && allowed(rest, need) !== 'yes');
        expect(hurt.length, `${pair.action} on ${displayText(pair.resource)} can go`).toBeGreaterThan(0);
      }
    }
  });

  it('puts every statement into the role or beside it, once', async () => {
    for (const { statements, deployment } of await all()) {
      const placed = [...deployment.inline, ...deployment.attached.flatMap((policy) => policy.statements)];
      expect(pairsOf(placed.map((item) => item.statement)).length).toBe(pairsOf(statements).length);
    }
  });
});
