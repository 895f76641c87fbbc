/** What packages slices, maps and sync, and lo, make of slices, maps and functions. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { go } from './language.ts';

beforeAll(() => go.prepare());

const PACKAGES = ['fmt', 'slices', 'maps', 'sync', 'sort', 'golang.org/x/sync/errgroup', 'github.com/samber/lo'];

function see(body: string, declarations = ''): readonly string[] {
  const used = PACKAGES.filter((path) => new RegExp(`\\b${path.split('/').at(-1)}\\.`).test(body + declarations));
  const source = `package main

import (
	"context"
${used.map((path) => `\t"${path}"`).join('\n')}
	"github.com/aws/aws-lambda-go/lambda"
)

type Event struct { Kind string; Flag bool }
type Rec struct { H string }
${declarations}

func handler(ctx context.Context, e Event) error {
	${body}
	return nil
}

func main() { lambda.Start(handler) }
`;
  const files = { 'main.go': source, 'go.mod': 'module app\n\ngo 1.24\n\nrequire github.com/aws/aws-lambda-go v1.47.0\n' };
  const { calls } = analysed(go, files, { runtime: 'provided.al2023', handler: 'bootstrap' });
  return calls.map((call) => print(call.input.entries[0]?.value));
}

const L = 'l := []string{"b", "a"}; ';
const R = 'r := []Rec{{H: "a"}, {H: "b"}}; ';
const M = 'm := map[string]string{"a": "x", "b": "y"}; ';

describe('package slices', () => {
  it.each([
    [`${L}slices.Sort(l); probe(l[0])`, ['a']],
    [`${L}sort.Strings(l); probe(l[0] + l[1])`, ['ab']],
    [`${L}slices.Reverse(l); probe(l[0])`, ['a']],
    [`${L}k := slices.Clone(l); k[0] = "c"; probe(l[0] + k[0])`, ['bc']],
    [`${R}k := slices.Clone(r); k[0].H = "c"; probe(r[0].H + k[0].H)`, ['ac']],
    [`${L}k := slices.Concat(l, []string{"c"}); probe(k[2])`, ['c']],
    [`${L}l = slices.Insert(l, 1, "c"); probe(l[1] + l[2])`, ['ca']],
    [`${L}l = slices.Delete(l, 0, 1); probe(l[0])`, ['a']],
    [`${L}l = slices.DeleteFunc(l, func(s string) bool { return s == "b" }); probe(l[0])`, ['a']],
    [`${L}if slices.Contains(l, "a") { probe("there") }; if slices.Contains(l, "c") { probe("not") }`, ['there']],
    [`${R}slices.SortFunc(r, func(a, b Rec) int { return 0 }); probe(r[0].H); for _, x := range r { probe(x.H) }`, ['a | b', 'a', 'b']],
    [`${L}for i, v := range slices.Backward(l) { probe(fmt.Sprint(i, v)) }`, ['1a', '0b']],
    [`${L}for v := range slices.Values(l) { probe(v) }`, ['b', 'a']],
    [`${L}probe(slices.Max(l))`, ['b | a']],
    [`probe(slices.Collect(each("a"))[0])`, ['a']],
    [`${R}p := slices.MaxFunc(r, func(a, b Rec) int { probe(a.H); return 0 }); probe(p.H)`, ['a | b', 'a | b']],
  ])('%s', (body, seen) =>
    expect(
      see(
        body,
        'func each(l ...string) func(func(string) bool) { return func(yield func(string) bool) { for _, v := range l { yield(v) } } }',
      ),
    ).toEqual(seen),
  );
});

describe('package maps', () => {
  it.each([
    [`${M}for _, k := range slices.Sorted(maps.Keys(m)) { probe(k + m[k]) }`, ['ax', 'by']],
    [`${M}k := slices.Collect(maps.Keys(m)); probe(k[0])`, ['a | b']],
    [`${M}for v := range maps.Values(m) { probe(v) }`, ['x', 'y']],
    [`${M}last := ""; for k, v := range maps.All(m) { last = k + v }; probe(last)`, ['by | ax']],
    [`${M}n := maps.Clone(m); n["a"] = "z"; probe(m["a"] + n["a"])`, ['xz']],
    [`${M}n := map[string]string{}; maps.Copy(n, m); probe(n["b"])`, ['y']],
    [`${M}n := maps.Collect(maps.All(m)); probe(n["b"])`, ['y']],
    [`${M}maps.DeleteFunc(m, func(k, v string) bool { return k == "a" }); for k := range m { probe(k) }`, ['b']],
  ])('%s', (body, seen) => expect(see(body)).toEqual(seen));
});

describe('lo', () => {
  it.each([
    [`${L}k := lo.Map(l, func(s string, i int) string { return fmt.Sprint(s, i) }); probe(k[0] + k[1])`, ['b0a1']],
    [`${L}k := lo.Filter(l, func(s string, _ int) bool { return s == "a" }); probe(k[0])`, ['a']],
    [`${R}k := lo.KeyBy(r, func(x Rec) string { return x.H }); probe(k["b"].H)`, ['b']],
    [`${R}k := lo.SliceToMap(r, func(x Rec) (string, string) { return x.H, x.H + "!" }); probe(k["a"])`, ['a!']],
    [`${M}for _, k := range lo.Keys(m) { probe(k) }`, ['a', 'b']],
    ['probe(lo.Ternary(e.Flag, "a", "b"))', ['a | b']],
    ['probe(lo.Must(made()))', ['a']],
    ['lo.ForEach([]string{"a"}, func(s string, _ int) { probe(s) })', ['a']],
  ])('%s', (body, seen) => expect(see(body, 'func made() (string, error) { return "a", nil }')).toEqual(seen));
});

describe('package sync', () => {
  it.each([
    ['v := "a"; var once sync.Once; once.Do(func() { v = "b" }); probe(v)', ['b']],
    ['f := sync.OnceValue(func() string { return "a" }); g := sync.OnceValue(func() string { return "b" }); probe(f() + g())', ['ab']],
    ['v, _ := sync.OnceValues(func() (string, error) { return "a", nil })(); probe(v)', ['a']],
    ['var m sync.Map; m.Store("k", "a"); if v, ok := m.Load("k"); ok { probe(v.(string)) }', ['a']],
    ['var m sync.Map; m.Store("k", "a"); m.Range(func(k, v any) bool { probe(k.(string) + v.(string)); return true })', ['ka']],
    ['p := sync.Pool{New: func() any { return "a" }}; probe(p.Get().(string))', ['a']],
    [
      'var wg sync.WaitGroup; var l []string; for _, s := range []string{"a", "b"} { wg.Add(1); go func() { defer wg.Done(); l = append(l, s) }() }; wg.Wait(); probe(l[0])',
      ['a | b'],
    ],
    ['g, _ := errgroup.WithContext(ctx); s := ""; g.Go(func() error { s = "a"; return nil }); g.Wait(); probe(s)', ['a']],
  ])('%s', (body, seen) => expect(see(body)).toEqual(seen));
});
