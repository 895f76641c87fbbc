/** One function's derive document beside a reviewed answer. */
import { spelling } from './spelling.mjs';

const LOGGING = new Set(['logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents']);
const NETWORK = /^ec2:/;
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const lower = (text) => text.toLowerCase();

/**
 * `answer`: { function, expected: [{ action, resource, accept?, class, optional?, when? }], invokers, resources }; `derived`: an item
 * of `functions` of the derive document, or undefined when there is none. Needs that are optional or stand under a condition
 * count neither way.
 */
export function compare(answer, derived) {
  const spell = spelling(answer.resources ?? {});
  const produced = derived ?? { needs: [], invokers: [], unresolved: [] };
  const expected = answer.expected.map((item) => ({
    ...item,
    spellings: [item.resource, ...(item.accept ?? [])].map(spell),
    found: false,
    elsewhere: false,
  }));
  const outcome = { missed: [], excess: [], elsewhere: [], required: 0, exact: 0 };
  const needs = produced.needs.map((need) => ({ ...need, text: spell(need.resource) }));
  for (const need of needs) {
    const same = expected.filter((item) => lower(item.action) === lower(need.action));
    for (const item of same) item.elsewhere = true;
    const hits = same.filter((item) => item.spellings.includes(need.text));
    for (const item of hits) item.found = true;
    if (hits.length > 0 || LOGGING.has(lower(need.action))) continue;
    if (NETWORK.test(need.action) && expected.some((item) => item.class === 'vpc')) continue;
    (same.length > 0 ? outcome.elsewhere : outcome.excess).push(`${need.action} ${need.text}`);
  }
  for (const item of expected) {
    if (item.class === 'baseline' || item.optional || item.when) continue;
    outcome.required++;
    if (item.found) outcome.exact++;
    else outcome.missed.push({ action: item.action, text: item.spellings[0], otherResource: item.elsewhere });
  }
  return {
    ...outcome,
    right: outcome.missed.length + outcome.excess.length + outcome.elsewhere.length === 0 && derived !== undefined,
    silent: derived ? silent(outcome.missed, produced.unresolved ?? []) : outcome.missed,
    unresolved: produced.unresolved?.length ?? 0,
    policy: derived ? policyFaults(needs, produced.policy, spell) : ['no policy'],
    ...invokers(answer.invokers ?? [], produced.invokers ?? [], spell),
  };
}

/** Misses that no unresolved entry owns up to: one that names the action owns all of them, one that names none owns one. */
function silent(missed, entries) {
  const named = new Set(entries.flatMap((entry) => (entry.actions ?? []).map(lower)));
  let nameless = entries.filter((entry) => list(entry.actions).length === 0).length;
  return missed.filter(({ action }) => !named.has(lower(action)) && nameless-- <= 0);
}

/** What the policy grants beyond the needs and the marked fallbacks, and what it lacks. */
function policyFaults(needs, policy, spell) {
  const wanted = new Set(needs.map((need) => `${lower(need.action)} ${need.text}`));
  const granted = new Set();
  const faults = [];
  for (const statement of list(policy?.Statement)) {
    if (statement.Effect !== 'Allow') continue;
    for (const action of list(statement.Action))
      for (const resource of list(statement.Resource)) {
        const pair = `${lower(action)} ${spell(resource)}`;
        granted.add(pair);
        if (!wanted.has(pair) && !String(statement.Sid ?? '').startsWith('Unresolved')) faults.push(`grants ${pair}`);
      }
  }
  for (const pair of wanted) if (!granted.has(pair)) faults.push(`lacks ${pair}`);
  return faults;
}

function invokers(wanted, got, spell) {
  const who = (item) =>
    [spell(item.principal), item.action ?? 'lambda:InvokeFunction', item.qualifier ? spell(item.qualifier) : ''].join(' ');
  const same = (want, have) =>
    who(want) === who(have) &&
    [want.sourceArn ?? '', ...(want.accept ?? [])].map(spell).includes(spell(have.sourceArn ?? '')) &&
    (!want.sourceAccount || have.sourceAccount !== undefined);
  const text = (item) => `${who(item)} from ${spell(item.sourceArn ?? '') || 'anywhere'}`;
  const required = wanted.filter((want) => !want.optional);
  return {
    invokersWanted: required.length,
    invokersMissed: required.filter((want) => !got.some((have) => same(want, have))).map(text),
    invokersExcess: got.filter((have) => !wanted.some((want) => same(want, have))).map(text),
  };
}
