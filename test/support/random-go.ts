/**
 * Random Go handlers that probe texts which they compute, as random-javascript.ts does. A program is one file; `probe`, `tick` and `cap`
 * are not in it. What a program may not do: stand still, or use an index that is not there, since that would end it early.
 */
import { copied, Draw } from './draw.ts';

interface Names {
  readonly text: string[];
  readonly number: string[];
  readonly list: string[];
  readonly map: string[];
  /** structs, and pointers to them */
  readonly record: string[];
  readonly pointer: string[];
  /** slices of structs */
  readonly records: string[];
  /** `func(string) string` */
  readonly callable: string[];
  /** values of the interface `Shape` */
  readonly shape: string[];
}

interface Place {
  readonly names: Names;
  readonly depth: number;
  readonly event: boolean;
  /** labels of the loops around, the innermost last */
  readonly loops: readonly string[];
  /** how a function returns from here */
  readonly leave: string;
}

const HEAD = `package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/aws/aws-lambda-go/lambda"
)

type Event struct {
	Flag  bool
	Kind  string
	N     int
	Items []string
}

type Base struct {
	F string
	G string
}

func (b Base) Name() string { return b.F + "n" }

func (b *Base) Rename(p string) { b.F = p }

type Rec struct {
	Base
	H string
	N int
	L []string
}

type Shape interface {
	Get() string
	Set(p string)
}

var (
	_ = errors.New
	_ = fmt.Sprintf
	_ = sort.Strings
	_ = strconv.Itoa
	_ = strings.ToUpper
	_ sync.Mutex
)

func pick(l []string, i int) string {
	if i >= 0 && i < len(l) {
		return l[i]
	}
	return "none"
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func apply[T any](v T, f func(T) T) T { return f(v) }
`;

export const GO_MAIN = `
func main() {
	lambda.Start(func(ctx context.Context, e Event) (string, error) {
		return handler(e)
	})
}
`;

export const randomGo = (choices: readonly number[]): string => new Writer(new Draw(choices)).program();

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `\t${line}`)
    .join('\n');

class Writer {
  readonly #draw: Draw;
  #probes = 0;
  #size = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  program(): string {
    const draw = this.#draw;
    const names: Names = {
      text: ['s0'],
      number: ['n0'],
      list: ['l0'],
      map: ['m0'],
      record: ['r0'],
      pointer: ['q0'],
      records: ['k0'],
      callable: [],
      shape: [],
    };
    const top: Place = { names, depth: 2, event: false, loops: [], leave: 'return "left"' };
    const parts = [
      HEAD,
      'var s0 = "a"',
      'var n0 = 0',
      'var l0 = []string{"a", "b"}',
      'var m0 = map[string]string{"f": "a", "g": "b"}',
      'var r0 = Rec{Base: Base{F: "a"}, H: "h"}',
      'var q0 = &Rec{H: "q"}',
      'var k0 = []Rec{{H: "k"}, {H: "l", N: 1}}',
      this.#shapes(top),
    ];
    for (let i = 1 + draw.below(3); i > 0; i--) parts.push(draw.pick([() => this.#function(top), () => this.#recursive(top)])());
    if (draw.below(2) === 1)
      parts.push(`func init() {\n\tdefer func() { _ = recover() }()\n${this.#block({ ...top, leave: 'return' }, 2)}\n}`);
    const place: Place = { ...top, names: copied(names), depth: 3, event: true, leave: 'return "", nil' };
    parts.push(
      `func handler(e Event) (string, error) {\n${this.#block(place, 4 + draw.below(6))}\n${indented(this.#all(place))}\n\treturn s0, nil\n}`,
    );
    parts.push(GO_MAIN);
    return parts.join('\n');
  }

  /** Two types behind one interface, one of whose receivers is a value. */
  #shapes(place: Place): string {
    const draw = this.#draw;
    const inside: Place = { ...place, depth: 1, names: { ...copied(place.names), text: ['s0', 'c.t'], number: ['n0', 'c.n'] } };
    const given: Place = { ...inside, names: { ...copied(inside.names), text: [...inside.names.text, 'p'] } };
    const made: string[] = [];
    for (const [name, receiver] of [
      ['Circle', '*Circle'],
      ['Square', draw.pick(['*Square', 'Square'])],
    ])
      made.push(
        `type ${name} struct {\n\tt string\n\tn int\n}\n`,
        `func (c ${receiver}) Get() string {\n\ttick()\n${indented(this.#simple({ ...inside, leave: 'return ""' }))}\n\treturn c.t${draw.pick(['', ' + "g"', ' + strconv.Itoa(c.n)'])}\n}\n`,
        `func (c ${receiver}) Set(p string) {\n\ttick()\n${indented(this.#simple({ ...given, leave: 'return' }))}\n\tc.t = ${draw.pick(['p', 'p + "s"', 'cap(c.t + p)'])}\n\tc.n++\n}\n`,
      );
    return made.join('\n');
  }

  #block(place: Place, count: number): string {
    const inside: Place = { ...place, names: copied(place.names), depth: place.depth - 1 };
    return indented(Array.from({ length: count }, () => this.#statement(inside)).join('\n'));
  }

  #probe(place: Place, value?: string): string {
    return `probe("p${this.#probes++}:" + ${value ?? this.#text(place, 2)})`;
  }

  /** Probes what the variables of the module hold. */
  #all(place: Place): string {
    return [
      's0',
      'strings.Join(l0, "/")',
      'orNone(m0["f"])',
      'orNone(m0["h"])',
      'r0.F',
      'r0.H',
      'q0.H',
      'q0.Name()',
      'k0[0].H',
      ...place.names.shape.map((name) => `${name}.Get()`),
    ]
      .map((value) => this.#probe(place, value))
      .join('\n');
  }

  #statement(place: Place): string {
    this.#size++;
    if (place.depth <= 0 || this.#size > 70 || !this.#draw.left) return this.#simple(place);
    return this.#draw.one(
      () => this.#simple(place),
      () => this.#simple(place),
      () => this.#simple(place),
      () => this.#if(place),
      () => this.#for(place),
      () => this.#range(place),
      () => this.#switch(place),
      () => this.#typeSwitch(place),
      () => this.#machine(place),
      () => this.#declaration(place),
      () => this.#declaration(place),
      () => this.#declaration(place),
      () => this.#closure(place),
      () => this.#closures(place),
      () => this.#deferred(place),
      () => this.#failing(place),
      () => this.#results(place),
      () => this.#goroutines(place),
      () => this.#channel(place),
      () => this.#jump(place),
      () => this.#shadow(place),
      () => this.#records(place),
    );
  }

  #simple(place: Place): string {
    const { names } = place;
    const draw = this.#draw;
    const text = draw.pick(names.text);
    const list = draw.pick(names.list);
    const map = draw.pick(names.map);
    const holder = draw.pick([...names.record, ...names.pointer]);
    return draw.one(
      () => this.#probe(place),
      () => this.#probe(place),
      () => `${text} = cap(${this.#text(place, 2)})`,
      () => `${text} = cap(${this.#text(place, 2)})`,
      () => `${draw.pick(names.number)}${draw.pick(['++', '--', ' += 2', ' = 0'])}`,
      () => `${draw.pick(names.number)} = ${this.#number(place, 2)}`,
      () => `${map}[${this.#key(place)}] = ${this.#text(place, 1)}`,
      () => `delete(${map}, ${this.#key(place)})`,
      () => `${list} = append(${list}, ${this.#text(place, 1)})`,
      () => `${list} = ${this.#list(place, 2)}`,
      () => {
        const at = draw.below(2);
        return `if len(${list}) > ${at} {\n\t${list}[${at}] = ${this.#text(place, 1)}\n}`;
      },
      () => `${holder}.${draw.pick(['F', 'G', 'H', 'Base.F'])} = ${this.#text(place, 1)}`,
      () => `${holder}.N${draw.pick(['++', ' = 0', ' += 2'])}`,
      () => `${holder}.Rename(${this.#text(place, 1)})`,
      () => `${draw.pick(names.record)} = ${draw.pick([...names.record, ...names.pointer.map((name) => `*${name}`)])}`,
      () => `${draw.pick(names.pointer)} = ${draw.pick([...names.pointer, ...names.record.map((name) => `&${name}`)])}`,
      () => `*${draw.pick(names.pointer)} = ${draw.pick(names.record)}`,
      () => `${holder}.Base = Base{${draw.pick(['F', 'G'])}: ${this.#text(place, 1)}}`,
      () =>
        `${text}, ${draw.pick(['_', ...names.text.filter((name) => name !== text)])} = ${this.#text(place, 1)}, ${this.#text(place, 1)}`,
      () => `${text} += cap(${this.#text(place, 1)})`,
      () => `${holder}.L = append(${holder}.L, ${this.#text(place, 1)})`,
      () => (names.callable.length > 0 ? `${draw.pick(names.callable)}(${this.#text(place, 1)})` : this.#probe(place)),
      () => (names.shape.length > 0 ? `${draw.pick(names.shape)}.Set(${this.#text(place, 1)})` : this.#probe(place)),
      () => `sort.Strings(${list})`,
      () => `copy(${list}, ${draw.pick(names.list)})`,
    );
  }

  #key(place: Place): string {
    return this.#draw.one(
      () => '"f"',
      () => '"g"',
      () => '"h"',
      () => this.#text(place, 1),
    );
  }

  #literal(): string {
    return `"${this.#draw.pick(['a', 'b', 'c', 'd', 'x'])}"`;
  }

  #text(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    if (depth <= 0 || !draw.left)
      return draw.one(
        () => this.#literal(),
        () => draw.pick(names.text),
        () => (place.event ? 'e.Kind' : this.#literal()),
      );
    const inner = (): string => this.#text(place, depth - 1);
    const holder = draw.pick([...names.record, ...names.pointer]);
    return draw.one(
      () => this.#literal(),
      () => draw.pick(names.text),
      () => draw.pick(names.text),
      () => `orNone(${draw.pick(names.map)}[${this.#key(place)}])`,
      () => `pick(${draw.pick(names.list)}, ${this.#number(place, 1)})`,
      () => `cap(${inner()} + "-" + ${inner()})`,
      () => `cap(fmt.Sprintf("%s-%s", ${inner()}, ${inner()}))`,
      () => `${holder}.${draw.pick(['F', 'G', 'H', 'Base.F', 'Name()'])}`,
      () => `strconv.Itoa(${this.#number(place, 1)})`,
      () => `fmt.Sprint(${this.#number(place, 1)})`,
      () => `strings.${draw.pick(['ToUpper', 'TrimSpace', 'ToLower', 'Title'])}(${inner()})`,
      () => `strings.${draw.pick(['TrimPrefix', 'TrimSuffix', 'Trim'])}(${inner()}, ${this.#literal()})`,
      () => `strings.Replace(${inner()}, "a", "z", 1)`,
      () => `strings.ReplaceAll(${inner()}, "a", "z")`,
      () => `strings.Join(${this.#list(place, depth - 1)}, "-")`,
      () => `pick(strings.Split(${inner()}, "-"), ${draw.below(2)})`,
      () => (names.callable.length > 0 ? `${draw.pick(names.callable)}(${inner()})` : inner()),
      () => (names.shape.length > 0 ? `${draw.pick(names.shape)}.Get()` : inner()),
      () => `func(p string) string { return ${draw.pick(['p', 'p + "m"'])} }(${inner()})`,
      () => `apply(${inner()}, func(p string) string { return p + ${inner()} })`,
      () => `map[string]string{"a": ${inner()}, "b": ${inner()}}[${inner()}]`,
      () => `struct{ A, B string }{${inner()}, ${inner()}}.${draw.pick(['A', 'B'])}`,
      () => `[2]string{${inner()}, ${inner()}}[${draw.below(2)}]`,
      () => `(*${draw.pick(names.pointer)}).H`,
      () => `pick(${holder}.L, ${draw.below(2)})`,
      () => `${draw.pick(names.records)}[0].${draw.pick(['H', 'F'])}`,
      () => (place.event ? 'pick(e.Items, 0)' : inner()),
    );
  }

  #number(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => String(draw.below(6)),
      () => draw.pick(names.number),
      () => `len(${draw.pick(names.list)})`,
      () => (place.event ? 'e.N' : '1'),
      () => (depth > 0 ? `(${this.#number(place, depth - 1)} ${draw.pick(['+', '-', '*'])} ${1 + draw.below(3)})` : '2'),
      () => `${draw.pick([...names.record, ...names.pointer])}.N`,
      () => `len(${draw.pick(names.map)})`,
    );
  }

  #test(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => (place.event ? 'e.Flag' : `${draw.pick(names.text)} == ${this.#literal()}`),
      () => `${draw.pick(names.text)} ${draw.pick(['==', '!='])} ${this.#literal()}`,
      () => `${draw.pick(names.number)} ${draw.pick(['==', '>', '<', '>='])} ${draw.below(6)}`,
      () => `${this.#text(place, depth)} == ${this.#text(place, depth)}`,
      () => (place.event ? `e.Kind == ${this.#literal()}` : 'n0 > 1'),
      () => `len(${draw.pick(names.list)}) ${draw.pick(['>', '==', '<'])} ${draw.below(4)}`,
      () => `strings.${draw.pick(['HasPrefix', 'HasSuffix', 'Contains'])}(${this.#text(place, depth)}, ${this.#literal()})`,
      () => (depth > 0 ? `(${this.#test(place, depth - 1)} ${draw.pick(['&&', '||'])} ${this.#test(place, depth - 1)})` : 's0 != ""'),
      () => (depth > 0 ? `!(${this.#test(place, depth - 1)})` : 'n0 == 0'),
      () => (names.pointer.length > 1 ? `${draw.pick(names.pointer)} == ${draw.pick(names.pointer)}` : 'n0 == 1'),
    );
  }

  #list(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    if (depth <= 0) return draw.pick(names.list);
    const inner = (): string => this.#list(place, depth - 1);
    return draw.one(
      () => draw.pick(names.list),
      () => `[]string{${this.#text(place, 1)}, ${this.#text(place, 0)}}`,
      () => `append([]string{${this.#text(place, 0)}}, ${inner()}...)`,
      () => `append(append([]string(nil), ${inner()}...), ${this.#text(place, 1)})`,
      () => (place.event ? 'e.Items' : inner()),
      () => `strings.Split("a-b-c", "-")`,
      () => `strings.Fields("a b")`,
    );
  }

  #declaration(place: Place): string {
    const draw = this.#draw;
    const { names } = place;
    const declare = (kind: keyof Names, prefix: string, value: string): string => {
      const name = draw.name(prefix);
      names[kind].push(name);
      return `${name} := ${value}\n_ = ${name}`;
    };
    return draw.one(
      () => declare('text', 's', this.#text(place, 2)),
      () => declare('number', 'n', this.#number(place, 1)),
      () => declare('list', 'l', this.#list(place, 2)),
      () => declare('list', 'l', draw.pick(names.list)),
      () => declare('map', 'm', `map[string]string{"f": ${this.#text(place, 1)}, "h": ${this.#text(place, 1)}}`),
      () => declare('map', 'm', draw.pick([...names.map, 'map[string]string{}', 'make(map[string]string)'])),
      () => declare('record', 'r', `Rec{Base: Base{F: ${this.#text(place, 1)}}, H: ${this.#text(place, 1)}}`),
      () =>
        declare(
          'record',
          'r',
          draw.pick([...names.record, ...names.pointer.map((name) => `*${name}`), 'Rec{}', `${draw.pick(names.records)}[0]`]),
        ),
      () =>
        declare(
          'pointer',
          'q',
          draw.pick([...names.pointer, ...names.record.map((name) => `&${name}`), 'new(Rec)', `&${draw.pick(names.records)}[0]`]),
        ),
      () => declare('pointer', 'q', `&Rec{H: ${this.#text(place, 1)}}`),
      () => declare('records', 'k', `[]Rec{${draw.pick(names.record)}, {H: ${this.#text(place, 1)}}}`),
      () => declare('records', 'k', `append(${draw.pick(names.records)}, ${draw.pick(names.record)})`),
      () => declare('records', 'k', `append([]Rec{{H: ${this.#text(place, 1)}}}, ${draw.pick(names.records)}...)`),
      () => declare('records', 'k', `make([]Rec, 1, ${1 + draw.below(4)})`),
      () => {
        const name = draw.name('f');
        names.callable.push(`${name}p`);
        const method = draw.pick([
          `${draw.pick([...names.record, ...names.pointer])}.Name`,
          `func() string { return ${draw.pick(['(*Rec).Name(&', 'Rec.Name('])}${draw.pick(names.record)}) }`,
        ]);
        return `${name} := ${method}\n${name}p := func(p string) string { return ${name}() + p }\n_ = ${name}p`;
      },
      () => declare('shape', 'z', `Shape(&Circle{t: ${this.#text(place, 1)}})`),
      () =>
        declare(
          'shape',
          'z',
          `func() Shape {\n\tif ${this.#test(place, 1)} {\n\t\treturn &Circle{t: ${this.#text(place, 0)}}\n\t}\n\treturn &Square{t: ${this.#text(place, 0)}}\n}()`,
        ),
      () =>
        declare(
          'callable',
          'f',
          `${draw.pick([...names.record.map((name) => `func(p string) string { return ${name}.Name() + p }`), 'strings.ToUpper'])}`,
        ),
      () => {
        const [value, ok] = [draw.name('s'), draw.name('b')];
        const written = `${value}, ${ok} := ${draw.pick(names.map)}[${this.#key(place)}]\nif !${ok} {\n\t${value} = ${this.#text(place, 0)}\n}`;
        names.text.push(value);
        return `${written}\n_ = ${value}`;
      },
    );
  }

  #if(place: Place): string {
    const draw = this.#draw;
    const leave = draw.rarely(5) ? `\n\t${place.leave}` : '';
    const name = draw.name('s');
    const test = draw.one(
      () => `${this.#test(place, 1)}`,
      () => `${name} := ${this.#text(place, 1)}; ${name} == ${this.#literal()}`,
    );
    const more = draw.below(2) === 1 ? ` else if ${this.#test(place, 1)} {\n${this.#block(place, 1)}\n}` : '';
    const other = draw.below(2) === 1 ? ` else {\n${this.#block(place, 1)}\n}` : '';
    return `if ${test} {\n${this.#block(place, 1 + draw.below(2))}${leave}\n}${more}${other}`;
  }

  #for(place: Place): string {
    const draw = this.#draw;
    const i = draw.name('i');
    const label = draw.name('L');
    const inside: Place = {
      ...place,
      loops: [...place.loops, label],
      names: { ...copied(place.names), number: [...place.names.number, i] },
    };
    const plain: Place = { ...inside, names: place.names };
    const step = draw.one(
      () => `${draw.pick(place.names.number)}++`,
      () => `${draw.pick(place.names.text)} = ${this.#literal()}`,
      () => `${draw.pick(place.names.list)} = nil`,
    );
    const written = draw.one(
      () => `for ${i} := 0; ${i} < ${1 + draw.below(5)}; ${i}++ {\n\ttick()\n${this.#block(inside, 1 + draw.below(2))}\n}`,
      () => `for ${this.#test(place, 1)} {\n\ttick()\n${this.#block(plain, 1 + draw.below(2))}\n\t${step}\n}`,
      () => `for {\n\ttick()\n${this.#block(plain, 1)}\n\tif ${this.#test(place, 1)} {\n\t\tbreak\n\t}\n\t${step}\n}`,
    );
    return `${written.includes(` ${label}\n`) || written.endsWith(` ${label}`) ? `${label}:\n` : ''}${written}`;
  }

  #range(place: Place): string {
    const draw = this.#draw;
    const [i, v] = [draw.name('i'), draw.name('v')];
    const label = draw.name('L');
    const inside: Place = {
      ...place,
      loops: [...place.loops, label],
      names: { ...copied(place.names), text: [...place.names.text, v], number: [...place.names.number, i] },
    };
    const each: Place = { ...inside, names: { ...copied(place.names), record: [...place.names.record, v] } };
    const keyed: Place = { ...inside, names: { ...copied(place.names), text: [...place.names.text, v, i] } };
    const written = draw.one(
      () =>
        `for ${i}, ${v} := range ${this.#list(place, 2)} {\n\ttick()\n\t_, _ = ${i}, ${v}\n${this.#block(inside, 1 + draw.below(2))}\n}`,
      () => `for ${i}, ${v} := range ${draw.pick(place.names.map)} {\n\ttick()\n\t_, _ = ${i}, ${v}\n${this.#block(keyed, 1)}\n}`,
      () => {
        const list = draw.pick(place.names.list);
        const first = draw.pick(['', `${list} = nil\n`]);
        const last = draw.pick(['', `\nsort.Strings(${list})`]);
        return `${first}for ${i} := range ${draw.pick(place.names.map)} {\n\ttick()\n\t${list} = append(${list}, ${i})\n}${last}\n${this.#probe(place, `pick(${list}, 0)`)}`;
      },
      () =>
        `for ${i} := range ${draw.below(4)} {\n\ttick()\n\t_ = ${i}\n${this.#block({ ...inside, names: { ...copied(place.names), number: [...place.names.number, i] } }, 1)}\n}`,
      () =>
        `for ${v} := range func(yield func(string) bool) {\n\ttick()\n\tif !yield(${this.#text(place, 1)}) {\n\t\treturn\n\t}\n${indented(this.#simple(place))}\n\tyield(${this.#text(place, 1)})\n} {\n\ttick()\n\t_ = ${v}\n${this.#block({ ...inside, names: { ...copied(place.names), text: [...place.names.text, v] } }, 1)}\n}`,
      () => `for _, ${v} := range ${draw.pick(place.names.records)} {\n\ttick()\n\t_ = ${v}\n${this.#block(each, 1 + draw.below(2))}\n}`,
      () =>
        `for ${i} := range ${draw.pick(place.names.records)} {\n\ttick()\n\t${draw.pick(place.names.records)}[0].H = strconv.Itoa(${i})\n${this.#block(place, 1)}\n}`,
    );
    return `${written.includes(` ${label}\n`) ? `${label}:\n` : ''}${written}`;
  }

  #jump(place: Place): string {
    const draw = this.#draw;
    const { loops } = place;
    if (loops.length === 0) return this.#simple(place);
    const to = draw.pick(['', '', ` ${draw.pick(loops)}`]);
    return `if ${this.#test(place, 1)} {\n${indented(this.#simple(place))}\n\t${draw.pick(['break', 'continue'])}${to}\n}`;
  }

  #switch(place: Place): string {
    const draw = this.#draw;
    const inside: Place = { ...place, loops: [] };
    const cases = ['a', 'b', 'c'].map(
      (value) =>
        `case "${value}"${draw.rarely(3) ? `, "x${value}"` : ''}:\n${this.#block(inside, 1)}${draw.rarely(3) ? '\n\tfallthrough' : ''}`,
    );
    const last = draw.below(2) === 1 ? `\ndefault:\n${this.#block(inside, 1)}` : '\ndefault:';
    return draw.one(
      () => `switch ${this.#text(place, 1)} {\n${cases.join('\n')}${last}\n}`,
      () =>
        `switch {\ncase ${this.#test(place, 1)}:\n${this.#block(inside, 1)}\ncase ${this.#test(place, 1)}:\n${this.#block(inside, 1)}${last}\n}`,
    );
  }

  #typeSwitch(place: Place): string {
    const draw = this.#draw;
    const v = draw.name('v');
    const value = draw.pick([this.#text(place, 1), this.#number(place, 1), draw.pick(place.names.record), ...place.names.shape]);
    const asText: Place = { ...place, loops: [], names: { ...copied(place.names), text: [...place.names.text, v] } };
    const asRecord: Place = { ...place, loops: [], names: { ...copied(place.names), record: [...place.names.record, v] } };
    const asShape: Place = { ...place, loops: [], names: { ...copied(place.names), shape: [...place.names.shape, v] } };
    return draw.one(
      () =>
        `switch ${v} := any(${value}).(type) {\ncase string:\n\t_ = ${v}\n${this.#block(asText, 1)}\ncase Rec:\n\t_ = ${v}\n${this.#block(asRecord, 1)}\ncase Shape:\n\t_ = ${v}\n${this.#block(asShape, 1)}\ndefault:\n\t_ = ${v}\n}`,
      () => `if ${v}, ok := any(${value}).(string); ok {\n\t_ = ${v}\n${this.#block(asText, 1)}\n}`,
    );
  }

  #machine(place: Place): string {
    const draw = this.#draw;
    const state = draw.name('s');
    const count = 2 + draw.below(5);
    const inside: Place = { ...place, loops: [] };
    const cases = Array.from(
      { length: count },
      (_, i) => `\tcase "q${i}":\n${indented(indented(this.#simple(inside)))}\n\t\t${state} = "q${i + 1}"`,
    );
    return `${state} := "q0"\nfor ${state} != "q${count}" {\n\ttick()\n\tswitch ${state} {\n${cases.join('\n')}\n\t}\n}`;
  }

  #function(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('f');
    const more = { names: { ...copied(place.names), text: [...place.names.text, 'p'] }, leave: 'return p' };
    const inside: Place = { ...place, ...more, depth: Math.min(place.depth, 2), loops: [] };
    const record: Place = { ...inside, names: { ...copied(inside.names), record: [...place.names.record, 'r'] } };
    const pointer: Place = { ...inside, names: { ...copied(inside.names), pointer: [...place.names.pointer, 'q'] } };
    const body = (at: Place): string => `\ttick()\n${this.#block(at, 1 + draw.below(3))}`;
    const taken = draw.one(
      () => `func ${name}(p string) string {\n${body(inside)}\n\treturn ${this.#text(inside, 2)}\n}`,
      () =>
        `func ${name}of(r Rec, p string) string {\n${body(record)}\n\treturn r.H\n}\nfunc ${name}(p string) string { return ${name}of(r0, p) }`,
      () =>
        `func ${name}of(q *Rec, p string) string {\n${body(pointer)}\n\treturn q.H\n}\nfunc ${name}(p string) string { return ${name}of(&r0, p) }`,
      () =>
        `func ${name}(p string) (out string) {\n\tdefer func() { out += "d"; ${draw.pick(['', 's0 = out'])} }()\n${body({ ...inside, leave: 'return p' })}\n\treturn ${this.#text(inside, 1)}\n}`,
      () =>
        `func ${name}of(p string, more ...string) string {\n${body({ ...inside, names: { ...copied(inside.names), list: [...place.names.list, 'more'] } })}\n\treturn pick(more, ${draw.below(2)})\n}\nfunc ${name}(p string) string { return ${name}of(p, ${draw.pick(['p', 'l0...', ''])}) }`,
    );
    place.names.callable.push(name);
    return taken;
  }

  #recursive(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('w');
    const bound = 1 + draw.below(6);
    const inside: Place = {
      ...place,
      depth: 1,
      loops: [],
      leave: 'return p',
      names: { ...copied(place.names), text: [...place.names.text, 'p'] },
    };
    const [step, done, passed] = [this.#block(inside, 1), this.#block(inside, 1), this.#text(inside, 1)];
    place.names.callable.push(name);
    return draw.one(
      () =>
        `func ${name}n(p string, n int) string {\n\ttick()\n\tif n >= ${bound} {\n${indented(done)}\n\t\treturn p\n\t}\n${step}\n\treturn ${name}n(${passed}, n+1)\n}\nfunc ${name}(p string) string { return ${name}n(p, 0) }`,
      () =>
        `func ${name}(p string) string {\n\ttick()\n\tif n0 >= ${bound} {\n${indented(done)}\n\t\treturn p\n\t}\n\tn0++\n${step}\n\treturn ${name}(${passed})\n}`,
    );
  }

  #closure(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('f');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      loops: [],
      leave: 'return p',
      names: { ...copied(place.names), text: [...place.names.text, 'p'] },
    };
    const body = `\ttick()\n${this.#block(inside, 1 + draw.below(2))}\n\treturn ${this.#text(inside, 1)}`;
    place.names.callable.push(name);
    return `${name} := func(p string) string {\n${body}\n}\n_ = ${name}`;
  }

  #closures(place: Place): string {
    const draw = this.#draw;
    const [list, i] = [draw.name('h'), draw.name('i')];
    const inside: Place = {
      ...place,
      depth: 1,
      loops: [],
      leave: 'return ""',
      names: { ...copied(place.names), number: [...place.names.number, i] },
    };
    const body = draw.one(
      () => `return "c" + strconv.Itoa(${i})`,
      () => `${this.#simple(inside)}\n\t\treturn ${this.#text(inside, 1)}`,
    );
    return `var ${list} []func() string\nfor ${i} := 0; ${i} < ${1 + draw.below(4)}; ${i}++ {\n\t${list} = append(${list}, func() string {\n\t\ttick()\n\t\t${body}\n\t})\n}\nfor _, f := range ${list} {\n\t${this.#probe(place, 'f()')}\n}`;
  }

  #deferred(place: Place): string {
    const draw = this.#draw;
    const inside: Place = { ...place, depth: 1, loops: [], leave: 'return' };
    return draw.one(
      () => `defer probe("p${this.#probes++}:" + ${this.#text(place, 1)})`,
      () => `defer func() {\n${this.#block(inside, 1)}\n}()`,
      () => `func() {\n\tdefer func() {\n${indented(this.#block(inside, 1))}\n\t}()\n${this.#block(inside, 2)}\n}()`,
    );
  }

  #failing(place: Place): string {
    const draw = this.#draw;
    const inside: Place = { ...place, depth: 1, loops: [], leave: 'return' };
    const fail = draw.pick([
      `panic(${this.#text(place, 1)})`,
      `if ${this.#test(place, 1)} {\n\t\tpanic("x")\n\t}`,
      `var bad *Rec\n\tbad.H = "x"`,
    ]);
    return `func() {\n\tdefer func() {\n\t\tif x := recover(); x != nil {\n${indented(indented(this.#simple(inside)))}\n\t\t}\n\t}()\n${this.#block(inside, 2)}\n\t${fail}\n${this.#block(inside, 1)}\n}()`;
  }

  #results(place: Place): string {
    const draw = this.#draw;
    const [name, value, error] = [draw.name('g'), draw.name('s'), draw.name('x')];
    const inside: Place = { ...place, depth: 1, loops: [], leave: 'return "", errors.New("left")' };
    const made = `${name} := func() (string, error) {\n${this.#block(inside, 1)}\n\tif ${this.#test(place, 1)} {\n\t\treturn ${this.#literal()}, errors.New(${this.#literal()})\n\t}\n\treturn ${this.#text(place, 1)}, nil\n}`;
    const written = `${made}\n${value}, ${error} := ${name}()\n_ = ${value}\nif ${error} != nil {\n${this.#block(place, 1)}\n\t${draw.pick([`${value} = "failed"`, `${value} = ${error}.Error()`])}\n}`;
    place.names.text.push(value);
    return written;
  }

  #goroutines(place: Place): string {
    const draw = this.#draw;
    const [group, lock, v] = [draw.name('wg'), draw.name('mu'), draw.name('v')];
    const inside: Place = {
      ...place,
      depth: 1,
      loops: [],
      leave: 'return',
      names: { ...copied(place.names), text: [...place.names.text, v] },
    };
    return `var ${group} sync.WaitGroup\nvar ${lock} sync.Mutex\nfor _, ${v} := range ${this.#list(place, 1)} {\n\t_ = ${v}\n\t${group}.Add(1)\n\tgo func() {\n\t\tdefer ${group}.Done()\n\t\tdefer func() { _ = recover() }()\n\t\t${lock}.Lock()\n\t\tdefer ${lock}.Unlock()\n\t\ttick()\n${indented(indented(this.#simple(inside)))}\n${indented(indented(this.#simple(inside)))}\n\t}()\n}\n${group}.Wait()`;
  }

  #channel(place: Place): string {
    const draw = this.#draw;
    const [channel, v] = [draw.name('ch'), draw.name('v')];
    const inside: Place = { ...place, depth: 1, loops: ['none'], names: { ...copied(place.names), text: [...place.names.text, v] } };
    return draw.one(
      () =>
        `${channel} := make(chan string, 3)\n${channel} <- ${this.#text(place, 1)}\n${channel} <- ${this.#text(place, 1)}\nclose(${channel})\nfor ${v} := range ${channel} {\n\t_ = ${v}\n${this.#block({ ...inside, loops: [] }, 1)}\n}`,
      () => `${channel} := make(chan string)\ngo func() { ${channel} <- ${this.#text(place, 1)} }()\n${this.#probe(place, `<-${channel}`)}`,
    );
  }

  #shadow(place: Place): string {
    const name = this.#draw.pick(place.names.text.filter((each) => /^\w+$/.test(each)));
    const inside: Place = { ...place, depth: place.depth - 1, names: copied(place.names) };
    return `{\n\t${name} := ${this.#text(place, 1)}\n\t_ = ${name}\n${this.#block(inside, 2)}\n}\n${this.#probe(place, name)}`;
  }

  #records(place: Place): string {
    const draw = this.#draw;
    const list = draw.pick(place.names.records);
    const name = draw.name('y');
    return draw.one(
      () => `${list}[0].H = ${this.#text(place, 1)}`,
      () => `${list}[0] = ${draw.pick([...place.names.record, `Rec{H: ${this.#text(place, 1)}}`])}`,
      () => `copy(${list}, ${draw.pick(place.names.records)})`,
      () => `${list}[0], ${list}[len(${list})-1] = ${list}[len(${list})-1], ${list}[0]`,
      () =>
        `${name} := &${list}[0]\n${list} = append(${list}, Rec{H: ${this.#text(place, 1)}})\n${name}.H = ${this.#text(place, 1)}\n${this.#probe(place, `${list}[0].H + ${name}.H`)}`,
      () =>
        `${name} := append(${list}, Rec{})\n${name}[0].H = ${this.#text(place, 1)}\n${this.#probe(place, `${list}[0].H + ${name}[0].H`)}`,
      () => `${list} = append(${list}, Rec{H: ${this.#text(place, 1)}})\n${this.#probe(place, `${list}[len(${list})-1].H`)}`,
      () =>
        `${name} := [2]Rec{${draw.pick(place.names.record)}, {H: ${this.#text(place, 1)}}}\n${name}2 := ${name}\n${name}2[0].H = ${this.#text(place, 1)}\n${this.#probe(place, `${name}[0].H`)}\n${this.#probe(place, `${name}2[0].H`)}`,
      () =>
        `${name} := map[string]Rec{"a": ${draw.pick(place.names.record)}}\n${name}2 := ${name}["a"]\n${name}2.H = ${this.#text(place, 1)}\n${this.#probe(place, `${name}["a"].H`)}\n${this.#probe(place, `${name}["b"].H + ${name}2.H`)}`,
      () =>
        `${name} := map[string]*Rec{"a": ${draw.pick(place.names.pointer)}}\n${name}["a"].H = ${this.#text(place, 1)}\n${this.#probe(place, `${name}["a"].H`)}`,
      () =>
        `${name} := struct {\n\tRec\n\tX *Rec\n}{Rec: ${draw.pick(place.names.record)}, X: ${draw.pick(place.names.pointer)}}\n${name}.H, ${name}.X.H = ${this.#text(place, 1)}, ${this.#text(place, 1)}\n${this.#probe(place, `${name}.H + ${name}.X.H`)}`,
    );
  }
}
