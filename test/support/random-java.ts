/**
 * Random Java handlers that probe texts which they compute, as random-javascript.ts does. A program is one class `App` with classes in
 * it; what changes are its fields, since lambdas see only local variables that never change. `Probes` is not in it.
 */
import { copied, Draw } from './draw.ts';

interface Names {
  /** texts that may be assigned to */
  readonly text: string[];
  /** texts that lambdas may read */
  readonly fixed: string[];
  readonly number: string[];
  readonly list: string[];
  readonly map: string[];
  readonly node: string[];
  readonly shape: string[];
  /** `Function<String, String>` */
  readonly function: string[];
  /** static methods of a text */
  readonly method: string[];
}

interface Place {
  readonly names: Names;
  readonly depth: number;
  readonly event: boolean;
  readonly loops: readonly string[];
  /** how the method is left from here; undefined where it may not be */
  readonly leave: string | undefined;
}

export const JAVA_HEAD = `import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class App implements RequestHandler<Map<String, Object>, String> {`;

const BODY = `
static String s0 = "a";
static int n0 = 0;
static List<String> l0 = new ArrayList<>(List.of("a", "b"));
static Map<String, String> m0 = new TreeMap<>(Map.of("f", "a", "g", "b"));
static Node k0 = new Node("k");
String t0 = "t";

static String pick(List<String> l, int i) { return i >= 0 && i < l.size() ? l.get(i) : "none"; }
static String part(String text, int i) { String[] parts = text.split("-"); return i < parts.length ? parts[i] : "none"; }
static boolean same(Object a, Object b) { return Objects.equals(a, b); }
static <T> T twice(T value, Function<T, T> f) { return f.apply(f.apply(value)); }

static class Node {
  String t; int n; Node next; List<String> l = new ArrayList<>(); static String shared = "n";
  Node(String t) { this.t = t; }
  Node(String t, Node next) { this(t + "2"); this.next = next; }
  String get() { return t; }
  Node set(String p) { this.t = p; n++; return this; }
}

record Pair(String a, String b) {
  Pair { if (a == null) a = "null"; }
  Pair(String a) { this(a, a + "r"); }
  String both() { return a + b; }
}

enum Color {
  RED("r"), GREEN("g") { String label(String p) { return p + "G"; } };
  final String code;
  Color(String code) { this.code = code; }
  String label(String p) { return p + code; }
}

sealed interface Shape permits Circle, Square {}
record Circle(String t) implements Shape {}
record Square(String t, String u) implements Shape {}
`;

export const randomJava = (choices: readonly number[]): string => new Writer(new Draw(choices)).program();

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
      text: ['s0', 'k0.t', 'Node.shared'],
      fixed: [],
      number: ['n0', 'k0.n'],
      list: ['l0'],
      map: ['m0'],
      node: ['k0'],
      shape: [],
      function: [],
      method: [],
    };
    const top: Place = { names, depth: 2, event: false, loops: [], leave: 'return p;' };
    const parts = [JAVA_HEAD, BODY];
    for (let i = 1 + draw.below(3); i > 0; i--)
      parts.push(
        draw.pick([() => this.#method(top), () => this.#recursive(top), () => this.#failingMethod(top), () => this.#hierarchy(top)])(),
      );
    if (draw.below(2) === 1) parts.push(`static {\n${this.#block({ ...top, leave: undefined }, 2)}\n}`);
    if (draw.below(2) === 1) parts.push(`{ t0 = ${this.#text(top, 1)}; }`);
    const handler: Place = {
      ...top,
      depth: 3,
      event: true,
      leave: 'return null;',
      names: { ...copied(names), text: [...names.text, 't0'], fixed: ['kind'] },
    };
    parts.push(
      `public String handleRequest(Map<String, Object> e, Context context) {\nfinal String kind = (String) e.get("kind");\n${this.#block(handler, 4 + draw.below(6))}\n${this.#all(handler)}\nreturn s0;\n}`,
    );
    return `${parts.join('\n')}\n}\n`;
  }

  #block(place: Place, count: number): string {
    const inside: Place = { ...place, names: copied(place.names), depth: place.depth - 1 };
    return Array.from({ length: count }, () => this.#statement(inside)).join('\n');
  }

  #probe(place: Place, value?: string): string {
    return `Probes.probe("p${this.#probes++}:" + ${value ?? this.#text(place, 2)});`;
  }

  /** Probes what the fields hold. */
  #all(place: Place): string {
    return ['s0', 't0', 'String.join("/", l0)', 'm0.getOrDefault("f", "none")', 'm0.getOrDefault("h", "none")', 'k0.get()', 'Node.shared']
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
      () => this.#loop(place),
      () => this.#each(place),
      () => this.#switch(place),
      () => this.#switchExpression(place),
      () => this.#patterns(place),
      () => this.#machine(place),
      () => this.#declaration(place),
      () => this.#declaration(place),
      () => this.#declaration(place),
      () => this.#lambda(place),
      () => this.#stream(place),
      () => this.#try(place),
      () => this.#jump(place),
      () => this.#anonymous(place),
      () => this.#iteration(place),
      () => this.#resource(place),
    );
  }

  #simple(place: Place): string {
    const { names } = place;
    const draw = this.#draw;
    const text = draw.pick(names.text);
    const list = draw.pick(names.list);
    const map = draw.pick(names.map);
    const node = draw.pick(names.node);
    return draw.one(
      () => this.#probe(place),
      () => this.#probe(place),
      () => `${text} = Probes.cap(${this.#text(place, 2)});`,
      () => `${text} = Probes.cap(${this.#text(place, 2)});`,
      () => `${draw.pick(names.number)}${draw.pick(['++', '--', ' += 2', ' = 0'])};`,
      () => `${draw.pick(names.number)} = ${this.#number(place, 2)};`,
      () => `${map}.put(${this.#key(place)}, ${this.#text(place, 1)});`,
      () =>
        `${map}.${draw.pick([`remove(${this.#key(place)})`, 'clear()', `putIfAbsent("h", ${this.#text(place, 0)})`, `merge("f", ${this.#text(place, 0)}, (x, y) -> Probes.cap(x + y))`, `computeIfAbsent("h", x -> x + "c")`, `computeIfPresent("f", (x, y) -> Probes.cap(x + y))`, `putAll(${draw.pick(names.map)})`, `replaceAll((x, y) -> x + "r")`])};`,
      () => `${list}.add(${this.#text(place, 1)});`,
      () =>
        `${list}.${draw.pick(['clear()', `add(0, ${this.#text(place, 0)})`, `addAll(${this.#list(place, 0)})`, `remove(${this.#literal()})`, 'removeIf(x -> x.equals("a"))', 'replaceAll(x -> x + "r")', 'sort(null)', 'sort(Comparator.reverseOrder())'])};`,
      () =>
        `if (${list}.size() > 1) ${list}.${draw.pick([`set(1, ${this.#text(place, 1)})`, 'remove(0)', `set(0, ${this.#text(place, 1)})`])};`,
      () => `Collections.${draw.pick(['reverse', 'sort'])}(${list});`,
      () =>
        `${node}.${draw.pick([`t = ${this.#text(place, 1)}`, `set(${this.#text(place, 1)})`, `n++`, `l.add(${this.#text(place, 1)})`, `set(${this.#text(place, 0)}).set("z")`])};`,
      () => `${node}.next = ${draw.pick([...names.node, 'null', `new Node(${this.#text(place, 1)})`])};`,
      () =>
        names.node.includes('k0')
          ? `k0 = ${draw.pick([...names.node, `new Node(${this.#text(place, 1)})`, `new Node(${this.#text(place, 1)}, ${node})`])};`
          : this.#probe(place),
      () => `${text} += Probes.cap(${this.#text(place, 1)});`,
      () => `l0 = new ArrayList<>(${this.#list(place, 2)});`,
      () => (names.method.length > 0 ? `${draw.pick(names.method)}(${this.#text(place, 1)});` : this.#probe(place)),
      () => (names.function.length > 0 ? `${draw.pick(names.function)}.apply(${this.#text(place, 1)});` : this.#probe(place)),
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
        () => draw.pick([...names.text, ...names.fixed]),
        () => (place.event ? 'kind' : this.#literal()),
      );
    const inner = (): string => this.#text(place, depth - 1);
    const node = draw.pick(names.node);
    return draw.one(
      () => this.#literal(),
      () => draw.pick([...names.text, ...names.fixed]),
      () => draw.pick([...names.text, ...names.fixed]),
      () => `${draw.pick(names.map)}.getOrDefault(${this.#key(place)}, ${inner()})`,
      () => `pick(${draw.pick(names.list)}, ${this.#number(place, 1)})`,
      () => `Probes.cap(${inner()} + "-" + ${inner()})`,
      () => `Probes.cap(String.format("%s-%s", ${inner()}, ${inner()}))`,
      () => `${node}.${draw.pick(['t', 'get()'])}`,
      () => `(${node}.next == null ? ${inner()} : ${node}.next.t)`,
      () => `String.valueOf(${this.#number(place, 1)})`,
      () =>
        `(${inner()}).${draw.pick(['toUpperCase()', 'trim()', 'replace("a", "z")', 'concat("q")', 'strip()', 'substring(0, 0)', 'intern()', 'toString()', 'repeat(2)'])}`,
      () => `part(${inner()}, ${draw.below(2)})`,
      () => `String.join("-", ${this.#list(place, depth - 1)})`,
      () => `(${this.#test(place, 1)} ? ${inner()} : ${inner()})`,
      () => (names.method.length > 0 ? `${draw.pick(names.method)}(${inner()})` : inner()),
      () => (names.function.length > 0 ? `${draw.pick(names.function)}.apply(${inner()})` : inner()),
      () => `new Pair(${inner()}${draw.pick(['', `, ${inner()}`])}).${draw.pick(['a()', 'b()', 'both()'])}`,
      () => `Color.${draw.pick(['RED', 'GREEN'])}.${draw.pick(['code', `label(${inner()})`, 'name()'])}`,
      () =>
        `Optional.ofNullable(${draw.pick(names.map)}.get(${this.#key(place)})).${draw.pick(['map(x -> x + "o").', 'filter(x -> x.equals("a")).', ''])}orElse(${inner()})`,
      () =>
        `${this.#list(place, depth - 1)}.stream().${draw.pick(['map(x -> x + "w").', 'filter(x -> !x.equals("b")).', 'sorted().', 'distinct().', 'limit(1).', 'skip(1).', ''])}${draw.pick(['collect(Collectors.joining("-"))', 'findFirst().orElse("none")', 'reduce("", (x, y) -> x + y)', 'reduce((x, y) -> y).orElse("none")', 'max(Comparator.naturalOrder()).orElse("none")', 'toList().toString()'])}`,
      () => `twice(${inner()}, x -> x + "t")`,
      () => `new StringBuilder(${inner()}).append(${inner()})${draw.pick(['', '.reverse()', '.insert(0, "i")'])}.toString()`,
      () => `Map.of("a", ${inner()}, "b", ${inner()}).getOrDefault(${inner()}, "none")`,
      () => `((Supplier<String>) () -> ${this.#fixed(place)}).get()`,
      () => (place.event ? '(String) e.getOrDefault("kind", "x")' : inner()),
    );
  }

  /** A text that a lambda may build. */
  #fixed(place: Place): string {
    return this.#draw.pick([...place.names.fixed, 's0', 'k0.t', this.#literal()]);
  }

  #number(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => String(draw.below(6)),
      () => draw.pick(names.number),
      () => `${draw.pick(names.list)}.size()`,
      () => (place.event ? '(int) e.get("n")' : '1'),
      () => (depth > 0 ? `(${this.#number(place, depth - 1)} ${draw.pick(['+', '-', '*'])} ${1 + draw.below(3)})` : '2'),
      () => `${draw.pick(names.map)}.size()`,
    );
  }

  #test(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    return draw.one(
      () => (place.event ? '(boolean) e.get("flag")' : `same(${draw.pick(names.text)}, ${this.#literal()})`),
      () => `${draw.pick(['', '!'])}${draw.pick([...names.text, ...names.fixed])}.equals(${this.#literal()})`,
      () => `${draw.pick(names.number)} ${draw.pick(['==', '>', '<', '>='])} ${draw.below(6)}`,
      () => `same(${this.#text(place, depth)}, ${this.#text(place, depth)})`,
      () => (place.event ? `kind.equals(${this.#literal()})` : 'n0 > 1'),
      () => `${draw.pick(names.list)}.${draw.pick(['isEmpty()', `size() > ${draw.below(3)}`, `contains(${this.#literal()})`])}`,
      () => `${draw.pick(names.map)}.${draw.pick(['containsKey("h")', 'isEmpty()', `containsValue(${this.#literal()})`])}`,
      () => `(${this.#text(place, depth)}).${draw.pick(['startsWith', 'endsWith', 'contains'])}(${this.#literal()})`,
      () => (depth > 0 ? `(${this.#test(place, depth - 1)} ${draw.pick(['&&', '||'])} ${this.#test(place, depth - 1)})` : 's0 != null'),
      () => `${draw.pick(names.node)}${draw.pick(['', '.next'])} == ${draw.pick([...names.node, 'null'])}`,
      () => `${draw.pick(names.list)}.stream().${draw.pick(['anyMatch', 'allMatch', 'noneMatch'])}(x -> x.equals(${this.#literal()}))`,
    );
  }

  #list(place: Place, depth: number): string {
    const draw = this.#draw;
    const { names } = place;
    if (depth <= 0) return draw.pick(names.list);
    const inner = (): string => this.#list(place, depth - 1);
    return draw.one(
      () => draw.pick(names.list),
      () => `List.of(${this.#text(place, 1)}, ${this.#text(place, 0)})`,
      () => `Arrays.asList(${this.#text(place, 1)}, ${this.#text(place, 0)})`,
      () => `${inner()}.stream().map(x -> x + "k").collect(Collectors.toList())`,
      () => `${inner()}.stream().filter(x -> !x.equals(${this.#literal()})).toList()`,
      () => `Stream.concat(${inner()}.stream(), Stream.of(${this.#text(place, 0)})).toList()`,
      () => `${draw.pick(names.map)}.keySet().stream().sorted().toList()`,
      () => (place.event ? '((List<String>) e.get("items"))' : inner()),
      () => `Arrays.asList("a-b-c".split("-"))`,
      () => `IntStream.range(0, ${draw.below(4)}).mapToObj(i -> "i" + i).toList()`,
      () => `new TreeSet<>(${inner()}).stream().sorted().toList()`,
    );
  }

  #declaration(place: Place): string {
    const draw = this.#draw;
    const { names } = place;
    const declare = (kind: keyof Names, prefix: string, type: string, value: string): string => {
      const name = draw.name(prefix);
      names[kind].push(name);
      return `${type} ${name} = ${value};`;
    };
    return draw.one(
      () => declare('text', 's', draw.pick(['String', 'var']), this.#text(place, 2)),
      () => declare('fixed', 'c', 'final String', this.#text(place, 2)),
      () => declare('number', 'n', 'int', this.#number(place, 1)),
      () => declare('list', 'l', 'List<String>', `new ArrayList<>(${this.#list(place, 2)})`),
      () => declare('list', 'l', 'List<String>', draw.pick(names.list)),
      () => declare('map', 'm', 'Map<String, String>', `new TreeMap<>(Map.of("f", ${this.#text(place, 1)}, "h", ${this.#text(place, 1)}))`),
      () =>
        declare('map', 'm', 'Map<String, String>', draw.pick([...names.map, 'new HashMap<>()', `new TreeMap<>(${draw.pick(names.map)})`])),
      () =>
        declare(
          'node',
          'k',
          'Node',
          draw.pick([...names.node, `new Node(${this.#text(place, 1)})`, `new Node(${this.#text(place, 0)}, ${draw.pick(names.node)})`]),
        ),
      () =>
        declare(
          'shape',
          'z',
          'Shape',
          `${this.#test(place, 1)} ? new Circle(${this.#text(place, 0)}) : new Square(${this.#text(place, 0)}, "u")`,
        ),
      () => declare('text', 's', 'String', `((Object) ${this.#text(place, 1)}) instanceof String q${draw.below(1)} ? "is" : "not"`),
    );
  }

  #if(place: Place): string {
    const draw = this.#draw;
    const more = draw.below(2) === 1 ? ` else if (${this.#test(place, 1)}) {\n${this.#block(place, 1)}\n}` : '';
    const other = draw.below(2) === 1 ? ` else {\n${this.#block(place, 1)}\n}` : '';
    const leave = place.leave !== undefined && draw.rarely(5) ? `\n${place.leave}` : '';
    return `if (${this.#test(place, 1)}) {\n${this.#block(place, 1 + draw.below(2))}${leave}\n}${more}${other}`;
  }

  #loop(place: Place): string {
    const draw = this.#draw;
    const i = draw.name('i');
    const label = draw.name('L');
    const inside: Place = { ...place, loops: [...place.loops, label], names: { ...copied(place.names), number: [...place.names.number] } };
    const step = draw.one(
      () => `${draw.pick(place.names.number)}++;`,
      () => `${draw.pick(place.names.text)} = ${this.#literal()};`,
      () => `${draw.pick(place.names.list)}.clear();`,
    );
    return draw.one(
      () =>
        `${label}: for (int ${i} = 0; ${i} < ${1 + draw.below(5)}; ${i}++) {\nProbes.tick();\n${this.#block(inside, 1 + draw.below(2))}\nProbes.probe("p${this.#probes++}:" + ${i});\n}`,
      () => `${label}: while (${this.#test(place, 1)}) {\nProbes.tick();\n${this.#block(inside, 1 + draw.below(2))}\n${step}\n}`,
      () => `${label}: do {\nProbes.tick();\n${this.#block(inside, 1)}\n${step}\n} while (${this.#test(place, 1)});`,
    );
  }

  #each(place: Place): string {
    const draw = this.#draw;
    const v = draw.name('v');
    const label = draw.name('L');
    const inside: Place = { ...place, loops: [...place.loops, label], names: { ...copied(place.names), fixed: [...place.names.fixed, v] } };
    const keyed: Place = { ...inside, names: { ...inside.names, fixed: [...place.names.fixed, `${v}.getKey()`, `${v}.getValue()`] } };
    return draw.one(
      () =>
        `${label}: for (String ${v} : new ArrayList<>(${this.#list(place, 2)})) {\nProbes.tick();\n${this.#block(inside, 1 + draw.below(2))}\n}`,
      () =>
        `${label}: for (Map.Entry<String, String> ${v} : new TreeMap<>(${draw.pick(place.names.map)}).entrySet()) {\nProbes.tick();\n${this.#block({ ...keyed, loops: [] }, 1)}\n}`,
      () =>
        `${label}: for (String ${v} : new String[] { ${this.#text(place, 1)}, ${this.#text(place, 0)} }) {\nProbes.tick();\n${this.#block(inside, 1)}\n}`,
      () => `for (Color ${v} : Color.values()) ${this.#probe(place, `${v}.label(${this.#text(place, 0)})`)}`,
    );
  }

  #jump(place: Place): string {
    const draw = this.#draw;
    const { loops } = place;
    if (loops.length === 0) return this.#simple(place);
    const to = draw.pick(['', ` ${draw.pick(loops)}`]);
    return `if (${this.#test(place, 1)}) {\n${this.#simple(place)}\n${draw.pick(['break', 'continue'])}${to};\n}`;
  }

  #switch(place: Place): string {
    const draw = this.#draw;
    const inside: Place = { ...place, loops: [] };
    const cases = ['a', 'b', 'c'].map((value) => `case "${value}":\n${this.#block(inside, 1)}${draw.rarely(3) ? '' : '\nbreak;'}`);
    const last = draw.below(2) === 1 ? `\ndefault:\n${this.#block(inside, 1)}` : '';
    return `switch (${this.#text(place, 1)}) {\n${cases.join('\n')}${last}\n}`;
  }

  #switchExpression(place: Place): string {
    const draw = this.#draw;
    const inside: Place = { ...place, loops: [], leave: undefined };
    const target = draw.pick(place.names.text);
    return draw.one(
      () =>
        `${target} = switch (${this.#text(place, 1)}) { case "a" -> ${this.#text(place, 1)}; case "b", "c" -> { ${this.#block(inside, 1)} yield ${this.#text(inside, 1)}; } default -> ${this.#text(place, 1)}; };`,
      () =>
        `switch (${this.#text(place, 1)}) { case "a" -> { ${this.#block(inside, 1)} } case "b", "x" -> ${this.#probe(place)} default -> {} }`,
      () =>
        `${target} = switch (Color.valueOf(${this.#test(place, 1)} ? "RED" : "GREEN")) { case RED -> ${this.#text(place, 1)}; case GREEN -> ${this.#text(place, 1)}; };`,
    );
  }

  #patterns(place: Place): string {
    const draw = this.#draw;
    if (place.names.shape.length === 0) return this.#declaration(place);
    const shape = draw.pick(place.names.shape);
    const v = draw.name('v');
    const found: Place = { ...place, names: { ...copied(place.names), fixed: [...place.names.fixed, `${v}.t()`] } };
    return `if (${shape} instanceof Circle ${v}) {\n${this.#block(found, 1)}\n} else if (${shape} instanceof Square ${v}s) {\n${this.#probe(place, `${v}s.u() + ${v}s.t()`)}\n}`;
  }

  #machine(place: Place): string {
    const draw = this.#draw;
    const state = draw.name('s');
    const count = 2 + draw.below(5);
    const inside: Place = { ...place, loops: [] };
    const cases = Array.from({ length: count }, (_, i) => `case "q${i}": ${this.#simple(inside)} ${state} = "q${i + 1}"; break;`);
    return `String ${state} = "q0";\nwhile (!${state}.equals("q${count}")) {\nProbes.tick();\nswitch (${state}) {\n${cases.join('\n')}\n}\n}`;
  }

  #method(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('f');
    const inside: Place = {
      ...place,
      depth: Math.min(place.depth, 2),
      names: { ...copied(place.names), text: [...place.names.text, 'p'] },
    };
    const body = (at: Place): string => `Probes.tick();\n${this.#block(at, 1 + draw.below(3))}`;
    const noded: Place = { ...inside, names: { ...copied(inside.names), node: [...inside.names.node, 'k'] } };
    const several: Place = { ...inside, names: { ...copied(inside.names), list: [...inside.names.list, 'more'] } };
    const written = draw.one(
      () => `static String ${name}(String p) {\n${body(inside)}\nreturn ${this.#text(inside, 2)};\n}`,
      () =>
        `static String ${name}(Node k, String p) {\n${body(noded)}\nreturn k.t;\n}\nstatic String ${name}(String p) { return ${name}(k0, p); }`,
      () =>
        `static String ${name}(String p, String... given) {\nList<String> more = new ArrayList<>(Arrays.asList(given));\n${body(several)}\nreturn pick(more, ${draw.below(2)});\n}\nstatic String ${name}(String p) { return ${name}(p, ${draw.pick(['p, s0', 'p', 'new String[0]'])}); }`,
    );
    place.names.method.push(name);
    return written;
  }

  #recursive(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('w');
    const bound = 1 + draw.below(6);
    const inside: Place = { ...place, depth: 1, names: { ...copied(place.names), text: [...place.names.text, 'p'] } };
    const [step, done, passed] = [this.#block(inside, 1), this.#block(inside, 1), this.#text(inside, 1)];
    place.names.method.push(name);
    return draw.one(
      () =>
        `static String ${name}(String p, int n) {\nProbes.tick();\nif (n >= ${bound}) {\n${done}\nreturn p;\n}\n${step}\nreturn ${name}(${passed}, n + 1);\n}\nstatic String ${name}(String p) { return ${name}(p, 0); }`,
      () =>
        `static String ${name}(String p) {\nProbes.tick();\nif (n0 >= ${bound}) {\n${done}\nreturn p;\n}\nn0++;\n${step}\nreturn ${name}(${passed});\n}`,
    );
  }

  #failingMethod(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('g');
    const inside: Place = { ...place, depth: 1, names: { ...copied(place.names), text: [...place.names.text, 'p'] } };
    const written = `static String ${name}(String p) {\nProbes.tick();\ntry {\n${this.#block(inside, 1)}\nif (${this.#test(inside, 1)}) throw new IllegalStateException(p);\n${this.#block(inside, 1)}\nreturn ${this.#text(inside, 1)};\n} ${draw.pick(['catch (IllegalStateException err) { return "caught"; }', `catch (RuntimeException err) { ${this.#simple({ ...inside, names: { ...inside.names, fixed: ['err.getMessage()'] } })} return "c" + err.getMessage(); }`, ''])} finally {\n${this.#simple(inside)}\n}\n}`;
    place.names.method.push(name);
    return written;
  }

  /** Classes with an abstract one above, overriding and calls of what is above. */
  #hierarchy(place: Place): string {
    const draw = this.#draw;
    const [base, one, two, name] = [draw.name('B'), draw.name('C'), draw.name('C'), draw.name('h')];
    const inside: Place = { ...place, depth: 1, names: { ...copied(place.names), text: [...place.names.text, 'p', 'this.t'] } };
    const made = `static abstract class ${base} {
protected String t = ${draw.pick(['"t"', 's0'])};
static int made = 0;
${base}() { made++; init(); }
void init() { t = t + "i"; }
abstract String run(String p);
String call(String p) { Probes.tick(); return run(p) + ${draw.pick(['t', '"c"', 'made'])}; }
}
static class ${one} extends ${base} {
String u = "u";
String run(String p) {\n${this.#block(inside, 1)}\nreturn p + u + t;\n}
${draw.pick(['', 'void init() { super.init(); t += "o"; }', 'void init() { u = "early"; }'])}
}
static class ${two} extends ${one} {
${two}() { super(); u = ${this.#text(place, 1)}; }
${draw.pick(['', 'String run(String p) { return super.run(p) + "s"; }', 'String call(String p) { return "over" + super.call(p); }'])}
}
static String ${name}(String p) { ${base} b = ${this.#test(place, 1)} ? new ${one}() : new ${two}(); return b.call(p); }`;
    place.names.method.push(name);
    return made;
  }

  #lambda(place: Place): string {
    const draw = this.#draw;
    const [name, p] = [draw.name('y'), draw.name('p')];
    const names: Names = {
      ...copied(place.names),
      text: ['s0', 'k0.t', 'Node.shared'],
      number: ['n0'],
      list: ['l0'],
      map: ['m0'],
      node: ['k0'],
      shape: [],
      function: [],
      fixed: [...place.names.fixed, p],
    };
    const inside: Place = { ...place, depth: Math.min(place.depth, 2), loops: [], leave: `return ${p};`, names };
    const written = draw.one(
      () =>
        `Function<String, String> ${name} = ${p} -> {\nProbes.tick();\n${this.#block(inside, 1 + draw.below(2))}\nreturn ${this.#text(inside, 1)};\n};`,
      () =>
        `Function<String, String> ${name} = ${draw.pick(['String::trim', 'String::toUpperCase', ...place.names.method.map((each) => `App::${each}`)])};`,
      () => `Function<String, String> ${name} = ((Function<String, String>) ${p} -> ${p} + "1").andThen(${p} -> ${this.#text(inside, 1)});`,
    );
    place.names.function.push(name);
    return written;
  }

  #stream(place: Place): string {
    const draw = this.#draw;
    const v = draw.name('v');
    const names: Names = {
      ...copied(place.names),
      text: ['s0', 'k0.t'],
      number: ['n0'],
      list: ['l0'],
      map: ['m0'],
      node: ['k0'],
      shape: [],
      function: [],
      fixed: [...place.names.fixed, v],
    };
    const inside: Place = { ...place, depth: 1, loops: [], leave: undefined, names };
    const body = this.#block(inside, 1);
    const target = draw.pick(place.names.text);
    return draw.one(
      () => `new ArrayList<>(${this.#list(place, 1)}).forEach(${v} -> {\nProbes.tick();\n${body}\n});`,
      () =>
        `${target} = new ArrayList<>(${this.#list(place, 1)}).stream().map(${v} -> {\nProbes.tick();\n${body}\nreturn ${this.#text(inside, 1)};\n}).collect(Collectors.joining("+"));`,
      () => `new TreeMap<>(${draw.pick(place.names.map)}).forEach((${v}, w${v}) -> {\nProbes.tick();\n${body}\n});`,
      () =>
        `Map<String, List<String>> ${v}g = ${this.#list(place, 1)}.stream().collect(Collectors.groupingBy(x -> x.isEmpty() ? "e" : x.substring(0, 1)));\n${this.#probe(place, `pick(${v}g.getOrDefault(${this.#literal()}, List.of()), 0)`)}`,
      () =>
        `Map<String, String> ${v}m = ${this.#list(place, 1)}.stream().distinct().collect(Collectors.toMap(x -> x, x -> x + "v"));\n${this.#probe(place, `${v}m.getOrDefault(${this.#literal()}, "none")`)}`,
    );
  }

  #try(place: Place): string {
    const draw = this.#draw;
    const x = draw.name('x');
    const failing = draw.one(
      () => `if (${this.#test(place, 1)}) throw new IllegalStateException(${this.#text(place, 1)});`,
      () => `if (n0 < 1000) throw new RuntimeException(${this.#text(place, 1)});`,
      () => `l0.get(17);`,
      () => `((String) null).length();`,
    );
    const caught: Place = {
      ...place,
      names: { ...copied(place.names), fixed: [...place.names.fixed, `String.valueOf(${x}.getMessage())`] },
    };
    const kind = draw.pick(['Exception', 'IllegalStateException', 'IllegalStateException | IndexOutOfBoundsException']);
    return `try {\n${this.#block(place, 1 + draw.below(2))}\n${failing}\n${this.#block(place, 1)}\n} catch (${kind} ${x}) {\n${this.#block(caught, 1)}\n}${draw.rarely(3) ? ` finally {\n${this.#block({ ...place, loops: [], leave: undefined }, 1)}\n}` : ''}`;
  }

  #anonymous(place: Place): string {
    const draw = this.#draw;
    const [name, p] = [draw.name('a'), draw.name('p')];
    const names: Names = {
      ...copied(place.names),
      text: ['s0', 'k0.t'],
      number: ['n0'],
      list: ['l0'],
      map: ['m0'],
      node: ['k0'],
      shape: [],
      function: [],
      fixed: [...place.names.fixed, p],
    };
    const inside: Place = { ...place, depth: 1, loops: [], leave: `return ${p};`, names };
    return `UnaryOperator<String> ${name} = new UnaryOperator<>() {\nint count = 0;\npublic String apply(String ${p}) {\nProbes.tick();\ncount++;\n${this.#block(inside, 1)}\nreturn ${p} + count;\n}\n};\n${this.#probe(place, `${name}.apply("1") + ${name}.apply(${this.#text(place, 0)})`)}`;
  }

  #iteration(place: Place): string {
    const draw = this.#draw;
    const [it, v] = [draw.name('it'), draw.name('v')];
    const inside: Place = { ...place, loops: [], names: { ...copied(place.names), fixed: [...place.names.fixed, v] } };
    return draw.one(
      () =>
        `Iterator<String> ${it} = new ArrayList<>(${this.#list(place, 1)}).iterator();\nwhile (${it}.hasNext()) {\nProbes.tick();\nfinal String ${v} = ${it}.next();\n${this.#block(inside, 1)}\n}`,
      () =>
        `Deque<String> ${it} = new ArrayDeque<>(${this.#list(place, 1)});\nwhile (!${it}.isEmpty()) {\nProbes.tick();\nfinal String ${v} = ${it}.${draw.pick(['poll()', 'pop()', 'removeLast()', 'pollLast()'])};\n${this.#block(inside, 1)}\n}`,
      () =>
        `String[] ${it} = { ${this.#text(place, 1)}, "y" };\n${it}[${draw.below(2)}] = ${this.#text(place, 1)};\n${this.#probe(place, `${it}[0] + ${it}[1]`)}`,
      () =>
        `Set<String> ${it} = new LinkedHashSet<>(${this.#list(place, 1)});\n${it}.add(${this.#text(place, 0)});\n${it}.remove("a");\n${this.#probe(place, `String.join(",", ${it})`)}`,
    );
  }

  #resource(place: Place): string {
    const draw = this.#draw;
    const name = draw.name('R');
    return `class ${name} implements AutoCloseable {\nString get() { return ${this.#fixed({ ...place, names: { ...place.names, fixed: [] } })}; }\npublic void close() { ${draw.pick(['s0 = "closed";', 'l0.add("closed");', 'n0++;'])} }\n}\ntry (${name} r${name} = new ${name}()) {\n${this.#probe(place, `r${name}.get()`)}\n${this.#block({ ...place, loops: [] }, 1)}\n}`;
  }
}
