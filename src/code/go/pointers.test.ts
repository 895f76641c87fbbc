/** What is written through pointers, and what is read through them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { go } from './language.ts';

beforeAll(() => go.prepare());

const DECLARED = `
type Event struct { Kind string; Flag bool }
type Status string
func (s *Status) Set(p string) { *s = Status(p) }
func (s Status) Text() string { return string(s) + "!" }
type Names []string
func (n *Names) Add(p string) { *n = append(*n, p) }
type Rec struct { H string; P *string; M map[string]string }
func set(p *string, v string) { *p = v }
func add(p *[]string, v string) { *p = append(*p, v) }
func swap(p, q *string) { *p, *q = *q, *p }
func later(p *string) func(string) { return func(v string) { *p = v } }
func ptr[T any](v T) *T { return &v }
func parse(text string, into any) error { return json.Unmarshal([]byte(text), into) }
`;

function see(body: string, more = ''): readonly string[] {
  const source = `package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-lambda-go/lambda"
)
${DECLARED}
${more}
var _ = fmt.Sscan

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

describe('what is written through a pointer', () => {
  it.each([
    ['is the variable', 's := "a"; p := &s; *p = "b"; probe(s)', ['b']],
    ['is the variable, also of an unknown way', 's := "a"; if e.Flag { p := &s; *p = "b" }; probe(s)', ['b | a']],
    ['is either variable', 's := "a"; t := "b"; p := &s; if e.Flag { p = &t }; *p = "c"; probe(s + t)', ['ac | ab | cc | cb']],
    ['is added to it', 's := "a"; p := &s; *p += "b"; probe(s)', ['ab']],
    ['is a number', 'n := 1; p := &n; *p++; (*p)++; if n == 3 { probe("three") }', ['three']],
    ['is what a function writes', 's := "a"; set(&s, "b"); probe(s)', ['b']],
    ['is what a function writes later', 's := "a"; f := later(&s); f("b"); probe(s)', ['b']],
    ['is what a function swaps', 's := "a"; t := "b"; swap(&s, &t); probe(s + t)', ['ba']],
    ['is a field', 'r := Rec{H: "a"}; set(&r.H, "b"); probe(r.H)', ['b']],
    ['is a field through a pointer to the struct', 'r := &Rec{H: "a"}; p := &r.H; *p = "b"; probe(r.H)', ['b']],
    ['is an item', 'l := []string{"a", "b"}; set(&l[1], "c"); probe(l[0] + l[1])', ['ac']],
    ['is every item', 'l := []string{"a", "b"}; for i := range l { p := &l[i]; *p += "x" }; probe(l[0] + l[1])', ['axbx']],
    ['is what a pointer in a struct leads to', 's := "a"; r := Rec{P: &s}; *r.P = "b"; probe(s)', ['b']],
    ['is a longer slice', 'l := []string{"a"}; add(&l, "b"); probe(l[0] + l[1])', ['ab']],
    ['is no slice that another variable holds', 'l := []string{"a"}; k := l; p := &l; *p = []string{"b"}; probe(k[0] + l[0])', ['ab']],
    [
      'is a map',
      'm := map[string]string{"k": "a"}; p := &m; *p = map[string]string{"k": "b"}; (*p)["l"] = "c"; probe(m["k"] + m["l"])',
      ['bc'],
    ],
    ['is either struct', 'r := Rec{H: "a"}; t := Rec{H: "b"}; p := &r; if e.Flag { p = &t }; *p = Rec{H: "c"}; probe(r.H)', ['a | c']],
    ['is what new made', 'p := new(string); q := p; *p = "a"; probe(*q)', ['a']],
    ['is what a function was given of new', 'p := new(string); set(p, "a"); probe(*p)', ['a']],
    ['is the receiver', 's := Status("a"); s.Set("b"); probe(s.Text() + string(s))', ['b!b']],
    ['is the receiver, through a pointer', 's := Status("a"); p := &s; p.Set("b"); probe(p.Text())', ['b!']],
    ['is a receiver that grows', 'var n Names; n.Add("a"); n.Add("b"); probe(n[0] + n[1])', ['ab']],
  ])('%s', (_, body, seen) => expect(see(body)).toEqual(seen));
});

describe('what a pointer leads to', () => {
  it.each([
    ['is what the variable holds by then', 's := "a"; p := &s; s = "b"; probe(*p)', ['b']],
    ['is known of a copy', 's := "a"; p := ptr(s); s = "b"; probe(*p)', ['a']],
    ['may be known of either', 's := "a"; t := "b"; p := &s; if e.Flag { p = &t }; probe(*p)', ['b | a']],
    ['is there', 's := "a"; p := &s; if p == nil { probe("nil") } else { probe("there") }', ['there']],
    [
      'is not known of a variable that changes in a loop',
      's := "a"; var p *string; for i := 0; i < len(e.Kind); i++ { s += "x"; t := s; p = &t }; if p != nil { probe(*p) }',
      ['${?}xxx | axxx | ${?}xx | axx | ${?}x | ax'],
    ],
  ])('%s', (_, body, seen) => expect(see(body)).toEqual(seen));
});

describe('code that is not read', () => {
  it.each([
    ['may write through a pointer', 's := "a"; p := &s; fmt.Sscan(e.Kind, p); probe(s)'],
    ['may write into a field', 'r := Rec{H: "a"}; fmt.Sscan(e.Kind, &r.H); probe(r.H)'],
    ['may be what a function hands the pointer to', 's := "a"; parse(e.Kind, &s); probe(s)'],
  ])('%s', (_, body) => expect(see(body)).toEqual(['?what a call wrote through an address']));

  it('prints what a pointer leads to', () => {
    expect(see('s := "a"; p := &s; fmt.Println(p); probe(s)')).toEqual(['a']);
  });
});
