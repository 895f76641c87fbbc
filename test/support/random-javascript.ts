/**
 * Random JavaScript handlers that probe texts which they compute. Every loop and function begins with a `TICK` comment, for who runs the
 * program to count. Each probe's text begins with a mark of its own, so that a value that is lost at one place is not found at another.
 */
import { copied, Draw } from './draw.ts';

export const TICK = '/*tick*/';
/** Begins what may grow with each round of a loop. */
export const CAP = '/*cap*/';

/** What the fields of the event may be. */
export const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  flag: [true, false],
  kind: ['a', 'b', 'c'],
  n: [0, 1, 2, 5],
  opt: [undefined, 'o'],
  items: [[], ['a'], ['b', 'c', 'a']],
};

const TEXTS = ['a', 'b', 'c', 'd', 'x'];

/** Lets others go on so many times. */
const PAUSE = 'const pause = async (k) => { while (k-- > 0) await null; };';

/** Names that are in scope, by what they hold. */
interface Names {
  readonly text: string[];
  readonly number: string[];
  readonly list: string[];
  readonly object: string[];
  readonly map: string[];
  /** lists of functions of a text */
  readonly functions: string[];
  /** functions of a text that give a text */
  readonly callable: string[];
  /** asynchronous ones, called with await */
  readonly later: string[];
  /** classes whose instances have `t`, `get()`, `set(t)`, `value` and `step(n)` */
  readonly classes: string[];
  readonly instances: string[];
}

interface Place {
  readonly names: Names;
  readonly depth: number;
  /** whether `e` is there */
  readonly event: boolean;
  readonly async: boolean;
  /** labels of the loops around */
  readonly loops: readonly string[];
  readonly inFunction: boolean;
}

export function randomJavaScript(choices: readonly number[]): string {
  return new Writer(new Draw(choices)).program();
}

/** Inside a method of an object that has the field. */
const inMethod = (place: Place, field: string): Place => ({
  ...place,
  depth: 1,
  async: false,
  loops: [],
  inFunction: true,
  names: { ...copied(place.names), text: [...place.names.text, field] },
});

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
      object: ['o0'],
      map: [],
      functions: [],
      callable: [],
      later: [],
      classes: [],
      instances: [],
    };
    const top: Place = { names, depth: 3, event: false, async: false, loops: [], inFunction: false };
    const lines = [PAUSE, "let s0 = 'a';", 'let n0 = 0;', "let l0 = ['a', 'b'];", "let o0 = { f: 'a', g: 'b' };"];
    const kinds = [
      () => this.#function(top),
      () => this.#recursive(top),
      () => this.#class(top),
      () => this.#asyncFunction(top),
      () => this.#declaration(top),
      () => this.#generator(top),
      () => this.#mutual(top),
    ];
    for (let i = 1 + draw.below(4); i > 0; i--) lines.push(draw.pick(kinds)());
    const place: Place = { ...top, names: copied(names), event: true, async: true, inFunction: true };
    lines.push('exports.handler = async (e) => {', this.#block(place, 3 + draw.below(5)), this.#all(), '};');
    return lines.join('\n');
  }

  /** Probes what the variables of the module hold. */
  #all(): string {
    const values = ['s0', "l0.join('/')", "o0.f ?? 'none'", "o0.h ?? 'none'", "Object.keys(o0).join('.')", '`${n0}`'];
    return values.map((value) => `probe(\`p${this.#probes++}:\${${value}}\`);`).join('\n');
  }

  #block(place: Place, count: number): string {
    const inside: Place = { ...place, names: copied(place.names), depth: place.depth - 1 };
    const lines: string[] = [];
    for (let i = 0; i < count; i++) lines.push(this.#statement(inside));
    return lines.join('\n');
  }

  #probe(place: Place, value?: string): string {
    const mark = this.#probes++;
    return `probe(\`p${mark}:\${${value ?? this.#text(place, 2)}}\`);`;
  }

  #statement(place: Place): string {
    const draw = this.#draw;
    this.#size++;
    if (place.depth <= 0 || this.#size > 60 || !draw.left) return this.#simple(place);
    return draw.one(
      () => this.#simple(place),
      () => this.#simple(place),
      () => this.#simple(place),
      () => this.#if(place),
      () => this.#loop(place),
      () => this.#each(place),
      () => this.#switch(place),
      () => this.#machine(place),
      () => this.#chain(place),
      () => this.#try(place),
      () => this.#declaration(place),
      () => this.#declaration(place),
      () => this.#function(place),
      () => this.#recursive(place),
      () => this.#closures(place),
      () => this.#iteration(place),
      () => this.#jump(place),
      () => this.#queue(place),
      () => this.#class(place),
      () => this.#generator(place),
      () => this.#emitter(place),
      () => this.#promise(place),
      () => this.#literalObject(place),
      () => this.#destructuring(place),
      () => this.#modernClass(place),
      () => this.#calls(place),
      () => this.#delegation(place),
      () => this.#keys(place),
      () => this.#blocks(place),
      () => this.#beside(place),
      () => this.#beside(place),
      () => this.#prototype(place),
    );
  }

  #simple(place: Place): string {
    const { names } = place;
    const draw = this.#draw;
    return draw.one(
      () => this.#probe(place),
      () => this.#probe(place),
      () => `${draw.pick(names.text)} = ${CAP}(${this.#text(place, 2)});`,
      () => `${draw.pick(names.text)} = ${CAP}(${this.#text(place, 2)});`,
      () => `${draw.pick(names.number)}${draw.pick(['++', ' += 1', ' -= 1', ' = 0', ' += 2', '--'])};`,
      () => `${draw.pick(names.number)} = ${this.#number(place, 2)};`,
      () => `${this.#field(place)} = ${this.#text(place, 2)};`,
      () => `${draw.pick(names.list)}.push(${this.#text(place, 1)});`,
      () => this.#change(place),
      () => this.#change(place),
      () => `${draw.pick(names.text)} ${draw.pick(['||=', '??=', '&&=', '+='])} ${CAP}(${this.#text(place, 1)});`,
      () => (names.instances.length > 0 ? `${draw.pick(names.instances)}.${this.#call(place)};` : this.#probe(place)),
      () => (names.callable.length > 0 ? `${draw.pick(names.callable)}(${this.#text(place, 1)});` : this.#probe(place)),
      () => `[${draw.pick(names.text)}, ${draw.pick(names.text)}] = [${this.#text(place, 1)}, ${this.#text(place, 1)}];`,
      () => `({ f: ${draw.pick(names.text)} = 'd' } = ${draw.pick(names.object)});`,
      () => `${draw.pick(names.object)} = { ...${draw.pick(names.object)}, ${draw.pick(['f', 'g', 'h'])}: ${this.#text(place, 1)} };`,
      () => `${draw.pick(names.list)} = ${CAP}(${this.#list(place, 2)});`,
      () => (names.functions.length > 0 ? `${draw.pick(names.functions)}.push(${this.#lambda(place)});` : `${draw.pick(names.list)} = [];`),
      () => (names.map.length > 0 ? this.#mapChange(place) : this.#probe(place)),
      () => (names.later.length > 0 && place.async ? `await ${draw.pick(names.later)}(${this.#text(place, 1)});` : this.#probe(place)),
      () => (place.async ? `await ${draw.pick(['null', 'pause(2)', 'pause(3)'])};` : this.#probe(place)),
    );
  }

  #mapChange(place: Place): string {
    const map = this.#draw.pick(place.names.map);
    return this.#draw.one(
      () => `${map}.set(${this.#text(place, 1)}, ${this.#text(place, 1)});`,
      () => `${map}.delete(${this.#text(place, 0)});`,
      () => `${map}.clear();`,
    );
  }

  #call(place: Place): string {
    return this.#draw.one(
      () => 'get()',
      () => `set(${this.#text(place, 1)})`,
      () => `value = ${this.#text(place, 1)}`,
      () => `step(${1 + this.#draw.below(5)})`,
      () => `t = ${this.#text(place, 1)}`,
      () => `run(${this.#text(place, 1)})`,
    );
  }

  #change(place: Place): string {
    const draw = this.#draw;
    const list = draw.pick(place.names.list);
    return draw.one(
      () => `${list}.unshift(${this.#text(place, 1)});`,
      () => `${list}.pop();`,
      () => `${list}.shift();`,
      () => `${list}.reverse();`,
      () => `${list}.sort();`,
      () => `${list}.splice(${draw.below(3)}, ${draw.below(3)});`,
      () => `${list}.splice(${draw.below(3)}, ${draw.below(2)}, ${this.#text(place, 1)});`,
      () => `${list}[${this.#number(place, 1)}] = ${this.#text(place, 1)};`,
      () => `${list}.length = ${draw.below(3)};`,
      () => `${list}.fill(${this.#text(place, 1)});`,
      () => `delete ${this.#field(place)};`,
      () => `Object.assign(${draw.pick(place.names.object)}, { ${draw.pick(['f', 'g', 'h'])}: ${this.#text(place, 1)} });`,
      () => `Object.assign(${draw.pick(place.names.object)}, ${draw.pick(place.names.object)});`,
      () => `${list}.forEach((v, i) => { ${list}[i] = v + ${this.#text(place, 1)}; });`,
      () => `${list}.copyWithin(0, 1);`,
      () => `{ const { f, ...rest } = ${draw.pick(place.names.object)}; ${draw.pick(place.names.object)} = rest; }`,
    );
  }

  #field(place: Place): string {
    const object = this.#draw.pick(place.names.object);
    return this.#draw.one(
      () => `${object}.${this.#draw.pick(['f', 'g', 'h'])}`,
      () => `${object}[${this.#text(place, 1)}]`,
    );
  }

  #literal(): string {
    return `'${this.#draw.pick(TEXTS)}'`;
  }

  #text(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    if (depth <= 0 || !draw.left)
      return draw.one(
        () => this.#literal(),
        () => draw.pick(names.text),
        () => (place.event ? 'e.kind' : this.#literal()),
      );
    const inner = (): string => this.#text(place, depth - 1);
    return draw.one(
      () => this.#literal(),
      () => draw.pick(names.text),
      () => draw.pick(names.text),
      () => `${draw.pick(names.object)}.${draw.pick(['f', 'g', 'h'])}`,
      () => `${CAP}(\`\${${inner()}}-\${${inner()}}\`)`,
      () => `${draw.pick(names.object)}[${inner()}]`,
      () => `${draw.pick(names.list)}[${this.#number(place, 1)}]`,
      () => `(${this.#test(place, 1)} ? ${inner()} : ${inner()})`,
      () => `(${inner()} ${draw.pick(['||', '??', '&&'])} ${inner()})`,
      () => (place.event ? `(e.opt ?? ${inner()})` : inner()),
      () => (place.event ? '(e.items[0] ?? "none")' : inner()),
      () => (names.callable.length > 0 ? `${draw.pick(names.callable)}(${inner()})` : inner()),
      () => (names.later.length > 0 && place.async ? `(await ${draw.pick(names.later)}(${inner()}))` : inner()),
      () => `${this.#list(place, depth - 1)}.join('-')`,
      () =>
        `(${this.#list(place, depth - 1)}.${draw.pick(['pop()', 'shift()', 'at(-1)', 'at(0)', 'find((v) => v > "a")', 'findLast((v) => v < "c")'])} ?? 'none')`,
      () => `String(${this.#number(place, depth - 1)})`,
      () => `\`\${${this.#number(place, depth - 1)}}\``,
      () =>
        `String(${inner()}).${draw.pick(['toUpperCase()', 'slice(0, 1)', "replace('a', 'z')", "split('-')[0]", "concat('q')", "padEnd(2, 'y')", 'trim()', "split('').reverse().join('')", 'charAt(0)', "replaceAll('a', 'w')", 'repeat(2)', 'substring(1)', 'slice(-1)'])}`,
      () => `Object.${draw.pick(['keys', 'values'])}(${draw.pick(names.object)}).join('.')`,
      () => `${this.#list(place, depth - 1)}.reduce((all, v) => all + ${draw.pick(['v', "v + '-'", 'String(all).length'])}, ${inner()})`,
      () => (place.async ? `(await Promise.resolve(${inner()}))` : inner()),
      () => (names.classes.length > 0 ? `new ${draw.pick(names.classes)}(${inner()}).${draw.pick(['get()', 't', 'value'])}` : inner()),
      () => (names.instances.length > 0 ? `${draw.pick(names.instances)}.${draw.pick(['get()', 't', 'value'])}` : inner()),
      () => (names.map.length > 0 ? `(${draw.pick(names.map)}.get(${inner()}) ?? 'none')` : inner()),
      () => `JSON.parse(JSON.stringify({ v: ${inner()} })).v`,
      () => `((v) => ${draw.pick(["v + 'm'", 'v', '`${v}`'])})(${inner()})`,
      () => `(function () { return this.v; }).call({ v: ${inner()} })`,
      () => `((a, b = ${inner()}, ...c) => ${draw.pick(['b', 'a', 'c.join("")'])})(${draw.pick([inner(), `...${this.#list(place, 1)}`])})`,
      () => `(typeof ${draw.pick([...names.text, ...names.number])})`,
      () => `(${draw.pick(names.text)} = ${CAP}(${inner()}))`,
      () => `(${draw.pick(names.number)}++, ${inner()})`,
      () => `(${draw.pick(names.object)}?.[${inner()}]?.length ?? ${inner()})`,
      () => `[${this.#list(place, 1)}, ${this.#list(place, 1)}].flat()[${draw.below(3)}]`,
      () => `({ a: ${inner()}, b: ${inner()} })[${this.#test(place, 0)} ? 'a' : 'b']`,
      () => (names.functions.length > 0 ? `${draw.pick(names.functions)}.map((f) => f(${inner()})).join()` : inner()),
    );
  }

  #number(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => String(draw.below(6)),
      () => draw.pick(names.number),
      () => `${draw.pick(names.list)}.length`,
      () => (place.event ? 'e.n' : '1'),
      () => (depth > 0 ? `(${this.#number(place, depth - 1)} ${draw.pick(['+', '-', '*', '%'])} ${1 + draw.below(3)})` : '2'),
      () => (depth > 0 ? `(${this.#number(place, depth - 1)} + ${this.#number(place, depth - 1)})` : '3'),
      () => `${draw.pick(names.list)}.indexOf(${this.#literal()})`,
      () => `String(${draw.pick(names.text)}).length`,
    );
  }

  #test(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => (place.event ? 'e.flag' : `${draw.pick(names.text)} === ${this.#literal()}`),
      () => `${draw.pick(names.text)} ${draw.pick(['===', '!=='])} ${this.#literal()}`,
      () => `${draw.pick(names.number)} ${draw.pick(['===', '>', '<', '>=', '!=='])} ${draw.below(6)}`,
      () => `${this.#text(place, depth)} === ${this.#text(place, depth)}`,
      () => (place.event ? `e.kind === ${this.#literal()}` : 'n0 > 1'),
      () => (place.event ? `e.n ${draw.pick(['===', '>', '<'])} ${draw.below(4)}` : 'n0 < 3'),
      () => `${draw.pick(names.list)}.length ${draw.pick(['>', '===', '<'])} ${draw.below(4)}`,
      () => `${draw.pick(names.list)}.includes(${this.#literal()})`,
      () => `${draw.pick(names.list)}.${draw.pick(['some', 'every'])}((v) => v === ${this.#literal()})`,
      () => `${draw.pick(names.object)}.${draw.pick(['f', 'g', 'h'])}`,
      () => `${this.#literal()} in ${draw.pick(names.object)}`,
      () => `'h' in ${draw.pick(names.object)}`,
      () => (depth > 0 ? `(${this.#test(place, depth - 1)} ${draw.pick(['&&', '||'])} ${this.#test(place, depth - 1)})` : 'true'),
      () => (depth > 0 ? `!(${this.#test(place, depth - 1)})` : 'false'),
      () => (place.event ? 'e.opt' : 'true'),
      () => (place.event ? 'e.opt === undefined' : 'false'),
      () => `String(${draw.pick(names.text)}).${draw.pick(['startsWith', 'includes', 'endsWith'])}(${this.#literal()})`,
      () => (names.map.length > 0 ? `${draw.pick(names.map)}.has(${this.#literal()})` : 's0'),
      () => (names.instances.length > 0 ? `${draw.pick(names.instances)} instanceof ${draw.pick(names.classes)}` : 's0'),
    );
  }

  #list(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    if (depth <= 0) return draw.pick(names.list);
    const inner = (): string => this.#list(place, depth - 1);
    return draw.one(
      () => draw.pick(names.list),
      () => `[${this.#text(place, 1)}, ${this.#text(place, 0)}]`,
      () => `${inner()}.map((v, i) => ${draw.pick(['v', "v + 'k'", '`${i}`', 'v + i'])})`,
      () => `${inner()}.filter((v) => ${this.#itemTest(place)})`,
      () => `[...${inner()}, ${this.#text(place, 0)}]`,
      () => `${inner()}.slice(${draw.below(3)}${draw.pick(['', ', 2', ', -1'])})`,
      () => `${inner()}.concat(${inner()})`,
      () => `Object.${draw.pick(['keys', 'values'])}(${draw.pick(names.object)})`,
      () => (place.event ? 'e.items' : inner()),
      () => `${inner()}.flatMap((v) => [v, ${this.#text(place, 0)}])`,
      () => `${draw.pick(["'a-b-c'", `String(${this.#text(place, 0)})`])}.split('-')`,
      () => `[...new Set(${inner()})]`,
      () => `Object.entries(${draw.pick(names.object)}).map(([k, v]) => k + v)`,
      () => `Array.from(${inner()}, (v) => v)`,
      () => `Array.from({ length: ${draw.below(4)} }, (_, i) => 'i' + i)`,
      () => (place.async ? `(await Promise.all(${inner()}.map(async (v) => ${draw.pick(['v', "v + 'w'"])})))` : inner()),
      () => (names.map.length > 0 ? `[...${draw.pick(names.map)}.${draw.pick(['keys', 'values'])}()]` : inner()),
      () => `${inner()}.toSorted()`,
      () => `${inner()}.toReversed()`,
    );
  }

  #itemTest(place: Place): string {
    return this.#draw.one(
      () => `v !== ${this.#literal()}`,
      () => `v === ${this.#literal()}`,
      () => 'v',
      () => (place.event ? 'e.flag' : 'n0'),
      () => 'n0++ > 0',
    );
  }

  #lambda(place: Place): string {
    const draw = this.#draw;
    return draw.one(
      () => `(p) => ${this.#text({ ...place, names: { ...copied(place.names), text: [...place.names.text, 'p'] }, async: false }, 1)}`,
      () =>
        `(p) => { ${TICK} ${this.#simple({ ...place, names: { ...copied(place.names), text: [...place.names.text, 'p'] }, async: false })} return p; }`,
    );
  }

  #declaration(place: Place): string {
    const draw = this.#draw;
    const { names } = place;
    const declare = (kind: keyof Names, prefix: string, value: string): string => {
      const name = draw.name(prefix);
      names[kind].push(name);
      return `${draw.pick(['let', 'let', 'var'])} ${name} = ${value};`;
    };
    const inner = { ...place };
    return draw.one(
      () => declare('text', 's', this.#text(inner, 2)),
      () => declare('number', 'n', this.#number(inner, 1)),
      () => declare('list', 'l', this.#list(inner, 2)),
      () => declare('object', 'o', `{ f: ${this.#text(inner, 1)}, ${draw.pick(['g', 'h'])}: ${this.#text(inner, 1)} }`),
      () => declare('map', 'm', `new Map([['a', ${this.#text(inner, 1)}], [${this.#text(inner, 1)}, 'b']])`),
      () => declare('functions', 'h', `[${this.#lambda(inner)}]`),
      () => declare('object', 'o', draw.pick(names.object)),
      () => declare('list', 'l', draw.pick(names.list)),
      () =>
        names.classes.length > 0
          ? declare('instances', 'i', `new ${draw.pick(names.classes)}(${this.#text(inner, 1)})`)
          : declare('text', 's', "'c'"),
      () => declare('object', 'o', `{ f: ${this.#text(inner, 1)}, get g() { return this.f + 'G'; }, set h(v) { this.f = v; } }`),
      () => {
        const [a, b] = [draw.name('s'), draw.name('s')];
        const value = this.#list(inner, 1);
        names.text.push(a, b);
        return `let [${a}, ${b} = 'd'] = ${value};`;
      },
      () => declare('object', 'o', `Object.fromEntries(${this.#list(inner, 1)}.map((v) => [v, ${this.#text(inner, 0)}]))`),
      () => declare('callable', 'f', this.#lambda(inner)),
    );
  }

  #if(place: Place): string {
    const draw = this.#draw;
    const way = (): string => `{\n${this.#block(place, 1 + draw.below(2))}\n${this.#leave(place)}}`;
    const test = (): string => `if (${this.#test(place, 1)}) ${way()}`;
    return [test(), ...(draw.below(4) === 0 ? [test()] : []), ...(draw.below(2) === 0 ? [] : [way()])].join(' else ');
  }

  /** Rarely leaves what is around. */
  #leave(place: Place): string {
    const draw = this.#draw;
    const [loop] = place.loops;
    const ways = [...(place.inFunction ? ['return;'] : []), ...(loop ? ['continue;', `break ${loop};`] : [])];
    return ways.length > 0 && draw.rarely(4) ? draw.pick(ways) : '';
  }

  #loop(place: Place): string {
    const draw = this.#draw;
    const label = draw.name('L');
    const inside: Place = { ...place, loops: [...place.loops, label] };
    const bound = 1 + draw.below(6);
    return draw.one(
      () => {
        const i = draw.name('i');
        const body = this.#block({ ...inside, names: { ...copied(place.names), number: [...place.names.number, i] } }, 1 + draw.below(3));
        return `${label}: for (let ${i} = 0; ${i} < ${bound}; ${i}++) { ${TICK}\n${body}\n}`;
      },
      () => `${label}: while (${this.#test(place, 1)}) { ${TICK}\n${this.#block(inside, 1 + draw.below(3))}\n${this.#step(place)}\n}`,
      () =>
        `${label}: while (true) { ${TICK}\n${this.#block(inside, 1 + draw.below(2))}\nif (${this.#test(place, 1)}) break;\n${this.#step(place)}\n}`,
      () => `${label}: do { ${TICK}\n${this.#block(inside, 1 + draw.below(3))}\n${this.#step(place)}\n} while (${this.#test(place, 1)});`,
      () => {
        const token = draw.name('n');
        return `let ${token} = 0; ${label}: do { ${TICK}\n${this.#block(inside, 1 + draw.below(2))}\n${token} = ${token} < ${bound} && e0(${token}) ? ${token} + 1 : undefined;\n} while (${token});`.replace(
          /e0\(/,
          place.event ? '((v) => e.n > v)(' : '((v) => v < 4)(',
        );
      },
    );
  }

  /** A change that makes a loop go on to something else. */
  #step(place: Place): string {
    return this.#draw.one(
      () => `${this.#draw.pick(place.names.number)}++;`,
      () => `${this.#draw.pick(place.names.text)} = ${this.#literal()};`,
      () => `${this.#draw.pick(place.names.list)}.pop();`,
    );
  }

  #each(place: Place): string {
    const draw = this.#draw;
    const label = draw.name('L');
    const v = draw.name('v');
    const inside: Place = {
      ...place,
      loops: [...place.loops, label],
      names: { ...copied(place.names), text: [...place.names.text, v] },
    };
    const over = draw.one(
      () => `of ${this.#list(place, 2)}`,
      () => `in ${draw.pick(place.names.object)}`,
    );
    const wait = place.async && over.startsWith('of') && draw.rarely(4) ? 'await ' : '';
    return `${label}: for ${wait}(let ${v} ${over}) { ${TICK}\n${this.#block(inside, 1 + draw.below(3))}\n}`;
  }

  #jump(place: Place): string {
    const draw = this.#draw;
    if (place.loops.length === 0) return this.#simple(place);
    const label = draw.pick([...place.loops].reverse());
    return `if (${this.#test(place, 1)}) { ${this.#simple(place)} ${draw.pick(['break', 'continue'])} ${label}; }`;
  }

  #switch(place: Place): string {
    const draw = this.#draw;
    const subject = this.#text(place, 1);
    const cases = TEXTS.slice(0, 1 + draw.below(4)).map(
      (text) => `case '${text}': ${this.#block(place, 1)} ${draw.rarely(3) ? this.#leave(place) : 'break;'}`,
    );
    if (draw.below(2) === 0)
      cases.splice(draw.below(cases.length + 1), 0, `default: ${this.#block(place, 1)} ${draw.rarely(3) ? this.#leave(place) : 'break;'}`);
    return `switch (${subject}) {\n${cases.join('\n')}\n}`;
  }

  /** A loop over the states of a machine. */
  #machine(place: Place): string {
    const draw = this.#draw;
    const state = draw.name('s');
    const count = 2 + draw.below(6);
    const numeric = draw.below(2) === 1;
    const nameOf = (i: number): string => (numeric ? String(i) : `'q${i}'`);
    const next = (i: number): string =>
      draw.one(
        () => nameOf(i + 1),
        () => nameOf(i + 1),
        () => `${this.#test(place, 0)} ? ${nameOf(draw.below(count + 1))} : ${nameOf(i + 1)}`,
      );
    const inside: Place = { ...place, loops: [] };
    const cases = Array.from({ length: count }, (_, i) => `case ${nameOf(i)}: ${this.#simple(inside)} ${state} = ${next(i)}; break;`);
    return `let ${state} = ${nameOf(0)}; while (${draw.pick([`${state} !== ${nameOf(count)}`, 'true'])}) { ${TICK}\nswitch (${state}) {\n${cases.join('\n')}\n}\nif (${state} === ${nameOf(count)}) break;\n}`;
  }

  /** Values that move one variable further in each round. */
  #chain(place: Place): string {
    const draw = this.#draw;
    const count = 2 + draw.below(5);
    const names = Array.from({ length: count }, () => draw.name('s'));
    const moves = names.slice(1).map((name, i) => `${names[i]} = ${name};`);
    const test = draw.pick([`${names[0]} !== 'x'`, `n0++ < ${count + 1}`, place.event ? 'e.flag && n0++ < 9' : 'n0++ < 5']);
    return `let ${names.map((name) => `${name} = 'a'`).join(', ')}; while (${test}) { ${TICK}\n${moves.join(' ')} ${names[count - 1]} = 'x';\n${this.#probe(place, names[0])}\nif (${names[0]} === 'x') { ${this.#simple(place)} }\n}`;
  }

  #queue(place: Place): string {
    const draw = this.#draw;
    const queue = draw.name('l');
    const v = draw.name('v');
    const inside: Place = { ...place, loops: [], names: { ...copied(place.names), text: [...place.names.text, v] } };
    const body = `${this.#block(inside, 1)}\nif (${v} ${draw.pick(['===', '!=='])} ${this.#literal()} && ${queue}.length < ${1 + draw.below(6)}) ${queue}.${draw.pick(['push', 'unshift'])}(${this.#text(inside, 1)});`;
    const start = `const ${queue} = [${this.#text(place, 1)}, ${this.#text(place, 0)}];`;
    return draw.one(
      () => `${start} while (${queue}.length) { ${TICK}\nconst ${v} = ${queue}.${draw.pick(['shift', 'pop'])}();\n${body}\n}`,
      () => `${start} for (const ${v} of ${queue}) { ${TICK}\n${body}\n}`,
      () => `${start} for (let k = 0; k < ${queue}.length; k++) { ${TICK}\nconst ${v} = ${queue}[k];\n${body}\n}`,
      () => `${start} let ${v}; while ((${v} = ${queue}.pop()) !== undefined) { ${TICK}\n${body}\n}`,
    );
  }

  #try(place: Place): string {
    const draw = this.#draw;
    const error = draw.name('x');
    const failing = draw.one(
      () => `if (${this.#test(place, 1)}) throw new Error(${this.#text(place, 1)});`,
      () => `throw { message: ${this.#text(place, 1)} };`,
      () => `if (${this.#test(place, 1)}) throw Object.assign(new Error('a'), { message: ${this.#text(place, 1)} });`,
      () => `null.x;`,
    );
    const [before, after] = [this.#block(place, 1 + draw.below(2)), this.#block(place, 1)];
    const caught: Place = { ...place, names: { ...copied(place.names), text: [...place.names.text, `${error}.message`] } };
    const leave = place.inFunction && draw.rarely(5) ? 'return;' : '';
    const handler = `catch (${error}) { ${this.#block(caught, 1 + draw.below(2))} ${leave} }`;
    const final = `finally { ${this.#block(place, 1)} }`;
    return `try {\n${before}\n${failing}\n${after}\n} ${draw.pick([handler, `${handler} ${final}`])}`;
  }

  /** A function of a text; its body may change what is around. */
  #function(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('f');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, 'p'] },
    };
    const body = `${this.#block(inside, 1 + draw.below(3))}\nreturn ${this.#text(inside, 2)};`;
    const given = draw.pick(['p', "p = 'd'"]);
    const written = draw.one(
      () => `function ${name}(${given}) { ${TICK}\n${body}\n}`,
      () => `const ${name} = (${given}) => { ${TICK}\n${body}\n};`,
      () => `const ${name} = function (${given}) { ${TICK}\n${body}\n};`,
    );
    place.names.callable.push(name);
    return written;
  }

  #asyncFunction(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('g');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: true,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, 'p'] },
    };
    const body = `${this.#block(inside, 1 + draw.below(3))}\nreturn ${this.#text(inside, 2)};`;
    place.names.later.push(name);
    return `const ${name} = async (p) => { ${TICK}\n${body}\n};`;
  }

  /** A function that calls itself, by a counter of its own, one around it, or what is left of a list. */
  #recursive(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('r');
    const counter = draw.name('n');
    const bound = 1 + draw.below(7);
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, 'p'], number: [...place.names.number, counter] },
    };
    const step = this.#block(inside, 1);
    const done = this.#block(inside, 1);
    const passed = this.#text(inside, 1);
    const written = draw.one(
      () =>
        `let ${counter} = 0; function ${name}(p) { ${TICK}\nif (${counter} ${draw.pick(['===', '>='])} ${bound}) { ${done} return ${this.#text(inside, 1)}; }\n${counter}++;\n${step}\nreturn ${name}(${passed});\n}`,
      () =>
        `function ${name}(p, ${counter} = 0) { ${TICK}\nif (${counter} >= ${bound}) { ${done} return p; }\n${step}\nreturn ${name}(${passed}, ${counter} + 1);\n}`,
      () =>
        `let ${counter} = 0; const ${name} = (p) => { ${TICK}\nif (${counter} > ${bound}) return p;\n${counter}++;\nconst q = ${name}(${passed});\n${counter}--;\n${step}\nreturn q + p;\n};`,
      () =>
        `let ${counter} = ${bound}; const ${name} = (p) => { ${TICK}\nif (${counter}-- <= 0) { ${done} return p; }\n${step}\n['a', 'b'].forEach((w) => ${name}(${draw.pick(['w', 'p', 'p + w'])}));\nreturn p;\n};`,
      () =>
        `let ${counter} = 0; function ${name}(p) { ${TICK}\nif (p === ${this.#literal()}) { ${done} return p; }\nif (${counter}++ > ${bound}) return p;\nreturn ${name}(p === 'a' ? 'b' : p === 'b' ? 'c' : 'd');\n}`,
    );
    place.names.callable.push(name);
    return written;
  }

  #mutual(place: Place): string {
    const draw = this.#draw;
    const [one, two, counter] = [draw.name('r'), draw.name('r'), draw.name('n')];
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, 'p'], number: [...place.names.number, counter] },
    };
    const bound = 1 + draw.below(6);
    const written = `let ${counter} = 0;\nfunction ${one}(p) { ${TICK}\nif (${counter} > ${bound}) { ${this.#block(inside, 1)} return p; }\n${counter}++;\n${this.#block(inside, 1)}\nreturn ${two}(${this.#text(inside, 1)});\n}\nfunction ${two}(p) { ${TICK}\n${this.#block(inside, 1)}\nreturn ${draw.pick([`${one}(p)`, `${one}(p) + 'z'`])};\n}`;
    place.names.callable.push(one, two);
    return written;
  }

  #closures(place: Place): string {
    const draw = this.#draw;
    const [list, i] = [draw.name('h'), draw.name('i')];
    const inside: Place = { ...place, names: { ...copied(place.names), number: [...place.names.number, i] }, async: false };
    const body = draw.one(
      () => `${list}.push(() => \`c\${${i}}\`);`,
      () => `${list}.push((p) => ${this.#text(inside, 1)});`,
      () => `const k = ${this.#text(inside, 1)}; ${list}.push((p) => { ${TICK} ${this.#simple(inside)} return k; });`,
    );
    const call = draw.one(
      () => `${list}.forEach((f) => ${this.#probe(place, "f('a')").slice(0, -1)});`,
      () => `for (const f of ${list}) ${this.#probe(place, "f('b')")}`,
      () => `while (${list}.length) { ${TICK} ${this.#probe(place, `${list}.pop()('c')`)} }`,
      () => this.#probe(place, `${list}[${this.#number(place, 1)}]?.('d')`),
    );
    const written = `const ${list} = []; for (${draw.pick(['let', 'var'])} ${i} = 0; ${i} < ${1 + draw.below(5)}; ${i}++) { ${body} }\n${call}`;
    place.names.functions.push(list);
    return written;
  }

  /** Methods of lists with callbacks that change what is around. */
  #iteration(place: Place): string {
    const draw = this.#draw;
    const v = draw.name('v');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, v] },
    };
    const list = this.#list(place, 1);
    const body = this.#block(inside, 1 + draw.below(2));
    const target = draw.pick(place.names.text);
    return draw.one(
      () => `${list}.forEach((${v}) => { ${TICK}\n${body}\n});`,
      () => `${target} = ${list}.map((${v}) => { ${TICK}\n${body}\nreturn ${this.#text(inside, 1)}; }).join('+');`,
      () =>
        `${target} = ${list}.reduce((all, ${v}) => { ${TICK}\n${body}\nreturn ${draw.pick(['all + ', '', 'n0 > 2 ? all : '])}${this.#text(inside, 1)}; }, ${this.#text(place, 0)});`,
      () => `${target} = ${list}.find((${v}) => { ${TICK}\n${body}\nreturn ${this.#test(inside, 1)}; }) ?? 'none';`,
      () => `if (${list}.some((${v}) => { ${TICK}\n${body}\nreturn ${this.#test(inside, 1)}; })) ${this.#probe(place)}`,
      () => `${draw.pick(place.names.list)} = ${list}.filter((${v}) => { ${TICK}\n${body}\nreturn ${this.#test(inside, 1)}; });`,
      () => `${draw.pick(place.names.list)} = [...${list}].sort((${v}, w) => { ${TICK}\n${body}\nreturn ${v} < w ? -1 : 1; });`,
      () =>
        place.names.map.length > 0 ? `${draw.pick(place.names.map)}.forEach((${v}, key) => { ${TICK}\n${body}\n});` : this.#probe(place),
      () => (place.async ? `await Promise.all(${list}.map(async (${v}) => { ${TICK}\n${body}\n}));` : this.#probe(place)),
      () => `${target} = String(${target}).replace(/./g, (${v}) => { ${TICK}\n${body}\nreturn ${this.#text(inside, 1)}; });`,
    );
  }

  #class(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('C');
    const parent = place.names.classes.length > 0 && draw.below(2) === 1 ? draw.pick(place.names.classes) : undefined;
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, 'this.t'], number: [...place.names.number, 'this.n'] },
    };
    const given: Place = { ...inside, names: { ...copied(inside.names), text: [...inside.names.text, 'p'] } };
    const bound = 2 + draw.below(5);
    const members = [
      parent
        ? draw.pick([
            '',
            `constructor(p) { super(${this.#text({ ...given, names: { ...copied(place.names), text: [...place.names.text, 'p'] } }, 1)}); this.t += 'S'; }`,
          ])
        : `n = 0; constructor(p) { this.t = ${draw.pick(['p', "p ?? 'd'", "p + '!'"])}; }`,
      parent && draw.below(2) === 0
        ? ''
        : `get() { ${TICK} ${draw.pick(['', this.#simple(inside)])} return ${draw.pick(['this.t', "this.t + 'g'", parent ? 'super.get() + "h"' : 'this.t'])}; }`,
      parent && draw.below(2) === 0
        ? ''
        : `set(p) { ${TICK} ${draw.pick(['', this.#simple(given)])} this.t = ${draw.pick(['p', "p + 's'", 'this.t + p'])}; return this; }`,
      parent && draw.below(2) === 0
        ? ''
        : `get value() { ${draw.pick(['', 'this.n++;'])} return this.${draw.pick(['t', 'n > 2 ? this.t : "v"', 'get()'])}; }\nset value(p) { ${draw.pick(['this.t = p;', 'this.set(p);', 'this.n++; this.t = p + this.n;'])} }`,
      parent && draw.below(2) === 0
        ? ''
        : `step(k) { ${TICK} if (this.n ${draw.pick(['===', '>='])} k) { ${this.#block(inside, 1)} return this.t; } this.n++; ${draw.pick(['', this.#simple(inside)])} return this.step(k); }`,
      parent && draw.below(2) === 0
        ? ''
        : `run(p) { ${TICK} for (let i = 0; i < ${bound}; i++) { ${TICK} ${this.#block(given, 1)} this.${draw.pick(['n++', 't = p', 'value = p'])}; } return this; }`,
    ];
    place.names.classes.push(name);
    return `class ${name}${parent ? ` extends ${parent}` : ''} {\n${members.filter((member) => member !== '').join('\n')}\n}`;
  }

  #generator(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('y');
    const v = draw.name('v');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: copied(place.names),
    };
    const each: Place = { ...inside, names: { ...copied(place.names), text: [...place.names.text, v] }, async: place.async };
    const yields = Array.from({ length: 1 + draw.below(3) }, () => `${this.#simple(inside)} yield ${this.#text(inside, 1)};`);
    const body = draw.one(
      () => yields.join('\n'),
      () => `for (let k = 0; k < ${1 + draw.below(5)}; k++) { ${TICK} ${yields.join('\n')} }`,
    );
    const use = draw.one(
      () => `for (const ${v} of ${name}()) { ${TICK}\n${this.#block({ ...each, inFunction: false }, 1)}\n}`,
      () => this.#probe(place, `[...${name}()].join('/')`),
      () => `{ const it = ${name}(); ${this.#probe(place, 'it.next().value')} ${this.#probe(place, 'it.next().value')} }`,
      () => `{ const [${v}] = ${name}(); ${this.#probe(each, v)} }`,
    );
    return `function* ${name}() { ${TICK}\n${body}\n}\n${use}`;
  }

  #emitter(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('E');
    const v = draw.name('v');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, v] },
    };
    const on = `${name}.${draw.pick(['on', 'once'])}('x', (${v}) => { ${TICK}\n${this.#block(inside, 1)}\n});`;
    const emit = `${name}.emit('x', ${this.#text(place, 1)});`;
    return draw.one(
      () => `const ${name} = new (require('events').EventEmitter)(); ${on}\n${emit} ${emit}`,
      () =>
        `const ${name} = { l: [], on(n, f) { this.l.push(f); }, once(n, f) { this.l.push(f); }, emit(n, v) { this.l.forEach((f) => f(v)); } }; ${on}\n${emit} ${emit}`,
      () => `const ${name} = new (require('events').EventEmitter)(); for (let k = 0; k < 3; k++) { ${on}\n${emit} }`,
    );
  }

  #promise(place: Place): string {
    const draw = this.#draw;
    if (!place.async) return this.#probe(place);
    const v = draw.name('v');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, v] },
    };
    const body = this.#block(inside, 1);
    const target = draw.pick(place.names.text);
    return draw.one(
      () =>
        `${target} = await Promise.resolve(${this.#text(place, 1)}).then((${v}) => { ${TICK}\n${body}\nreturn ${this.#text(inside, 1)}; });`,
      () =>
        `${target} = await Promise.reject(new Error(${this.#text(place, 1)})).catch((x) => { ${TICK} const ${v} = x.message;\n${body}\nreturn ${this.#text(inside, 1)}; });`,
      () =>
        `${target} = await new Promise((resolve) => { const ${v} = ${this.#text(place, 1)}; ${body}\nresolve(${this.#text(inside, 1)}); });`,
      () =>
        `await Promise.resolve(${this.#text(place, 1)}).then((${v}) => { ${TICK}\n${body}\nif (${this.#test(inside, 1)}) throw new Error(${v}); }).then(() => { ${this.#block(inside, 1)} }, () => { ${this.#block(inside, 1)} }).finally(() => { ${this.#simple(inside)} });`,
      () => `${target} = (await Promise.allSettled([Promise.resolve(${this.#text(place, 1)})]))[0].value;`,
    );
  }

  /** Asynchronous functions that run beside one another and what follows. */
  #beside(place: Place): string {
    const draw = this.#draw;
    if (!place.async) return this.#probe(place);
    const [p, v] = [draw.name('p'), draw.name('v')];
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, v] },
    };
    const pause = (): string =>
      draw.below(3) === 2 ? '' : `await ${draw.pick(['null', 'pause(2)', 'pause(4)', `pause(${this.#number(place, 0)})`])};`;
    const callback = (): string =>
      `async (${v}) => { ${TICK}\n${this.#simple(inside)}\n${pause()}\n${this.#block(inside, 1)}\n${pause()}\nreturn ${this.#text(inside, 1)}; }`;
    const called = (): string =>
      place.names.later.length > 0 && draw.below(2) === 1
        ? `${draw.pick(place.names.later)}(${this.#text(place, 1)})`
        : `(${callback()})(${this.#text(place, 1)})`;
    const target = draw.pick(place.names.text);
    const meanwhile = (): string => this.#block(place, 1 + draw.below(2));
    // who does not wait for a promise hears nothing of its failure
    const quiet = `${p}.catch(() => {});`;
    return draw.one(
      () => `await Promise.all(${this.#list(place, 1)}.map(${callback()}));`,
      () => `${target} = (await Promise.all(${this.#list(place, 1)}.map(${callback()}))).join('+');`,
      () => `const ${p} = ${called()}; ${quiet}\n${meanwhile()}\n${target} = await ${p};`,
      () => `const ${p} = ${called()}; ${quiet}\n${meanwhile()}`,
      () => `${this.#list(place, 1)}.forEach((w) => { const ${p} = (${callback()})(w); ${quiet} });\n${meanwhile()}`,
      () =>
        `const ${p} = []; for (const w of ${this.#list(place, 1)}) { ${TICK} ${p}.push((${callback()})(w)); ${this.#simple(place)} }\n${target} = (await Promise.allSettled(${p})).map((r) => r.value).join('+');`,
      () => `{ const [${p}x, ${p}y] = await Promise.all([${called()}, ${called()}]); ${this.#probe(place, `${p}x + ${p}y`)} }`,
      () =>
        `const ${p} = ${called()}.then((${v}) => { ${TICK}\n${this.#block({ ...inside, async: false }, 1)}\nreturn ${v}; }); ${quiet}\n${meanwhile()}`,
      () => `${target} = await Promise.${draw.pick(['race', 'any'])}([${called()}, ${called()}]);`,
      () => `for await (const w of [${called()}, ${called()}]) { ${TICK}\n${this.#probe(place, 'w')}\n${this.#simple(place)}\n}`,
      () =>
        `${target} = await (async () => { ${TICK}\ntry { ${this.#simple(place)} return ${called()}; } finally { ${this.#simple(place)} } })();`,
      () =>
        `const ${p} = (async () => { ${TICK}\n${meanwhile()}\nreturn ${called()}; })(); ${quiet}\n${meanwhile()}\n${target} = await ${p};`,
    );
  }

  /** Methods that a class gets when it is there already. */
  #prototype(place: Place): string {
    const draw = this.#draw;
    const [name, child] = [draw.name('P'), draw.name('P')];
    const inside = inMethod(place, 'this.t');
    const body = (): string =>
      `(p) { ${TICK} ${this.#simple({ ...inside, names: { ...inside.names, text: [...inside.names.text, 'p'] } })} return this.t + p; }`;
    const set = (): string =>
      draw.one(
        () => `${draw.pick([name, child])}.prototype.m = function ${body()};`,
        () => `Object.assign(${draw.pick([name, child])}.prototype, { m${body()}, k: ${this.#text(place, 1)} });`,
        () => `${draw.pick([name, child])}.prototype[${draw.pick(["'m'", this.#text(place, 0)])}] = function ${body()};`,
        () =>
          `Object.defineProperty(${draw.pick([name, child])}.prototype, 'm', { value: function ${body()}, writable: true, configurable: true });`,
        () => `{ const before = ${name}.prototype.m; ${name}.prototype.m = function (p) { return before.call(this, p) + 'w'; }; }`,
        () => `if (${this.#test(place, 1)}) ${name}.prototype.k = ${this.#text(place, 1)};`,
        () => `delete ${name}.prototype.m;`,
      );
    const written = `class ${name} { constructor(p) { this.t = p; } ${draw.pick(['', `m${body()}`, 'm() { return this.t; }'])} }\nclass ${child} extends ${name} { ${draw.pick(['', 'm(p) { return super.m(p) + "c"; }'])} }`;
    const use = (): string =>
      draw.one(
        () => this.#probe(place, `new ${draw.pick([name, child])}(${this.#text(place, 1)}).m(${this.#text(place, 0)})`),
        () => this.#probe(place, `new ${draw.pick([name, child])}(${this.#text(place, 1)}).k ?? 'none'`),
        () => this.#probe(place, `${draw.pick([name, child])}.prototype.m.call({ t: ${this.#text(place, 1)} }, 'z')`),
        () => this.#probe(place, `Object.getPrototypeOf(new ${name}('q')).k ?? 'none'`),
        () => this.#probe(place, `'k' in new ${child}('q') ? 'has' : 'not'`),
      );
    return [written, set(), use(), ...(draw.below(2) === 0 ? [set(), use()] : [])].join('\n');
  }

  /** Getters, setters, methods and computed keys of an object, read by optional chains. */
  #literalObject(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('o');
    const inside = inMethod(place, 'this.t');
    const given: Place = { ...inside, names: { ...inside.names, text: [...inside.names.text, 'p'] } };
    const object = `{ t: ${this.#text(place, 1)}, [${this.#text(place, 1)}]: ${this.#text(place, 0)}, get u() { ${TICK} ${this.#simple(inside)} return this.t; }, set u(p) { ${this.#simple(given)} this.t = p; }, m(p) { ${TICK} ${this.#simple(given)} return p + this.t; }, inner: ${draw.pick(['{ v: s0 }', 'undefined', 'null'])} }`;
    const use = draw.one(
      () => this.#probe(place, `${name}.u`),
      () => `${name}.u = ${this.#text(place, 1)};\n${this.#probe(place, `${name}.t`)}`,
      () => this.#probe(place, `${name}.m?.(${this.#text(place, 1)}) ?? 'none'`),
      () => this.#probe(place, `${name}.inner?.v ?? ${this.#text(place, 1)}`),
      () => this.#probe(place, `${name}?.[${this.#text(place, 1)}] ?? 'none'`),
      () => `const ${name}2 = { ...${name}, t: 'x' };\n${this.#probe(place, `${name}2.u + ${name}2.m('y')`)}`,
      () =>
        `const ${name}3 = Object.create(${name});\n${name}3.t = ${this.#text(place, 1)};\n${this.#probe(place, `${name}3.u + ${name}.t`)}`,
    );
    return `const ${name} = ${object};\n${use}`;
  }

  #destructuring(place: Place): string {
    const draw = this.#draw;
    const [a, b, c] = [draw.name('s'), draw.name('s'), draw.name('l')];
    const written = draw.one(
      () =>
        `let { f: ${a} = ${this.#text(place, 1)}, h: { v: ${b} = 'd' } = { v: ${this.#text(place, 0)} } } = ${draw.pick(place.names.object)}; let ${c} = [];`,
      () => `let [${a} = ${this.#text(place, 1)}, , ${b} = 'd', ...${c}] = ${this.#list(place, 2)};`,
      () => `let [[${a}, ${b} = 'x'] = ['y'], ...${c}] = Object.entries(${draw.pick(place.names.object)});`,
      () =>
        `let { [${this.#text(place, 1)}]: ${a} = 'z', ...${b} } = ${draw.pick(place.names.object)}; ${b} = Object.values(${b}).join('+'); let ${c} = [];`,
      () =>
        `let ${a}, ${b}; ({ a: ${a} = ${this.#text(place, 1)}, b: ${b} = ${a} } = { a: ${draw.pick(['undefined', this.#text(place, 1)])} }); let ${c} = [${a}];`,
      () => `let { length: ${a}, 0: ${b} = 'n' } = ${this.#list(place, 1)}; ${a} = String(${a}); let ${c} = [];`,
    );
    place.names.text.push(a, b);
    place.names.list.push(c);
    return written;
  }

  /** Private fields, static blocks and members, accessors, fields that depend on each other. */
  #modernClass(place: Place): string {
    const draw = this.#draw;
    const [name, child] = [draw.name('M'), draw.name('M')];
    const inside = inMethod(place, 'this.a');
    const given: Place = { ...inside, names: { ...inside.names, text: [...inside.names.text, 'p'] } };
    const written = `class ${name} {
#t = ${this.#text(place, 1)}; a = this.#t + 'a'; static s = ${this.#text(place, 1)}; static made = [];
static { ${TICK} this.s += '!'; ${draw.pick(['', "s0 = 'static';", 'this.made.push(this.s);'])} }
static of(p) { return new this(p); }
constructor(p) { this.#t = p; ${draw.pick(['', "this.a = 'c';", `if (p === ${this.#literal()}) this.a = p;`, 'this.constructor.made.push(p);'])} }
get t() { return this.#t; } set t(p) { ${this.#simple(given)} this.#t = p; }
#hidden(p) { ${TICK} ${this.#simple(given)} return p + this.#t; }
run(p) { return this.#hidden(p) + ${draw.pick(["'r'", 'new.target', 'this.a', `${name}.s`, 'this.constructor.s'])}; }
*[Symbol.iterator]() { yield this.#t; ${this.#simple(inside)} yield this.a; }
}
class ${child} extends ${name} { ${draw.pick(['', "static s = 'cs';", "a = 'child';", `run(p) { return super.run(p) + ${this.#text(given, 1)}; }`, 'get t() { return super.t + "g"; }'])} }`;
    const made = `${draw.pick([name, child])}.of(${this.#text(place, 1)})`;
    const i = draw.name('i');
    return `${written}\nconst ${i} = ${made};\n${draw.one(
      () => this.#probe(place, `${i}.run(${this.#text(place, 0)})`),
      () => `${i}.t = ${this.#text(place, 1)};\n${this.#probe(place, `${i}.t + ${i}.a`)}`,
      () => this.#probe(place, `[...${i}].join('*')`),
      () => this.#probe(place, `${child}.s + ${name}.s + ${child}.made.join('')`),
      () => `for (const v of ${i}) ${this.#probe(place, 'v')}`,
      () => this.#probe(place, `${i} instanceof ${child} ? ${i}.a : 'base' + ${i}.a`),
    )}`;
  }

  /** Functions called in other ways: bound, applied, as tags, with arguments of any number, curried, once. */
  #calls(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('f');
    const inside: Place = {
      ...place,
      depth: 1,
      async: false,
      loops: [],
      inFunction: true,
      names: { ...copied(place.names), text: [...place.names.text, 'p'] },
    };
    const body = `${TICK} ${this.#simple(inside)}`;
    return draw.one(
      () =>
        `function ${name}(p, ...q) { ${body} return (this?.v ?? 'no') + p + q.join(''); }\n${this.#probe(place, `${name}.${draw.pick([`call({ v: 'v' }, ${this.#text(place, 1)})`, `apply({ v: s0 }, ${this.#list(place, 1)})`, `bind({ v: 'b' }, ${this.#text(place, 1)})('z')`])}`)}`,
      () =>
        `function ${name}(parts, ...p) { ${TICK} return parts.join('|') + p.join('&'); }\n${this.#probe(place, `${name}\`a\${${this.#text(place, 1)}}b\${${this.#text(place, 0)}}\``)}`,
      () =>
        `function ${name}() { ${TICK} const p = arguments[0]; ${this.#simple(inside)} return arguments.length + p; }\n${this.#probe(place, `${name}(...${this.#list(place, 1)}, 'last')`)}`,
      () =>
        `const ${name} = (p) => (q) => { ${body} return p + q; };\n${this.#probe(place, `${name}(${this.#text(place, 1)})(${this.#text(place, 1)})`)}`,
      () =>
        `let ${name}; const ${name}x = (p) => (${name} ??= (() => { ${body} return p; })());\n${this.#probe(place, `${name}x(${this.#text(place, 1)}) + ${name}x('second')`)}`,
      () =>
        `const ${name} = (() => { let p = ${this.#text(place, 1)}; return { get: () => p, set: (v) => { ${body} p = v; } }; })();\n${name}.set(${this.#text(place, 1)});\n${this.#probe(place, `${name}.get()`)}`,
      () =>
        `const ${name} = Array.from({ length: ${draw.below(4)} }, (_, i) => { const p = 'i' + i; ${body} return p; });\n${this.#probe(place, `${name}.flatMap((v) => [v, 'f']).join('')`)}`,
      () =>
        `const ${name} = new Map(${this.#list(place, 1)}.map((p, i) => [p, i]));\n${this.#probe(place, `[...${name}.keys()].join(',') + [...${name}].length`)}`,
    );
  }

  /** Generators that delegate, are sent values, end early and clean up. */
  #delegation(place: Place): string {
    const draw = this.#draw;
    const [one, two] = [draw.name('y'), draw.name('y')];
    const inside: Place = { ...place, depth: 1, async: false, loops: [], inFunction: true };
    const first = `function* ${one}(p) { ${TICK} try { yield p; ${this.#simple(inside)} yield ${this.#text(inside, 1)}; } finally { ${this.#simple(inside)} } return 'r'; }`;
    const second = `function* ${two}() { ${TICK} const r = yield* ${one}(${this.#text(inside, 1)}); ${this.#simple(inside)} yield* ${this.#list(inside, 1)}; yield r; }`;
    const use = draw.one(
      () => `for (const v of ${two}()) { ${TICK} ${this.#probe(place, 'v')} if (v === ${this.#literal()}) break; }`,
      () => this.#probe(place, `[...${two}()].join('~')`),
      () => `const [${two}a, ${two}b = 'n'] = ${two}();\n${this.#probe(place, `${two}a + ${two}b`)}`,
      () =>
        place.async
          ? `async function* ${two}z() { ${TICK} for (const v of ${two}()) yield await v; }\nfor await (const v of ${two}z()) ${this.#probe(place, 'v')}`
          : this.#probe(place, `new Set(${two}()).size`),
    );
    return `${first}\n${second}\n${use}`;
  }

  /** Keys and what is reached by them. */
  #keys(place: Place): string {
    const draw = this.#draw;
    const object = draw.pick(place.names.object);
    const k = draw.name('k');
    const inside: Place = { ...place, loops: [], names: { ...copied(place.names), text: [...place.names.text, k] } };
    return draw.one(
      () => `for (const ${k} in ${object}) { ${TICK}\n${this.#block(inside, 1)}\n}`,
      () => `for (const [${k}, v] of Object.entries(${object})) { ${TICK} ${this.#probe(inside, `${k} + v`)} ${object}[${k}] = v + 'e'; }`,
      () => `${object}[${this.#text(place, 1)}] ??= ${this.#text(place, 1)};`,
      () => `${this.#probe(place, `'f' in ${object} ? 'has' : 'not'`)}`,
      () => `{ const { [${this.#text(place, 1)}]: ${k}, ...others } = ${object}; ${this.#probe(place, "Object.keys(others).join('')")} }`,
      () =>
        `Object.defineProperty(${object}, 'g', { get: () => ${this.#text(place, 1)}, configurable: true, enumerable: true });\n${this.#probe(place, `${object}.g`)}`,
      () =>
        `{ const ${k} = Object.fromEntries(Object.entries(${object}).map(([key, v]) => [key + 'x', v])); ${this.#probe(place, `${k}.fx ?? 'none'`)} }`,
      () => `{ const ${k} = structuredClone({ v: ${this.#text(place, 1)} }); ${k}.v += 'c'; ${this.#probe(place, `${k}.v`)} }`,
    );
  }

  #blocks(place: Place): string {
    const draw = this.#draw;
    const label = draw.name('B');
    const plain: Place = { ...place, loops: [] };
    return draw.one(
      () => `${label}: { ${this.#block(plain, 1)} if (${this.#test(place, 1)}) break ${label}; ${this.#block(plain, 1)} }`,
      () =>
        `${label}: for (const v of ${this.#list(place, 1)}) { ${TICK} for (const w of ['a', 'b']) { ${TICK} if (v === w) continue ${label}; if (w === ${this.#literal()}) break ${label}; ${this.#simple(plain)} ${this.#probe(place, 'v + w')} } }`,
      () =>
        `switch (true) { case ${this.#test(place, 1)}: ${this.#simple(plain)} case ${this.#test(place, 1)}: ${this.#simple(plain)} break; default: ${this.#simple(plain)} }`,
      () =>
        place.inFunction
          ? `const ${label}f = () => { try { ${this.#simple(plain)} return ${this.#text({ ...plain, async: false }, 1)}; } finally { s0 = 'fin'; } };\n${this.#probe(place, `${label}f() + s0`)}`.replaceAll(
              'await ',
              '',
            )
          : this.#probe(place),
      () =>
        `{ const ${label}l = [${this.#list(place, 1)}, ${this.#list(place, 1)}].flat(); ${this.#probe(place, `${label}l.at(-1) ?? 'none'`)} ${this.#probe(place, `${label}l.indexOf('a') + ''`)} }`,
    );
  }
}
