/** Random Python handlers that probe texts which they compute, as random-javascript.ts does. Blocks are lists of lines. */
import { copied, Draw } from './draw.ts';

const TEXTS = ['a', 'b', 'c', 'd', 'x'];

interface Names {
  readonly text: string[];
  readonly number: string[];
  readonly list: string[];
  readonly dict: string[];
  readonly callable: string[];
  readonly classes: string[];
  readonly instances: string[];
}

interface Place {
  readonly names: Names;
  readonly depth: number;
  readonly event: boolean;
  readonly loop: boolean;
  /** what functions declare as global before they assign to it */
  readonly inFunction: boolean;
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);
const GLOBALS = 'global s0, n0, l0, d0';

export const randomPython = (choices: readonly number[]): string => new Writer(new Draw(choices)).program();

/** Programs of little else than threads, so that what they do depends on which one goes on when. */
export const randomThreads = (choices: readonly number[]): string => new Writer(new Draw(choices)).threaded();

/** What a comprehension walks through, where Python allows no assignment expressions. */
const iterable = (expression: string): string => expression.replaceAll('(w := ', '(');

class Writer {
  readonly #draw: Draw;
  #probes = 0;
  #size = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  program(): string {
    const draw = this.#draw;
    const names: Names = { text: ['s0'], number: ['n0'], list: ['l0'], dict: ['d0'], callable: [], classes: [], instances: [] };
    const top: Place = { names, depth: 3, event: false, loop: false, inFunction: false };
    const lines = ["s0 = 'a'", 'n0 = 0', "l0 = ['a', 'b']", "d0 = {'f': 'a', 'g': 'b'}"];
    const kinds = [() => this.#function(top), () => this.#recursive(top), () => this.#class(top), () => this.#generator(top)];
    for (let i = 1 + draw.below(3); i > 0; i--) lines.push(...draw.pick(kinds)());
    const place: Place = { ...top, names: copied(names), event: true, inFunction: true };
    lines.push('def handler(e, context):', ...indented([GLOBALS, ...this.#block(place, 3 + draw.below(5)), ...this.#all()]));
    return `${lines.join('\n')}\n`;
  }

  threaded(): string {
    const draw = this.#draw;
    const names: Names = { text: ['s0'], number: ['n0'], list: ['l0'], dict: ['d0'], callable: [], classes: [], instances: [] };
    const place: Place = { names, depth: 0, event: false, loop: false, inFunction: true };
    const body = (): string[] => Array.from({ length: 1 + draw.below(3) }, () => [...this.#threads(place), ...this.#simple(place)]).flat();
    return [
      "s0 = 'a'",
      'n0 = 0',
      "l0 = ['a', 'b']",
      "d0 = {'f': 'a', 'g': 'b'}",
      'def handler(e, context):',
      ...indented([GLOBALS, ...this.#simple(place), ...body(), ...this.#all()]),
      '',
    ].join('\n');
  }

  /** Probes what the variables of the module hold. */
  #all(): string[] {
    const values = [
      's0',
      "'/'.join(str(v) for v in l0)",
      "d0.get('f', 'none')",
      "d0.get('h', 'none')",
      "'.'.join(sorted(str(k) for k in d0))",
    ];
    return values.map((value) => `probe('p${this.#probes++}:' + str(${value}))`);
  }

  #block(place: Place, count: number): string[] {
    const inside: Place = { ...place, names: copied(place.names), depth: place.depth - 1 };
    return Array.from({ length: count }, () => this.#statement(inside)).flat();
  }

  #any(...writers: readonly (() => string[])[]): string[] {
    return this.#draw.pick(writers)();
  }

  #probe(place: Place, value?: string): string {
    const mark = this.#probes++;
    return `probe('p${mark}:' + str(${value ?? this.#text(place, 2)}))`;
  }

  #statement(place: Place): string[] {
    this.#size++;
    if (place.depth <= 0 || this.#size > 60 || !this.#draw.left) return this.#simple(place);
    return this.#any(
      () => this.#simple(place),
      () => this.#simple(place),
      () => this.#simple(place),
      () => this.#if(place),
      () => this.#while(place),
      () => this.#for(place),
      () => this.#machine(place),
      () => this.#chain(place),
      () => this.#try(place),
      () => this.#declaration(place),
      () => this.#declaration(place),
      () => this.#function(place),
      () => this.#recursive(place),
      () => this.#closures(place),
      () => this.#class(place),
      () => this.#generator(place),
      () => this.#with(place),
      () => this.#jump(place),
      () => this.#attributes(place),
      () => this.#nested(place),
      () => this.#decorated(place),
      () => this.#match(place),
      () => this.#special(place),
      () => this.#inPlace(place),
      () => this.#unpacked(place),
      () => this.#manager(place),
      () => this.#coroutines(place),
      () => this.#threads(place),
      () => this.#ofSet(place),
    );
  }

  #simple(place: Place): string[] {
    const { names } = place;
    const draw = this.#draw;
    const text = draw.pick(names.text);
    const list = draw.pick(names.list);
    const dict = draw.pick(names.dict);
    return [
      draw.one(
        () => this.#probe(place),
        () => this.#probe(place),
        () => `${text} = cap(${this.#text(place, 2)})`,
        () => `${text} = cap(${this.#text(place, 2)})`,
        () => `${draw.pick(names.number)} ${draw.pick(['+= 1', '-= 1', '= 0', '+= 2'])}`,
        () => `${draw.pick(names.number)} = ${this.#number(place, 2)}`,
        () => `${dict}[${draw.pick(["'f'", "'g'", "'h'", this.#text(place, 1)])}] = ${this.#text(place, 2)}`,
        () => `${list}.append(${this.#text(place, 1)})`,
        () => `${list} = cap(${this.#list(place, 2)})`,
        () =>
          `${list}.${draw.pick(['reverse()', 'sort()', 'clear()', 'pop()', 'pop(0)', `insert(0, ${this.#text(place, 1)})`, `extend(${this.#list(place, 1)})`, `remove(${this.#literal()})`])}`,
        () => `${list}[${this.#number(place, 1)}] = ${this.#text(place, 1)}`,
        () => `del ${draw.pick([`${dict}['f']`, `${list}[0]`, `${list}[1:]`])}`,
        () =>
          `${dict}.${draw.pick(['clear()', "pop('f', None)", `update({'g': ${this.#text(place, 1)}})`, `setdefault('h', ${this.#text(place, 1)})`, `update(h=${this.#text(place, 1)})`])}`,
        () => `${dict} = {**${draw.pick(names.dict)}, ${draw.pick(["'f'", "'h'"])}: ${this.#text(place, 1)}}`,
        () => `${text}, ${draw.pick(names.text)} = ${this.#text(place, 1)}, ${this.#text(place, 1)}`,
        () => `${text} += cap(str(${this.#text(place, 1)}))`,
        () => (names.callable.length > 0 ? `${draw.pick(names.callable)}(${this.#text(place, 1)})` : this.#probe(place)),
        () => (names.instances.length > 0 ? `${draw.pick(names.instances)}.${this.#call(place)}` : this.#probe(place)),
      ),
    ];
  }

  #call(place: Place): string {
    return this.#draw.one(
      () => 'get()',
      () => `set(${this.#text(place, 1)})`,
      () => `value = ${this.#text(place, 1)}`,
      () => `step(${1 + this.#draw.below(5)})`,
      () => `t = ${this.#text(place, 1)}`,
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
        () => (place.event ? "e['kind']" : this.#literal()),
      );
    const inner = (): string => this.#text(place, depth - 1);
    return draw.one(
      () => this.#literal(),
      () => draw.pick(names.text),
      () => draw.pick(names.text),
      () => `${draw.pick(names.dict)}.get(${draw.pick(["'f'", "'g'", "'h'", inner()])}, ${inner()})`,
      () => `cap(f"{${draw.pick(names.text)}}-{${draw.pick(names.text)}}")`,
      () => `cap('%s-%s' % (${inner()}, ${inner()}))`,
      () => `cap('{}-{}'.format(${inner()}, ${inner()}))`,
      () => `${draw.pick(names.dict)}[${draw.pick(["'f'", "'g'", inner()])}]`,
      () => `${draw.pick(names.list)}[${draw.pick([this.#number(place, 1), '-1', '0'])}]`,
      () => `(${inner()} if ${this.#test(place, 1)} else ${inner()})`,
      () => `(${inner()} ${draw.pick(['or', 'and'])} ${inner()})`,
      () => (place.event ? `(e.get('opt') or ${inner()})` : inner()),
      () => (place.event ? `e.get('opt', ${inner()})` : inner()),
      () => (names.callable.length > 0 ? `${draw.pick(names.callable)}(${inner()})` : inner()),
      () => `'-'.join(str(v) for v in ${iterable(this.#list(place, depth - 1))})`,
      () => `next((v for v in ${iterable(this.#list(place, depth - 1))} if ${this.#itemTest()}), 'none')`,
      () => `str(${this.#number(place, depth - 1)})`,
      () =>
        `str(${inner()}).${draw.pick(['upper()', "replace('a', 'z')", "split('-')[0]", 'strip()', 'title()', 'zfill(3)', "partition('-')[0]", "rjust(2, 'y')", 'swapcase()'])}`,
      () => `str(${inner()})[${draw.pick(['0:1', '-1:', '::-1', '1:', ':2'])}]`,
      () => `'.'.join(${draw.pick(['sorted(', 'list('])}${draw.pick(names.dict)}))`,
      () => (names.classes.length > 0 ? `${draw.pick(names.classes)}(${inner()}).${draw.pick(['get()', 't', 'value'])}` : inner()),
      () => (names.instances.length > 0 ? `${draw.pick(names.instances)}.${draw.pick(['get()', 't', 'value'])}` : inner()),
      () => `(lambda v: ${draw.pick(['v', "str(v) + 'm'"])})(${inner()})`,
      () => `(lambda a, b=${inner()}, *c: ${draw.pick(['b', 'a', 'str(len(c))'])})(${draw.pick([inner(), `*${this.#list(place, 1)}`])})`,
      () => `{'a': ${inner()}, 'b': ${inner()}}[${inner()}]`,
      () => `(w := ${inner()})`,
      () => `${draw.pick(['min', 'max'])}(${this.#list(place, 1)}, default='none')`,
    );
  }

  #number(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => String(draw.below(6)),
      () => draw.pick(names.number),
      () => `len(${draw.pick(names.list)})`,
      () => (place.event ? "e['n']" : '1'),
      () => (depth > 0 ? `(${this.#number(place, depth - 1)} ${draw.pick(['+', '-', '*', '%'])} ${1 + draw.below(3)})` : '2'),
      () => `${draw.pick(names.list)}.count(${this.#literal()})`,
    );
  }

  #itemTest(): string {
    return this.#draw.one(
      () => `v != ${this.#literal()}`,
      () => `v == ${this.#literal()}`,
      () => 'v',
      () => 'n0',
    );
  }

  #test(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => (place.event ? "e['flag']" : `${draw.pick(names.text)} == ${this.#literal()}`),
      () => `${draw.pick(names.text)} ${draw.pick(['==', '!='])} ${this.#literal()}`,
      () => `${draw.pick(names.number)} ${draw.pick(['==', '>', '<', '>='])} ${draw.below(6)}`,
      () => `${this.#text(place, depth)} == ${this.#text(place, depth)}`,
      () => (place.event ? `e['kind'] in (${this.#literal()}, ${this.#literal()})` : 'n0 > 1'),
      () => `len(${draw.pick(names.list)}) ${draw.pick(['>', '==', '<'])} ${draw.below(4)}`,
      () => `${this.#literal()} in ${draw.pick([...names.list, ...names.dict])}`,
      () => `${draw.pick(['any', 'all'])}(${this.#itemTest()} for v in ${draw.pick(names.list)})`,
      () => `${draw.pick(names.dict)}.get('h') is ${draw.pick(['None', 'not None'])}`,
      () => (depth > 0 ? `(${this.#test(place, depth - 1)} ${draw.pick(['and', 'or'])} ${this.#test(place, depth - 1)})` : 'True'),
      () => (depth > 0 ? `not (${this.#test(place, depth - 1)})` : 'False'),
      () => draw.pick([...names.list, ...names.dict, ...names.text]),
      () => `0 < ${draw.pick(names.number)} < ${draw.below(5)}`,
      () => (place.event ? "'opt' in e" : 's0'),
      () => `str(${draw.pick(names.text)}).${draw.pick(['startswith', 'endswith'])}(${this.#literal()})`,
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
      () => `[${draw.pick(['v', "str(v) + 'k'"])} for v in ${iterable(inner())} if ${this.#itemTest()}]`,
      () => `[*${inner()}, ${this.#text(place, 0)}]`,
      () => `${inner()}[${draw.pick(['1:', ':1', '::-1', '-1:'])}]`,
      () => `(${inner()} + ${inner()})`,
      () => `list(${draw.pick(names.dict)}${draw.pick(['', '.values()', '.keys()'])})`,
      () => (place.event ? "e['items']" : inner()),
      () => `[k + str(v) for k, v in ${draw.pick(names.dict)}.items()]`,
      () => `sorted(${inner()}, key=str)`,
      () => `list(reversed(${inner()}))`,
      () => `[str(i) + str(v) for i, v in enumerate(${iterable(inner())})]`,
      () => `[a + b for a, b in zip(['p', 'q'], [str(v) for v in ${iterable(inner())}])]`,
      () => `list(${this.#set(place, depth)})`,
      () => `list(map(lambda v: str(v) + 'w', ${inner()}))`,
      () => `list(filter(lambda v: ${this.#itemTest()}, ${inner()}))`,
      () => `'a-b-c'.split('-')`,
      () => `['i%d' % i for i in range(${draw.below(4)})]`,
    );
  }

  #set(place: Place, depth: number): string {
    const draw = this.#draw;
    const inner = (): string => (depth > 1 ? this.#set(place, depth - 1) : `set(${draw.pick(place.names.list)})`);
    return draw.one(
      () => `{${this.#text(place, 0)}, ${this.#literal()}, ${this.#literal()}}`,
      () => `set(${this.#list(place, depth - 1)})`,
      () => `{v for v in ${iterable(this.#list(place, depth - 1))}}`,
      () => `(${inner()} ${draw.pick(['|', '&', '-', '^'])} ${inner()})`,
      () => `${inner()}.${draw.pick(['union', 'difference', 'intersection'])}(${this.#list(place, 1)})`,
    );
  }

  /** A set that changes, and what it gives. */
  #ofSet(place: Place): string[] {
    const draw = this.#draw;
    const [x, v, n] = [draw.name('x'), draw.name('v'), draw.name('n')];
    const inside: Place = { ...place, loop: true, names: { ...copied(place.names), text: [...place.names.text, v] } };
    const change = (): string =>
      draw.one(
        () => `${x}.${draw.pick(['add', 'discard'])}(${this.#text(place, 1)})`,
        () => `${x}.update(${this.#list(place, 1)})`,
        () => `${x} ${draw.pick(['|=', '-=', '&='])} ${this.#set(place, 1)}`,
      );
    const [first, second] = [change(), change()];
    return [
      `${x} = ${this.#set(place, 2)}`,
      first,
      `${n} = ''`,
      `for ${v} in ${x}:`,
      ...indented(['tick()', `${n} = cap(${n} + str(${v}))`, ...this.#block(inside, 1)]),
      this.#probe(place, n),
      second,
      this.#probe(
        place,
        draw.pick([`len(${x})`, `'-'.join(sorted(str(v) for v in ${x}))`, `next(iter(${x}), 'none')`, `${x}.pop()`, `[*${x}][0]`]),
      ),
    ];
  }

  #declaration(place: Place): string[] {
    const draw = this.#draw;
    const { names } = place;
    const declare = (kind: keyof Names, prefix: string, value: string): string[] => {
      const name = draw.name(prefix);
      names[kind].push(name);
      return [`${name} = ${value}`];
    };
    return this.#any(
      () => declare('text', 's', this.#text(place, 2)),
      () => declare('number', 'n', this.#number(place, 1)),
      () => declare('list', 'l', this.#list(place, 2)),
      () => declare('dict', 'd', `{'f': ${this.#text(place, 1)}, 'h': ${this.#text(place, 1)}}`),
      () => declare('dict', 'd', draw.pick(names.dict)),
      () => declare('list', 'l', draw.pick(names.list)),
      () => declare('dict', 'd', `{str(v): ${this.#text(place, 0)} for v in ${iterable(this.#list(place, 1))}}`),
      () => declare('dict', 'd', `dict(f=${this.#text(place, 1)})`),
      () =>
        names.classes.length > 0
          ? declare('instances', 'i', `${draw.pick(names.classes)}(${this.#text(place, 1)})`)
          : declare('text', 's', "'c'"),
      () => {
        const [a, b] = [draw.name('s'), draw.name('l')];
        const value = this.#list(place, 1);
        names.text.push(a);
        names.list.push(b);
        return [`${a}, *${b} = ${value}`];
      },
    );
  }

  #if(place: Place): string[] {
    const draw = this.#draw;
    const leave = place.inFunction && draw.rarely(5) ? ['return'] : [];
    return [
      `if ${this.#test(place, 1)}:`,
      ...indented([...this.#block(place, 1 + draw.below(2)), ...leave]),
      ...(draw.below(2) === 1 ? [`elif ${this.#test(place, 1)}:`, ...indented(this.#block(place, 1))] : []),
      ...(draw.below(2) === 1 ? ['else:', ...indented(this.#block(place, 1))] : []),
    ];
  }

  #while(place: Place): string[] {
    const draw = this.#draw;
    const inside: Place = { ...place, loop: true };
    const step = draw.one(
      () => `${draw.pick(place.names.number)} += 1`,
      () => `${draw.pick(place.names.text)} = ${this.#literal()}`,
      () => `${draw.pick(place.names.list)}.pop()`,
    );
    const last = draw.rarely(3) ? ['else:', ...indented(this.#block(place, 1))] : [];
    return this.#any(
      () => [`while ${this.#test(place, 1)}:`, ...indented(['tick()', ...this.#block(inside, 1 + draw.below(2)), step]), ...last],
      () => ['while True:', ...indented(['tick()', ...this.#block(inside, 1), `if ${this.#test(place, 1)}:`, '    break', step])],
    );
  }

  #for(place: Place): string[] {
    const draw = this.#draw;
    const v = draw.name('v');
    const inside: Place = { ...place, loop: true, names: { ...copied(place.names), text: [...place.names.text, v] } };
    const over = draw.one(
      () => this.#list(place, 2),
      () => this.#set(place, 1),
      () => draw.pick(place.names.dict),
      () => `range(${1 + draw.below(6)})`,
      () => draw.pick(place.names.list),
    );
    const last = draw.rarely(3) ? ['else:', ...indented(this.#block(place, 1))] : [];
    return [`for ${v} in ${over}:`, ...indented(['tick()', ...this.#block(inside, 1 + draw.below(3))]), ...last];
  }

  #jump(place: Place): string[] {
    if (!place.loop) return this.#simple(place);
    return [`if ${this.#test(place, 1)}:`, ...indented([...this.#simple(place), this.#draw.pick(['break', 'continue'])])];
  }

  #machine(place: Place): string[] {
    const draw = this.#draw;
    const state = draw.name('s');
    const count = 2 + draw.below(6);
    const inside: Place = { ...place, loop: false };
    const cases = Array.from({ length: count }, (_, i) => [
      `${i === 0 ? 'if' : 'elif'} ${state} == 'q${i}':`,
      ...indented([...this.#simple(inside), `${state} = 'q${i + 1}'`]),
    ]).flat();
    return [`${state} = 'q0'`, `while ${state} != 'q${count}':`, ...indented(['tick()', ...cases])];
  }

  #chain(place: Place): string[] {
    const draw = this.#draw;
    const count = 2 + draw.below(5);
    const names = Array.from({ length: count }, () => draw.name('s'));
    const test = draw.pick([`${names[0]} != 'x'`, `n0 < ${count + 1}`]);
    return [
      ...names.map((name) => `${name} = 'a'`),
      `while ${test}:`,
      ...indented([
        'tick()',
        'n0 += 1',
        ...names.slice(1).map((name, i) => `${names[i]} = ${name}`),
        `${names[count - 1]} = 'x'`,
        this.#probe(place, names[0]),
      ]),
    ];
  }

  #try(place: Place): string[] {
    const draw = this.#draw;
    const error = draw.name('x');
    const failing = this.#any(
      () => [`if ${this.#test(place, 1)}:`, `    raise ValueError(${this.#text(place, 1)})`],
      () => [`raise KeyError(${this.#text(place, 1)})`],
      () => ["d0['missing']"],
    );
    const caught: Place = { ...place, names: { ...copied(place.names), text: [...place.names.text, `str(${error})`] } };
    const handled: Place = { ...caught, names: { ...caught.names, text: place.names.text } };
    return [
      'try:',
      ...indented([...this.#block(place, 1 + draw.below(2)), ...failing, ...this.#block(place, 1)]),
      `except ${draw.pick(['Exception', 'ValueError', '(KeyError, ValueError)'])} as ${error}:`,
      ...indented([...this.#block(handled, 1), this.#probe(caught)]),
      ...(draw.rarely(3) ? ['else:', ...indented(this.#block(place, 1))] : []),
      ...(draw.rarely(3) ? ['finally:', ...indented(this.#block(place, 1))] : []),
    ];
  }

  #inside(place: Place, more: Partial<Names>): Place {
    // a function sees the names around it, and assigns to those of the module and its own only
    const names = copied(place.names);
    const own = (kind: 'text' | 'number' | 'list' | 'dict', global: string): string[] => [global, ...(more[kind] ?? [])];
    return {
      ...place,
      depth: Math.min(place.depth, 2),
      loop: false,
      inFunction: true,
      names: { ...names, text: own('text', 's0'), number: own('number', 'n0'), list: own('list', 'l0'), dict: own('dict', 'd0') },
    };
  }

  #function(place: Place): string[] {
    const draw = this.#draw;
    const name = draw.name('f');
    const inside = this.#inside({ ...place, event: false }, { text: ['p'] });
    const lines = [
      `def ${name}(${draw.pick(['p', "p='d'", 'p, *rest', 'p, **more'])}):`,
      ...indented([GLOBALS, 'tick()', ...this.#block(inside, 1 + draw.below(3)), `return ${this.#text(inside, 2)}`]),
    ];
    place.names.callable.push(name);
    return lines;
  }

  /** Coroutines that run beside one another, and what runs them. */
  #coroutines(place: Place): string[] {
    const draw = this.#draw;
    const [name, main, x, y] = [draw.name('a'), draw.name('main'), draw.name('t'), draw.name('t')];
    const inside = this.#inside({ ...place, event: false }, { text: ['p'] });
    const outer = this.#inside({ ...place, event: false }, {});
    const wait = 'await asyncio.sleep(0)';
    const made = (): string => `${name}(${this.#text(outer, 1)})`;
    const run = this.#any(
      () => [`${x}, ${y} = await asyncio.gather(${made()}, ${made()})`, this.#probe(outer, `${x} + ${y}`)],
      () => [`for ${x} in await asyncio.gather(*[${name}(str(v)) for v in l0]):`, ...indented([this.#probe(outer, x)])],
      () => [
        `${x} = asyncio.create_task(${made()})`,
        ...this.#simple(outer),
        ...draw.pick([[wait], [`await ${made()}`], []]),
        ...this.#simple(outer),
        this.#probe(outer, `await ${x}`),
      ],
      () => [`${x} = ${made()}`, ...this.#simple(outer), this.#probe(outer, `await ${x}`)],
    );
    return [
      'import asyncio',
      `async def ${name}(p):`,
      ...indented([
        GLOBALS,
        'tick()',
        ...this.#block(inside, 1),
        wait,
        ...this.#block(inside, 1 + draw.below(2)),
        `return str(${this.#text(inside, 1)})`,
      ]),
      `async def ${main}():`,
      ...indented([GLOBALS, ...this.#simple(outer), ...run]),
      `asyncio.run(${main}())`,
    ];
  }

  #threads(place: Place): string[] {
    const draw = this.#draw;
    const [name, x, y, pool] = [draw.name('a'), draw.name('t'), draw.name('t'), draw.name('pool')];
    const inside = this.#inside({ ...place, event: false }, { text: ['p'] });
    const outer = this.#inside({ ...place, event: false }, {});
    const run = this.#any(
      () => [
        `with ThreadPoolExecutor() as ${pool}:`,
        ...indented([
          `${x} = ${pool}.submit(${name}, ${this.#text(outer, 1)})`,
          ...this.#simple(outer),
          this.#probe(outer, `${x}.result()`),
        ]),
      ],
      () => [
        `with ThreadPoolExecutor() as ${pool}:`,
        ...indented([`for ${x} in ${pool}.map(${name}, ${this.#list(outer, 1)}):`, ...indented([this.#probe(outer, x)])]),
      ],
      () => [
        `${x} = Thread(target=${name}, args=[${this.#text(outer, 1)}])`,
        ...this.#simple(outer),
        `${x}.start()`,
        ...this.#simple(outer),
        ...this.#simple(outer),
        ...(draw.rarely(8) ? [] : [`${x}.join()`]),
        ...this.#simple(outer),
      ],
      () => [
        `${x}, ${y} = [Thread(target=${name}, args=[v]) for v in [${iterable(this.#text(outer, 1))}, ${iterable(this.#text(outer, 1))}]]`,
        `${x}.start()`,
        ...this.#simple(outer),
        `${y}.start()`,
        ...draw.pick([[], [`${y}.join()`]]),
        ...this.#simple(outer),
        `${x}.join()`,
      ],
    );
    return [
      'from threading import Thread',
      'from concurrent.futures import ThreadPoolExecutor',
      `def ${name}(p):`,
      ...indented([
        GLOBALS,
        'tick()',
        ...this.#block(inside, 1),
        ...this.#block(inside, 1 + draw.below(2)),
        `return str(${this.#text(inside, 1)})`,
      ]),
      ...run,
    ];
  }

  #recursive(place: Place): string[] {
    const draw = this.#draw;
    const name = draw.name('r');
    const bound = 1 + draw.below(7);
    const inside = this.#inside({ ...place, event: false }, { text: ['p'] });
    const step = this.#block(inside, 1);
    const done = this.#block(inside, 1);
    const passed = this.#text(inside, 1);
    const lines = this.#any(
      () => [
        `def ${name}(p, n=0):`,
        ...indented([
          GLOBALS,
          'tick()',
          `if n >= ${bound}:`,
          ...indented([...done, 'return p']),
          ...step,
          `return ${name}(${passed}, n + 1)`,
        ]),
      ],
      () => [
        `def ${name}(p):`,
        ...indented([
          GLOBALS,
          'tick()',
          `if n0 >= ${bound}:`,
          ...indented([...done, 'return p']),
          'n0 += 1',
          ...step,
          `q = ${name}(${passed})`,
          draw.pick(['n0 -= 1', 'pass']),
          'return q',
        ]),
      ],
      () => [
        `def ${name}(p, left=('a', 'b', 'c', 'd', 'e')):`,
        ...indented([
          GLOBALS,
          'tick()',
          'if not left:',
          ...indented([...done, 'return p']),
          ...step,
          this.#probe(inside, 'left[0]'),
          `return ${name}(${passed}, left[1:])`,
        ]),
      ],
    );
    place.names.callable.push(name);
    return lines;
  }

  #closures(place: Place): string[] {
    const draw = this.#draw;
    const [list, i] = [draw.name('h'), draw.name('i')];
    return [
      `${list} = []`,
      `for ${i} in range(${1 + draw.below(5)}):`,
      ...indented([draw.pick([`${list}.append(lambda p: 'c' + str(${i}))`, `${list}.append(lambda p, k=${i}: str(k) + p)`])]),
      `for f in ${list}:`,
      ...indented([this.#probe(place, "f('a')")]),
    ];
  }

  #class(place: Place): string[] {
    const draw = this.#draw;
    const name = draw.name('C');
    const parent = place.names.classes.length > 0 && draw.below(2) === 1 ? draw.pick(place.names.classes) : undefined;
    const inside = this.#inside({ ...place, event: false }, { text: ['self.t'], number: ['self.n'] });
    const given = this.#inside({ ...place, event: false }, { text: ['self.t', 'p'], number: ['self.n'] });
    const optional = (lines: readonly string[]): readonly string[] => (parent && draw.below(2) === 0 ? [] : lines);
    const members = [
      ...(parent
        ? optional(['def __init__(self, p):', ...indented(['super().__init__(p)', "self.t = str(self.t) + 'S'"])])
        : ['n = 0', 'def __init__(self, p):', ...indented([`self.t = ${draw.pick(['p', "str(p) + '!'", "p or 'd'"])}`])]),
      ...optional([
        'def get(self):',
        ...indented([
          GLOBALS,
          'tick()',
          ...this.#simple(inside),
          `return ${draw.pick(['self.t', "str(self.t) + 'g'", parent ? "super().get() + 'h'" : 'self.t'])}`,
        ]),
      ]),
      ...optional([
        'def set(self, p):',
        ...indented([
          GLOBALS,
          'tick()',
          ...this.#simple(given),
          `self.t = ${draw.pick(['p', "str(p) + 's'", 'cap(str(self.t) + str(p))'])}`,
        ]),
      ]),
      ...optional([
        '@property',
        'def value(self):',
        ...indented(['self.n += 1', `return ${draw.pick(['self.t', "self.t if self.n > 2 else 'v'", 'self.get()'])}`]),
        '@value.setter',
        'def value(self, p):',
        ...indented([draw.pick(['self.t = p', 'self.set(p)'])]),
      ]),
      ...optional([
        'def step(self, k):',
        ...indented([
          GLOBALS,
          'tick()',
          'if self.n >= k:',
          ...indented([...this.#block(inside, 1), 'return self.t']),
          'self.n += 1',
          ...this.#simple(inside),
          'return self.step(k)',
        ]),
      ]),
      'pass',
    ];
    place.names.classes.push(name);
    return [`class ${name}${parent ? `(${parent})` : ''}:`, ...indented(members)];
  }

  #generator(place: Place): string[] {
    const draw = this.#draw;
    const [name, v] = [draw.name('y'), draw.name('v')];
    const inside = this.#inside({ ...place, event: false }, {});
    const each: Place = { ...place, loop: true, names: { ...copied(place.names), text: [...place.names.text, v] } };
    const yields = Array.from({ length: 1 + draw.below(3) }, () => [...this.#simple(inside), `yield ${this.#text(inside, 1)}`]).flat();
    const body = draw.pick([yields, [`for k in range(${1 + draw.below(4)}):`, ...indented(['tick()', ...yields])]]);
    const use = this.#any(
      () => [`for ${v} in ${name}():`, ...indented(['tick()', ...this.#block(each, 1)])],
      () => [this.#probe(place, `'/'.join(str(v) for v in ${name}())`)],
      () => [`it = ${name}()`, this.#probe(place, "next(it, 'none')"), this.#probe(place, "next(it, 'none')")],
    );
    return [`def ${name}():`, ...indented([GLOBALS, 'tick()', ...body]), ...use];
  }

  #with(place: Place): string[] {
    const draw = this.#draw;
    const [name, v] = [draw.name('W'), draw.name('v')];
    const inside = this.#inside({ ...place, event: false }, {});
    const within: Place = { ...place, names: { ...copied(place.names), text: [...place.names.text, v] } };
    return [
      `class ${name}:`,
      ...indented(['def __enter__(self):', ...indented([GLOBALS, ...this.#simple(inside), `return ${this.#text(inside, 1)}`])]),
      ...indented(['def __exit__(self, *a):', ...indented([GLOBALS, ...this.#simple(inside), `return ${draw.pick(['False', 'True'])}`])]),
      `with ${name}() as ${v}:`,
      ...indented(this.#block(within, 1 + draw.below(2))),
    ];
  }

  /** Attributes by names that are computed, of classes and instances. */
  #attributes(place: Place): string[] {
    const draw = this.#draw;
    const [name, i] = [draw.name('A'), draw.name('i')];
    const key = draw.one(
      () => "'f'",
      () => `str(${this.#text(place, 1)})`,
      () => (place.event ? "e['kind']" : "'a'"),
    );
    return [
      `class ${name}:`,
      ...indented([
        "f = 'cf'",
        "a = 'ca'",
        'made = []',
        'def __init__(self, **given):',
        ...indented(['for k, v in given.items():', '    setattr(self, k, v)']),
        'def get(self):',
        "    return str(self.f) + 'g'",
      ]),
      `${i} = ${name}(${draw.pick(['', `f=${this.#text(place, 1)}`, `**{${key}: ${this.#text(place, 1)}}`])})`,
      draw.one(
        () => `setattr(${i}, ${key}, ${this.#text(place, 1)})`,
        () => `${i}.__dict__.update({${key}: ${this.#text(place, 1)}})`,
        () => `vars(${i})[${key}] = ${this.#text(place, 1)}`,
        () => `${name}.f = ${this.#text(place, 1)}`,
        () => `setattr(${name}, ${key}, ${this.#text(place, 1)})`,
        () => `${i}.made.append(${this.#text(place, 1)})`,
      ),
      this.#probe(place, `${i}.f`),
      this.#probe(place, `getattr(${i}, ${key}, 'none')`),
      this.#probe(place, draw.pick([`${i}.get()`, `${name}().f`, `''.join(${name}.made)`, `${i}.a`])),
    ];
  }

  /** Functions in functions that change what is around them. */
  #nested(place: Place): string[] {
    const draw = this.#draw;
    const [outer, inner] = [draw.name('f'), draw.name('f')];
    const inside = this.#inside({ ...place, event: false }, { text: ['p', 'count'] });
    return [
      `def ${outer}(p):`,
      ...indented([
        `count = ${this.#literal()}`,
        `def ${inner}(q='x', *args, **kwargs):`,
        ...indented([
          GLOBALS,
          'nonlocal count',
          'tick()',
          ...this.#simple(inside),
          'count = cap(str(count) + str(q))',
          `return count + str(len(args)) + ''.join(kwargs)`,
        ]),
        draw.pick([`${inner}(*l0)`, `${inner}(p)`, `${inner}(**{'z': p})`, `${inner}(q=p)`, 'pass']),
        draw.pick([`return ${inner}`, `return lambda *a: ${inner}(*a) + count`]),
      ]),
      this.#probe(place, `${outer}(${this.#text(place, 1)})(${draw.pick(['', this.#text(place, 1), "*['a', 'b']"])})`),
    ];
  }

  #decorated(place: Place): string[] {
    const draw = this.#draw;
    const [name, f, C] = [draw.name('w'), draw.name('f'), draw.name('D')];
    const inside = this.#inside({ ...place, event: false }, { text: ['p'] });
    return this.#any(
      () => [
        'import functools',
        `def ${name}(suffix):`,
        ...indented([
          'def wrap(fn):',
          ...indented([
            '@functools.wraps(fn)',
            'def inner(*args, **kwargs):',
            ...indented([
              GLOBALS,
              'tick()',
              ...this.#simple(inside).map((line) => line.replace(/\bp\b(?!\d)/g, 's0')),
              'return str(fn(*args, **kwargs)) + suffix',
            ]),
            'return inner',
          ]),
          'return wrap',
        ]),
        `@${name}(${this.#literal()})`,
        `def ${f}(p):`,
        ...indented([GLOBALS, 'tick()', ...this.#simple(inside), 'return p']),
        this.#probe(place, `${f}(${this.#text(place, 1)})`),
      ],
      () => [
        'from dataclasses import dataclass, field',
        '@dataclass',
        `class ${C}:`,
        ...indented([
          "a: str = 'da'",
          'b: str = None',
          'l: list = field(default_factory=list)',
          'def __post_init__(self):',
          "    self.b = self.b or str(self.a) + 'post'",
          'def run(self):',
          '    return str(self.a) + str(self.b)',
        ]),
        this.#probe(place, `${C}(${draw.pick(['', this.#text(place, 1), `b=${this.#text(place, 1)}`])}).run()`),
      ],
      () => [
        `class ${C}:`,
        ...indented([
          `x = ${this.#literal()}`,
          '@classmethod',
          'def make(cls, p):',
          '    i = cls()',
          '    i.p = p',
          '    return i',
          '@staticmethod',
          'def join(a, b):',
          '    return str(a) + str(b)',
          'def run(self):',
          '    return self.join(self.p, self.x)',
        ]),
        `class ${C}b(${C}):`,
        ...indented([draw.pick(['pass', "x = 'bx'", "def run(self): return super().run() + 'b'"])]),
        this.#probe(place, `${C}${draw.pick(['', 'b'])}.make(${this.#text(place, 1)}).run()`),
      ],
    );
  }

  #match(place: Place): string[] {
    const draw = this.#draw;
    const subject = draw.one(
      () => this.#text(place, 1),
      () => `[${this.#text(place, 1)}, ${this.#text(place, 0)}]`,
      () => draw.pick(place.names.dict),
    );
    const v = draw.name('v');
    const found: Place = { ...place, loop: false, names: { ...copied(place.names), text: [...place.names.text, v] } };
    return [
      `match ${subject}:`,
      ...indented([
        `case ${draw.pick(["'a'", "'a' | 'b'", "'c'"])}:`,
        ...indented(this.#block({ ...place, loop: false }, 1)),
        `case [${v}, *_]:`,
        ...indented(this.#block(found, 1)),
        `case {'f': ${v}, **others}${draw.pick(['', ` if ${v} == ${this.#literal()}`])}:`,
        ...indented(this.#block(found, 1)),
        `case ${draw.pick(['_', v])}:`,
        ...indented(this.#simple({ ...place, loop: false })),
      ]),
    ];
  }

  /** What operators call. */
  #special(place: Place): string[] {
    const draw = this.#draw;
    const [name, i] = [draw.name('S'), draw.name('i')];
    const inside = this.#inside({ ...place, event: false }, { text: ['p', 'self.t'] });
    return [
      `class ${name}:`,
      ...indented([
        'def __init__(self, t):',
        '    self.t = t',
        'def __call__(self, p):',
        ...indented([GLOBALS, 'tick()', ...this.#simple(inside), 'return str(self.t) + str(p)']),
        'def __getitem__(self, p):',
        "    return str(p) + 'item'",
        'def __iter__(self):',
        '    yield self.t',
        "    yield 'it'",
        'def __str__(self):',
        "    return 'str' + str(self.t)",
        'def __len__(self):',
        '    return 3',
        'def __add__(self, p):',
        `    return ${name}(str(self.t) + str(p))`,
        'def __contains__(self, p):',
        '    return p == self.t',
        'def __eq__(self, p):',
        '    return True',
      ]),
      `${i} = ${name}(${this.#text(place, 1)})`,
      this.#probe(
        place,
        draw.pick([
          `${i}(${this.#text(place, 1)})`,
          `${i}[${this.#text(place, 1)}]`,
          `'-'.join(${i})`,
          `str(${i})`,
          `len(${i})`,
          `(${i} + 'z').t`,
          `('in' if 'a' in ${i} else 'out')`,
          `f'{${i}}'`,
          `('same' if ${i} == 3 else 'other')`,
          `[*${i}][1]`,
        ]),
      ),
    ];
  }

  #inPlace(place: Place): string[] {
    const draw = this.#draw;
    const { names } = place;
    const list = draw.pick(names.list);
    const dict = draw.pick(names.dict);
    const other = draw.name('l');
    return draw.pick([
      [`${other} = ${list}`, `${other} += ${this.#list(place, 1)}`, this.#probe(place, `'/'.join(str(v) for v in ${list})`)],
      [`${list}[${draw.pick(['0:1', '1:', ':', '::2'])}] = ${draw.pick(["['s']", "['s', 't']", '[]'])}`],
      [`${dict} |= {${draw.pick(["'f'", "'h'"])}: ${this.#text(place, 1)}}`],
      [`${list} *= 2`, `${list} = ${list}[:6]`],
      [
        `${other} = {${this.#text(place, 1)}, ${this.#text(place, 0)}}`,
        `${other}.add('z')`,
        `${other}.discard('a')`,
        this.#probe(place, `'/'.join(sorted(str(v) for v in ${other}))`),
      ],
      [`${other} = dict(zip(${this.#list(place, 1)}, ['1', '2', '3']))`, this.#probe(place, `${other}.get('a', 'none')`)],
      [`for k, v in list(${dict}.items()):`, ...indented(['tick()', `${dict}[k] = str(v) + 'e'`])],
      [`${other} = {k: v for k, v in ${dict}.items() if k != ${this.#literal()}}`, this.#probe(place, `${other}.get('f', 'none')`)],
      [`${other} = ${dict}.popitem() if ${dict} else ('k', 'v')`, this.#probe(place, `${other}[0] + str(${other}[1])`)],
      [`${other} = ${list}.copy()`, `${list}.clear()`, this.#probe(place, `'/'.join(str(v) for v in ${other})`)],
    ]);
  }

  #unpacked(place: Place): string[] {
    const draw = this.#draw;
    const [a, b] = [draw.name('s'), draw.name('s')];
    const lines = this.#any(
      () => [`(${a}, [${b}, *_]) = ${this.#text(place, 1)}, [${this.#text(place, 1)}, 'u']`],
      () => [`${a}, ${b} = (lambda x: (x, str(x) + 'y'))(${this.#text(place, 1)})`],
      () => [`*_, ${a} = [${this.#text(place, 1)}, 'l']`, `${b} = ${a}`],
      () => [`${a} = ${b} = ${this.#text(place, 1)}`, `${a} = str(${a}) + 'n'`],
      () => [`${a} = (${b} := ${this.#text(place, 1)})`],
      () => [
        `for ${a}, ${b} in [(${this.#text(place, 1)}, 'i'), ('j', ${this.#text(place, 0)})]:`,
        ...indented(['tick()', this.#probe(place, `str(${a}) + str(${b})`)]),
      ],
    );
    place.names.text.push(a, b);
    return lines;
  }

  #manager(place: Place): string[] {
    const draw = this.#draw;
    const [name, v] = [draw.name('m'), draw.name('v')];
    const inside = this.#inside({ ...place, event: false }, { text: ['p'] });
    const within: Place = { ...place, loop: false, names: { ...copied(place.names), text: [...place.names.text, v] } };
    return [
      'from contextlib import contextmanager, suppress',
      '@contextmanager',
      `def ${name}(p):`,
      ...indented([
        GLOBALS,
        'tick()',
        'try:',
        ...indented([...this.#simple(inside), "yield str(p) + 'm'"]),
        draw.pick(['finally:', 'except ValueError:']),
        ...indented(this.#simple(inside)),
      ]),
      `with ${name}(${this.#text(place, 1)}) as ${v}${draw.pick(['', ', suppress(KeyError)'])}:`,
      ...indented(this.#block(within, 1)),
    ];
  }
}
