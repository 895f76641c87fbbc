/** What Go copies and what it shares, what is read where nothing was set, and what goroutines and deferred calls leave. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { go } from './language.ts';

beforeAll(() => go.prepare());

const DECLARED = `
type Base struct { F string }
func (b *Base) Rename(p string) { b.F = p }
type Rec struct { Base; H string; L [2]string }
type Event struct { Kind string; Flag bool }
func fill(r Rec) { r.H = "filled" }
func (r Rec) with(p string) Rec { r.H = p; return r }
`;

function see(body: string, more = ''): readonly string[] {
  const source = `package main

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/aws/aws-lambda-go/lambda"
)
${DECLARED}
${more}
var _ = sort.Strings
var _ = strings.Split
var _ = fmt.Sprint
var _ sync.Mutex

func handler(ctx context.Context, e Event) error {
	${body}
	return nil
}

func main() { lambda.Start(handler) }
`;
  const files = { 'main.go': source, 'go.mod': 'module app\n\ngo 1.22\n\nrequire github.com/aws/aws-lambda-go v1.47.0\n' };
  const { calls } = analysed(go, files, { runtime: 'provided.al2023', handler: 'bootstrap' });
  return calls.map((call) => print(call.input.entries[0]?.value));
}

describe('a slice of structs', () => {
  it.each([
    [
      'shares no struct with a longer one that had no room',
      'l := []Rec{{H: "a"}}; p := &l[0]; k := append(l, Rec{}); p.H = "b"; probe(l[0].H + k[0].H)',
      ['ba'],
    ],
    [
      'shares its structs with a longer one that had room',
      'l := make([]Rec, 0, 2); l = append(l, Rec{H: "a"}); p := &l[0]; l = append(l, Rec{}); p.H = "b"; probe(l[0].H)',
      ['b'],
    ],
    [
      'may share them where nobody knows the room',
      'var l []Rec; for _, h := range []string{"a", "b"} { l = append(l, Rec{H: h}) }; p := &l[0]; l = append(l, Rec{}); p.H = "c"; probe(l[0].H)',
      ['a | c'],
    ],
    [
      'is as it is written where its own item is',
      'var l []Rec; l = append(l, Rec{}); l = append(l, Rec{}); l[0].H = "a"; probe(l[0].H)',
      ['a'],
    ],
    ['shares what its structs point to', 'l := []*Rec{{H: "a"}}; p := l[0]; l = append(l, nil); p.H = "b"; probe(l[0].H)', ['b']],
    [
      'gets copies of those of another one',
      'l := []Rec{{H: "a"}}; k := append([]Rec(nil), l...); k[0].H = "b"; probe(l[0].H + k[0].H)',
      ['ab'],
    ],
    [
      'gets copies of those that are copied into it',
      'l := []Rec{{H: "a"}}; k := []Rec{{H: "b"}}; p := &k[0]; copy(k, l); k[0].F = "c"; probe(l[0].F + p.H + p.F)',
      ['${?}ac'],
    ],
    [
      'is what is assigned to its items',
      'l := []Rec{{H: "a"}}; p := &l[0]; l[0] = Rec{H: "b"}; probe(p.H); p.H = "c"; probe(l[0].H)',
      ['b', 'c'],
    ],
    ['is what they are exchanged for', 'l := []Rec{{H: "a"}, {H: "b"}}; p := &l[0]; l[0], l[1] = l[1], l[0]; probe(p.H + l[1].H)', ['ba']],
    [
      'that a field holds grows',
      'b := &Box{}; b.add("a"); b.add("b"); probe(b.Items[0].H + b.Items[1].H)',
      ['ab'],
      'type Box struct { Items []Rec }\nfunc (b *Box) add(h string) { b.Items = append(b.Items, Rec{H: h}) }',
    ],
  ])('%s', (_, body, seen, more = '') => expect(see(body, more)).toEqual(seen));
});

describe('a loop over a map', () => {
  const MAP = 'm := map[string]string{"a": "x", "b": "y", "c": "z", "d": "w"}; ';
  it.each([
    ['has its entries in any order', 'last := ""; for _, v := range m { last = v }; probe(last)', ['x | y | z | w']],
    ['has one of them first', 'for k := range m { probe(k); break }', ['a', 'd', 'b', 'c']],
    ['has any of them at a place', 'n := 0; for k := range m { n++; if n == 2 { probe(k) } }', ['b', 'c', 'a', 'd']],
    ['keeps each key with its value', 'for k, v := range m { probe(k + v) }', ['ax', 'by', 'cz', 'dw']],
    ['fills another one', 'o := map[string]string{}; for k, v := range m { o[k] = v + "!" }; probe(o["b"])', ['y!']],
    [
      'fills a list, of which nobody knows what is first',
      'var l []Rec; for k, v := range m { r := Rec{H: k}; r.F = v; l = append(l, r) }; probe(l[0].H); for _, r := range l { probe(r.H + r.F) }',
      ['a | b | c | d', 'ax', 'by', 'cz', 'dw'],
    ],
    ['ends where the entry is found', 'probe(find(m, "y")); probe(find(m, "?"))', ['b', 'none']],
    ['makes functions', 'var f func() string; for k := range m { f = func() string { return k } }; probe(f())', ['a | b | c | d']],
  ])('%s', (_, body, seen) =>
    expect(
      see(
        MAP + body,
        'func find(m map[string]string, want string) string { for k, v := range m { if v == want { return k } }; return "none" }',
      ),
    ).toEqual(seen),
  );

  it('puts few of them together in each order', () => {
    expect(see('s := ""; for k := range map[string]bool{"a": true, "b": true, "c": true} { s += k }; probe(s)')).toEqual([
      'abc | acb | bac | bca | cab | cba',
    ]);
  });

  it('goes through one of several maps', () => {
    expect(
      see('m := map[string]string{"a": "x"}; if e.Flag { m = map[string]string{"b": "y"} }; for k, v := range m { probe(k + v) }'),
    ).toEqual(['by', 'ax']);
  });

  it('knows its numbers', () => {
    expect(see('for k, v := range map[int]string{1: "a"} { if k == 1 { probe(fmt.Sprint(k + 1) + v) } }')).toEqual(['2a']);
  });
});

describe('a loop', () => {
  it.each([
    ['counts', 'for i := range 2 { probe(fmt.Sprint(i)) }', ['0', '1']],
    ['runs so often', 'for range 2 { probe("a") }', ['a']],
    ['knows the places of a list', 'for i, v := range []string{"a", "b"} { if i == 1 { probe(fmt.Sprintf("%d%s", i+1, v)) } }', ['2b']],
    ['is what an iterator calls', 'for k, v := range pairs { probe(k + v) }', ['ab', 'cd']],
    ['is what an iterator calls until it ends', 'for k := range pairs { probe(k); break }', ['a']],
    ['returns through an iterator', 'probe(first())', ['a | none']],
    ['is what an iterator with arguments calls', 'for v := range each("a", "b") { probe(v) }', ['a', 'b']],
  ])('%s', (_, body, seen) =>
    expect(
      see(
        body,
        `func pairs(yield func(string, string) bool) { if !yield("a", "b") { return }; probe2(); yield("c", "d") }
func probe2() {}
func first() string { for k := range pairs { return k }; return "none" }
func each(l ...string) func(func(string) bool) { return func(yield func(string) bool) { for _, v := range l { if !yield(v) { return } } } }`,
      ),
    ).toEqual(seen),
  );
});

describe('a type parameter', () => {
  const GENERIC = `type Entity interface { Table() string }
type Doc struct { Name string }
func (d *Doc) Table() string { return "docs" }
func (r Rec) Table() string { return "recs" }
func tableOf[T Entity]() string { var t T; return t.Table() }
func through[T Entity]() string { return tableOf[T]() }
func converted[T any, P interface { *T; Entity }]() string { return P(new(T)).Table() }
func made[T any](options ...func(*T)) *T { t := new(T); for _, o := range options { o(t) }; return t }
func zero[T any]() T { var t T; return t }
type Repo[T Entity] struct { prefix string }
func newRepo[T Entity](prefix string) *Repo[T] { return &Repo[T]{prefix: prefix} }
func (r *Repo[T]) table() string { var t T; return r.prefix + t.Table() }
type Recs struct { *Repo[Rec] }
type Queue[T any] struct { items []T }
func (q *Queue[T]) push(v T) { q.items = append(q.items, v) }`;
  it.each([
    ['is the type that a call names', 'probe(tableOf[Rec]())', ['recs']],
    ['is handed on', 'probe(through[*Doc]())', ['docs']],
    ['is a pointer to another one', 'probe(converted[Doc, *Doc]())', ['docs']],
    ['is made anew', 'r := made[Rec](func(r *Rec) { r.H = "a" }); probe(r.H)', ['a']],
    ['is text', 'probe("a" + zero[string]())', ['a']],
    ['stays with a function', 'f := tableOf[Rec]; probe(f())', ['recs']],
    ['is of another package', 'f := made[sync.Mutex]; if f() != nil { probe("a") }', ['a']],
    ['stays with an instance', 'probe(newRepo[Rec]("a-").table()); probe(newRepo[*Doc]("b-").table())', ['a-recs', 'b-docs']],
    ['stays with an instance that is embedded', 'r := Recs{newRepo[Rec]("a-")}; probe(r.table())', ['a-recs']],
    [
      'is copied like the type that it is',
      'q := &Queue[Rec]{}; r := Rec{H: "a"}; q.push(r); q.items[0].H = "b"; probe(r.H + q.items[0].H)',
      ['ab'],
    ],
  ])('%s', (_, body, seen) => expect(see(body, GENERIC)).toEqual(seen));
});

describe('a method', () => {
  it.each([
    ['keeps a receiver that is no pointer', 'r := Rec{H: "a"}; f := r.name; r.H = "b"; probe(f())', ['a']],
    ['keeps what a pointer led to', 'r := Rec{H: "a"}; p := &r; f := p.name; r.H = "b"; probe(f())', ['a']],
    ['keeps a pointer', 'r := Rec{}; f := r.Rename; f("a"); probe(r.F)', ['a']],
    [
      'is called through its type',
      'r := Rec{H: "a"}; probe(Rec.name(r)); (*Base).Rename(&r.Base, "b"); f := (*Rec).name; probe(f(&r) + r.F)',
      ['a', 'ab'],
    ],
    ['that is deferred keeps its receiver', 'r := Rec{H: "a"}; defer r.seen(); r.H = "b"', ['a']],
  ])('%s', (_, body, seen) =>
    expect(see(body, 'func (r Rec) name() string { return r.H }\nfunc (r Rec) seen() { probe(r.H) }')).toEqual(seen),
  );
});

describe('a struct', () => {
  it.each([
    ['stays where it is with the structs in it', 'r := Rec{}; p := &r.Base; r = Rec{Base: Base{F: "a"}}; probe(p.F)', ['a']],
    [
      'may be as it was where what follows fails',
      'r := Rec{}; func() { defer func() { _ = recover() }(); r = Rec{H: "a"}; if e.Flag { panic("x") }; r.Base = Base{F: "b"} }(); probe("f" + r.F)',
      ['f | fb'],
    ],
    ['is copied by an assignment', 'r := Rec{H: "a"}; s := r; s.H = "b"; probe(r.H)', ['a']],
    [
      'is copied with the structs and arrays in it',
      'r := Rec{Base: Base{F: "a"}}; s := r; s.F = "b"; s.L[0] = "c"; probe(r.F + r.L[0])',
      ['a'],
    ],
    ['is copied where a function gets it', 'r := Rec{H: "a"}; fill(r); probe(r.H)', ['a']],
    ['is copied for a receiver that is no pointer', 'r := Rec{H: "a"}; s := r.with("b"); probe(r.H + s.H)', ['ab']],
    [
      'is copied into a list and a map',
      'r := Rec{H: "a"}; l := []Rec{r}; m := map[string]Rec{"k": r}; r.H = "b"; probe(l[0].H + m["k"].H)',
      ['aa'],
    ],
    ['is copied by a loop over them', 'l := []Rec{{H: "a"}}; for _, r := range l { r.H = "b" }; probe(l[0].H)', ['a']],
    ['is copied from what a pointer leads to', 'p := &Rec{H: "a"}; s := *p; s.H = "b"; probe(p.H)', ['a']],
    ['is shared by those who hold its address', 'r := Rec{H: "a"}; p := &r; p.H = "b"; r = Rec{H: r.H + "c"}; probe(p.H)', ['bc']],
    ['lends the fields and methods of what it embeds', 'r := Rec{}; r.Rename("a"); probe(r.Base.F + r.F)', ['aa']],
  ])('%s', (_, body, seen) => expect(see(body)).toEqual(seen));
});

describe('an array', () => {
  it('is copied, and holds zero values', () => {
    expect(see('var a [2]string; a[1] = "x"; b := a; b[1] = "y"; probe(a[0] + a[1] + b[1])')).toEqual(['xy']);
    expect(see('l := make([]string, 2); l[1] = "x"; probe(l[0] + l[1])')).toEqual(['x']);
  });
});

describe('what nobody set', () => {
  it.each([
    ['is empty text', 'm := map[string]string{}; if m["x"] == "" { probe("empty") } else { probe("set") }', ['empty']],
    ['is no number', 'm := map[string]int{}; m["x"]++; if m["x"] == 1 && m["y"] == 0 { probe("zero") }', ['zero']],
    [
      'may be there under a key that is not known',
      'm := map[string]string{}; m[e.Kind] = "k"; if m["x"] == "" { probe("empty") }',
      ['empty'],
    ],
    ['may be a part of a text that a way sets', 'r := Rec{H: "a"}; if e.Flag { r.F = "b-" }; probe(r.F + "n")', ['b-n | n']],
    ['may be a part of a text under a key that is not known', 'm := map[string]string{"a": "b-"}; probe(m[e.Kind] + "n")', ['b-n | n']],
    ['is expected to be there where it is all of a text', 'r := Rec{H: "a"}; if e.Flag { r.F = "b" }; probe(r.F)', ['b']],
  ])('%s', (_, body, seen) => expect(see(body)).toEqual(seen));
});

describe('goroutines and channels', () => {
  it('hand over what is sent', () => {
    expect(see('c := make(chan string, 2); c <- "a"; c <- "b"; close(c); for s := range c { probe(s) }')).toEqual(['a | b']);
    expect(see('c := make(chan string); go func() { c <- "a" }(); probe(<-c)')).toEqual(['a']);
  });

  it('see what is sent after they were started', () => {
    const worker = 'func worker(jobs chan string, wg *sync.WaitGroup) { defer wg.Done(); for job := range jobs { probe(job) } }';
    const body = 'jobs := make(chan string); var wg sync.WaitGroup; wg.Add(1); go worker(jobs, &wg); jobs <- "a"; close(jobs); wg.Wait()';
    expect(see(body, worker)).toContain('a');
  });
});

describe('a call of what an index gives', () => {
  const made = 'm := map[string]func(string) { "a": func(s string) { probe("a" + s) }, "b": func(s string) { probe("b" + s) } }; ';

  it.each([
    ['with a variable for a key', 'k := "a"; m[k]("x")', ['ax']],
    ['with a field for a key', 'm[e.Kind]("x")', ['ax', 'bx']],
    ['with a promoted field for a key', 'r := Rec{Base: Base{F: "b"}}; m[r.F]("x")', ['bx']],
    ['with what a pointer leads to', 'k := "a"; p := &k; m[*p]("x")', ['ax']],
    ['with what another index gives', 'i := map[string]string{"x": "b"}; k := "x"; m[i[k]]("x")', ['bx']],
    ['with a constant', 'const k = "a"; m[k]("x")', ['ax']],
    ['in a field', 't := struct{ all map[string]func(string) }{m}; k := "b"; t.all[k]("x")', ['bx']],
    [
      'with several arguments',
      'n := map[string]func(string, string) { "a": func(s, t string) { probe(s + t) } }; n[e.Kind]("x", "y")',
      ['xy'],
    ],
    ['later', 'k := "a"; defer m[k]("x"); probe("first")', ['first', 'ax']],
  ])('%s', (_, body, seen) => expect(see(made + body)).toEqual(seen));

  it('is none where a generic function is instantiated', () => {
    expect(see('probe(same[string]("a")); probe(same[Base](Base{F: "b"}).F)', 'func same[T any](x T) T { return x }')).toEqual(['a', 'b']);
  });
});

it('either of two texts is split', () => {
  expect(see('s := "a-b"; if e.Flag { s = "c-d" }; probe(strings.Split(s, "-")[1])')).toEqual(['d | b']);
});

describe('functions', () => {
  it('that defer may change what they give', () => {
    const deferring = 'func f() (out string) { defer func() { out += "d" }(); return "a" }';
    expect(see('probe(f())', deferring)).toEqual(['a | ad']);
  });

  it('run what blocks inside of them defer when they end', () => {
    const looped =
      's := "a"; if s == "a" { defer func() { s = "b" }() }; for i := 0; i < 2; i++ { defer func() { probe(s + "x") }() }; probe(s)';
    expect(see(looped)).toEqual(['a', 'ax']);
    expect(see('s := "a"; defer func() { probe(s) }(); if s == "a" { defer func() { s = "b" }() }; s = "c"')).toContain('b');
    expect(see('func() { if e.Flag { defer func() { recover() }() }; panic("x") }(); probe("after")')).toEqual(['after']);
  });

  it('capture the variable of one round of a loop', () => {
    expect(
      see(
        'var l []func() string; for i := 0; i < 2; i++ { n := []string{"a", "b"}[i]; l = append(l, func() string { if i == 0 { return "first" }; return n }) }; for _, f := range l { probe(f()) }',
      ),
    ).toEqual(['first', 'b']);
  });
});

describe('slices', () => {
  it.each([
    ['are a part of a list', 'l := []string{"a", "b", "c"}; probe(l[1:][0] + l[:1][0] + l[1:2][0])', ['bab']],
    ['are a part of a text', 's := "abc"; probe(s[1:] + s[:1])', ['bca']],
    ['may be written through another one', 'l := []string{"a", "b"}; k := l[:1]; k[0] = "x"; probe(l[0] + l[1])', ['ab | xb']],
    ['may be written by what is appended to a part', 'l := []string{"a", "b"}; k := append(l[:1], "x"); probe(l[1] + k[1])', ['bx | xx']],
    [
      'may share what is appended to one',
      'l := append([]string{"a"}, "b"); j := append(l, "c"); k := append(l, "d"); probe(j[2] + k[2])',
      ['cd | dd'],
    ],
    [
      'share the room that they are made with',
      'l := make([]string, 0, 4); j := append(l, "c"); k := append(l, "d"); probe(j[0] + k[0])',
      ['cd | dd'],
    ],
    [
      'share nothing where there is no room',
      'l := []string{"a"}; j := append(l, "c"); k := append(l, "d"); k[0] = "b"; probe(l[0] + j[1] + k[1])',
      ['acd'],
    ],
    ['may be sorted with another one', 'l := []string{"b", "a"}; sort.Strings(l[:2]); probe(l[0])', ['b | a']],
  ])('%s', (_, body, seen) => expect(see(body)).toEqual(seen));

  it('are changed in place by copy and sort', () => {
    expect(see('l := []string{"b", "a"}; sort.Strings(l); probe(l[0])')).toEqual(['a']);
    expect(see('l := []string{"a", "b"}; copy(l, []string{"x"}); probe(l[0])')).toEqual(['x']);
  });
});
