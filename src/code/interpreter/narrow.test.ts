import { describe, expect, it } from 'vitest';
import { see } from '../../../test/support/interpret.ts';
import { text } from '../../model/text.ts';

const environment = new Map(['A', 'B'].map((name) => [name, { kind: 'text', text: text(name.toLowerCase()) }] as const));

const sorted = (seen: readonly string[]): readonly string[] => seen.map((each) => each.split(' | ').sort().join(' | '));

const inHandler = (body: string, before = ''): readonly string[] =>
  sorted(see(`${before}; exports.handler = async (e) => { ${body} }`, { environment }));

describe('a test of a member', () => {
  const RESULT =
    'const load = (e) => e.x ? { ok: true, kind: "good", value: { t: "a" } } : { ok: false, kind: "bad", value: { why: "b" }, error: "c" }';

  it.each([
    ['if (!r.ok) return; probe(r.value.t);', ['a']],
    ['if (r.ok === false) throw new Error(); probe(r.value.t);', ['a']],
    ['if (r.error) return; probe(r.value.t);', ['a']],
    ['if ("error" in r) return; probe(r.value.t);', ['a']],
    ['if (r.kind === "bad") return; probe(r.value.t);', ['a']],
    ['if (r.kind !== "good") return probe(r.value.why); probe(r.value.t);', ['b', 'a']],
    ['probe(r.ok ? r.value.t : r.value.why);', ['a | b']],
    ['if (r.ok && e.y) probe(r.value.t); else probe(r.kind);', ['a', 'bad | good']],
    ['if (!r.ok || e.y) return; probe(r.value.t);', ['a']],
    ['if (r.error === undefined) probe(r.value.t);', ['a']],
  ])('keeps the alternatives of the variable that hold such a member: %s', (body, expected) => {
    expect(inHandler(`const r = load(e); ${body}`, RESULT)).toEqual(expected);
  });

  it('keeps nothing out where the object may hold more than is seen', () => {
    expect(inHandler('const r = e.x ? { ...e.y, t: "a" } : { ok: false, t: "b" }; if (!r.ok) return probe(r.t); probe(r.t);')).toEqual([
      'a | b',
      'a',
    ]);
    const method = 'class Good { get ok() { return true; } constructor() { this.t = "a"; } }';
    expect(inHandler('const r = e.x ? new Good() : { ok: false, t: "b" }; if (r.ok) probe(r.t);', method)).toEqual(['a']);
    expect(inHandler('const r = e.x ? { t: "a" } : { toString: null, t: "b" }; if (r.toString) probe(r.t);')).toEqual(['a']);
  });

  it('is over where the branches join', () => {
    expect(inHandler('const r = load(e); if (r.ok) e.z(); probe(r.kind);', RESULT)).toEqual(['bad | good']);
  });
});

it.each([
  ['if (typeof v === "string") probe(v);', ['a']],
  ['if (typeof v !== "string") probe(v.t);', ['b | null']],
  ['if (typeof v === "object" && !Array.isArray(v)) probe(v.t);', ['b']],
  ['if (Array.isArray(v)) probe(v[0]);', ['c']],
  ['if (typeof o.v === "string") probe(o.n);', ['x']],
])('a test of the type of a value: %s', (body, expected) => {
  const source = 'let v = "a"; if (e.x) v = { t: "b" }; else if (e.y) v = ["c"]; const o = e.z ? { v: "a", n: "x" } : { v: 1, n: "y" };';
  expect(inHandler(`${source} ${body}`)).toEqual(expected);
});

describe('a test for equality', () => {
  it.each([
    ['if (x !== process.env.A) return; probe(x);', ['a']],
    ['if (x !== process.env.A && x !== process.env.B) throw new Error(); probe(x);', ['a | b']],
    ['if (x === process.env.A || x === "c") probe(x);', ['a | c']],
    ['if (process.env.A === x) probe(x);', ['a']],
    ['if (!["a", "b"].includes(x)) return; probe(x);', ['a | b']],
    ['if (!allowed.includes(x)) return; probe(x);', ['a | c']],
    ['probe(x === "a" ? x : "other");', ['a | other']],
    ['if (x === "a") { e.f(); } else if (x === "b") { probe(x); } else return;', ['b']],
  ])('says what a value is that is not known: %s', (body, expected) => {
    expect(inHandler(`const { x } = e; ${body}`, 'const allowed = [process.env.A, "c"]')).toEqual(expected);
  });

  it.each([
    'if (x === "a") e.f(); probe(x);',
    'if (x === "a") e.f(); else if (x === "b") e.g(); probe(x);',
    'if (x === "a") e.f(); else if (x === "b") e.g(); else return; if (x !== "c") e.h(); probe(x);',
    'e.f(x === "a" ? 1 : 2); probe(x);',
    'if (x !== "a") e.f(); probe(x);',
    'if (x === e.y) probe(x);',
    'if (allowed.includes(x)) return; probe(x);',
    'if (x !== "a" || e.y) probe(x);',
  ])('says nothing where it did not hold, or may not have: %s', (body) => {
    expect(inHandler(`const { x } = e; ${body}`, 'const allowed = [process.env.A, "c"]')).toEqual(['${event.x}']);
  });
});
