/** Handlers of several files, from their entry to the calls that they make. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SPAN } from '../../../test/support/app.ts';
import { callsIn, environment } from '../../../test/support/calls.ts';
import type { LambdaFunction, Trigger } from '../../model/app.ts';
import { type Part, text } from '../../model/text.ts';
import { java } from './language.ts';

beforeAll(() => java.prepare());

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/java', import.meta.url));

function filesIn(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[relative(folder, path)] = readFileSync(path, 'utf8');
  }
  return files;
}

const seen = (fixture: string, handler: string, more: Partial<LambdaFunction> = {}) =>
  callsIn(java, filesIn(join(FIXTURES, fixture)), { runtime: 'java21', handler, ...more });

/** A class `demo.App` with these members and, in the same package, other classes. `list(x)` lists the bucket of that name. */
const members = (source: string, others: Readonly<Record<string, string>> = {}, more: Partial<LambdaFunction> = {}) =>
  callsIn(
    java,
    {
      'pom.xml': '<project/>',
      'src/main/java/demo/App.java': `package demo;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;
public class App {
  static final S3Client S3 = S3Client.create();
  static void list(String name) { S3.listObjectsV2(r -> r.bucket(name)); }
  ${source}
}`,
      ...Object.fromEntries(Object.entries(others).map(([name, body]) => [`src/main/java/demo/${name}.java`, `package demo;\n${body}`])),
    },
    { runtime: 'java21', handler: 'demo.App::run', ...more },
  );

/** The buckets that are listed, and what was lost. */
const buckets = (...given: Parameters<typeof members>): readonly string[] => {
  const { calls, lost } = members(...given);
  return [...calls.map((call) => /Bucket: (.*)\}/.exec(call)?.[1] ?? call), ...lost];
};

describe('projects', () => {
  it('follow injected interfaces to their implementors, and events to their triggers', () => {
    const trigger: Trigger = {
      path: 'Events.Upload',
      span: SPAN,
      when: [],
      kind: 's3',
      bucket: text('uploads'),
      bucketArn: text('arn:aws:s3:::uploads'),
      events: ['s3:ObjectCreated:*'],
    };
    expect(seen('orders', 'shop.api.UploadHandler', { ...environment({ TABLE: 'orders' }), triggers: [trigger] })).toEqual({
      calls: [
        's3 GetObject {Bucket: uploads, Key: ${event.Records[].s3.object.key}}',
        'dynamodb PutItem {TableName: orders, Item: {id: {S: ${event.Records[].s3.object.key}}}}',
        'sqs SendMessage {QueueUrl: https://queue, MessageBody: stored}',
      ],
      direct: [],
      lost: [],
    });
  });

  it('read streams, in classes of other modules', () => {
    expect(seen('orders', 'shop.api.StreamHandler::handleRequest').calls).toEqual(['sns Publish {TopicArn: ${event.topic}, Message: m}']);
  });
});

describe('classes', () => {
  it('have fields, initializers and constructors that call each other', () => {
    expect(
      buckets(`
  final String a; String b = a() + "-field"; static String c; String d;
  static { c = "static"; }
  { d = "instance"; }
  String a() { return "m"; }
  App() { this("made"); }
  App(String a) { this.a = a; }
  public void run() { list(a); list(b); list(c); list(this.d); }`),
    ).toEqual(['made', 'm-field', 'static', 'instance']);
  });

  it('inherit methods, fields and constants', () => {
    expect(
      buckets('public void run() { new Child("p").go(); new Child("q").both("x"); }', {
        Base: `abstract class Base { static final String PLACE = "base"; protected final String name; Base(String name) { this.name = name; }
  void go() { App.list(name); App.list(own()); both("a", "b"); }
  abstract String own();
  void both(String one, String two) { App.list(one + two); } }`,
        Child: `class Child extends Base { Child(String n) { super(n + "!"); }
  String own() { return PLACE; }
  void both(String one) { App.list(one + name); super.both(one, "2"); } }`,
      }),
    ).toEqual(['p!', 'base', 'ab', 'xq!', 'x2']);
  });

  it('nest, with the instance around them', () => {
    expect(
      buckets(`
  String name = "outer";
  static class Nested { String n = "nested"; void go() { list(n); } }
  class Inner { String own; Inner(String own) { this.own = own; } void go() { list(own + name); list(App.this.name); } }
  public void run() {
    new Nested().go();
    new Inner("in-").go();
    String local = "captured";
    Runnable r = new Runnable() { String f = "anonymous"; public void run() { list(f); list(name + local); } };
    r.run();
    class Local { void go() { list("local-" + name); } }
    new Local().go();
  }`),
    ).toEqual(['nested', 'in-outer', 'outer', 'anonymous', 'outercaptured', 'local-outer']);
  });

  it('choose between methods of one name', () => {
    expect(
      buckets(`
  void m(String s) { list("text-" + s); }
  void m(int i) { list("number"); }
  void m(List<String> l) { list("list"); }
  void m(String s, String... more) { list(s + more.length); }
  public void run() { m("a"); m(1); m(List.of("x")); m("v", "w", "x"); }`),
    ).toEqual(['text-a', 'number', 'list', 'v2']);
  });

  it('are enumerations and records', () => {
    expect(
      buckets(`
  enum Kind { A("x") { String extra() { return "own"; } }, B("y"); final String code; Kind(String code) { this.code = code; } String extra() { return "common"; } }
  record Point(String x, String y) { Point { x = x + "!"; } String both() { return x + y(); } static Point of(String x) { return new Point(x, "0"); } }
  String name(Kind k) { return switch (k) { case A -> "first"; case B -> { yield "second"; } }; }
  public void run() {
    list(Kind.A.code); list(Kind.B.name()); list(Kind.A.extra()); list(name(Kind.B));
    for (Kind k : Kind.values()) list(k.code + "-each");
    list(Point.of("p").both());
    Object o = new Point("q", "r");
    if (o instanceof Point(String a, String b)) list(a + b);
    if (o instanceof Point p && p.x() != null) list(p.y());
  }`),
    ).toEqual(['x', 'B', 'own', 'second', 'x-each', 'y-each', 'p!0', 'q!r', 'r']);
  });

  it('take default methods and constants from interfaces', () => {
    expect(
      buckets('public void run() { new Impl().go(); Api.now(); list(Api.NAME); Api a = x -> list(x); a.call("lambda"); }', {
        Api: 'interface Api { String NAME = "constant"; void call(String s); default void go() { call("default-" + NAME); } static void now() { App.list("static"); } }',
        Impl: 'class Impl implements Api { public void call(String s) { App.list(s); } }',
      }),
    ).toEqual(['default-constant', 'static', 'constant', 'lambda']);
  });

  it('get from Lombok what it generates', () => {
    expect(
      buckets(
        'public void run() { Data d = Data.builder().name("built").build(); list(d.getName()); d.setName("set"); list(d.getName()); new Service(new Data("c")).go(); }',
        {
          Data: 'import lombok.*;\n@lombok.Data @Builder @AllArgsConstructor class Data { private String name; }',
          Service:
            'import lombok.RequiredArgsConstructor;\n@RequiredArgsConstructor class Service { private final Data data; void go() { App.list(data.getName()); } }',
        },
      ),
    ).toEqual(['built', 'set', 'c']);
  });
});

describe('statements and expressions', () => {
  it('build texts', () => {
    expect(
      buckets(
        `
  public void run() {
    StringBuilder b = new StringBuilder("a");
    b.append("-").append(System.getenv("STAGE"));
    list(b.toString());
    list(String.format("%s/%d", "f", 3));
    list("%s!".formatted("g"));
    list(String.join("-", "x", "y"));
    list(Stream.of("p", "q").map(s -> s + "1").collect(Collectors.joining("+")));
    list("""
        block \\
        text""");
    list(System.getenv().getOrDefault("NONE", "fallback"));
    list(Optional.ofNullable(System.getenv("NONE")).orElse("none"));
    list("A".toLowerCase() + 'c' + 1);
  }`,
        {},
        environment({ STAGE: 'prod' }),
      ),
    ).toEqual(['a-prod', 'f/3', 'g!', 'x-y', 'p1+q1', 'block text', 'fallback', 'none', 'ac1']);
  });

  it('hands over the name of its class alone with getClass()', () => {
    const logger = 'org.slf4j.LoggerFactory.getLogger';
    expect(
      buckets('final Store store = new Store(); public void run() { store.kept(); }', {
        Store: `class Store {
            Object log = ${logger}(getClass());
            Object again = ${logger}(this.getClass());
            void kept() { App.list("kept-" + getClass().getSimpleName()); }
            void unused() { App.list("unused"); }
          }`,
      }),
    ).toEqual(['kept-Store']);
  });

  it.each([
    ['("a/" + e.get("id")).split("/")[0]', 'a'],
    ['("arn:x:" + System.getenv("TABLE") + ":t").split(":")[2]', 'orders'],
    ['("k=v=" + e.get("id")).split("=", 2)[1]', 'v=${event.id}'],
    ['"a:b:c".split(":", 2)[1]', 'b:c'],
    ['("in/" + e.get("id")).replace("in/", "out/")', 'out/${event.id}'],
    ['(e.get("id") + "ng").replace("png", "jpg")', '${?}'],
    ['(e.get("id") + "=v").split("=", 2)[1]', '${?}'],
  ])('take a text apart: %s', (expression, expected) => {
    const found = buckets(`public void run(Map<String, String> e) { list(${expression}); }`, {}, environment({ TABLE: 'orders' }));
    expect(found).toEqual([expected]);
  });

  it('take a name that the template gives for a text that is not empty', () => {
    const run = 'public void run() { String t = System.getenv("T"); list(t == null || t.TEST() ? "fallback" : t); }';
    for (const test of ['isEmpty', 'isBlank']) {
      const given = (...parts: readonly Part[]) => buckets(run.replace('TEST', test), {}, environment({ T: text(...parts) }));
      expect(given({ kind: 'name', resource: 'Docs', chars: 'name' })).toEqual(['${Docs}']);
      expect(given(' ')).toEqual([test === 'isBlank' ? 'fallback' : ' ']);
      expect(given({ kind: 'expression', source: 'Any', chars: 'any' })).toEqual(['fallback | ${?}']);
    }
  });

  it('run functions of streams, maps and optionals', () => {
    expect(
      buckets(`
  void one(String s) { list(s); }
  public void run() {
    List<String> names = new ArrayList<>(Arrays.asList("a", "b"));
    names.add("c");
    names.forEach(this::one);
    names.stream().filter(n -> !n.isEmpty()).map(String::toUpperCase).limit(1).forEach(App::list);
    Map<String, String> map = new HashMap<>();
    map.put("k", "v");
    map.forEach((k, v) -> list(k + v));
    for (Map.Entry<String, String> e : map.entrySet()) list(e.getKey() + "=" + e.getValue());
    list(map.computeIfAbsent("n", k -> k + "ew"));
    Optional.of("o").map(s -> s + "pt").ifPresent(App::list);
    Supplier<String> s = () -> "supplied";
    Function<String, String> f = x -> x + "!";
    list(f.andThen(x -> x + "?").apply(s.get()));
    Iterator<String> it = List.of("i").iterator();
    while (it.hasNext()) list(it.next());
  }`),
    ).toEqual(['a', 'b', 'c', 'A', 'kv', 'k=v', 'new', 'opt', 'supplied!?', 'i']);
  });

  it('call methods of maps that hold something under their names', () => {
    const code = `Map<String, Consumer<String>> routes = new HashMap<>();
      routes.put("put", n -> list("put" + n)); routes.put("get", n -> list("get" + n)); routes.put("remove", n -> list("remove" + n));
      routes.get(event.get("kind")).accept("-a"); routes.get("put").accept("-b");`;
    expect(buckets(`public void run(Map<String, String> event) { ${code} }`)).toEqual(['put-a', 'get-a', 'remove-a', 'put-b']);
  });

  it('find entries of maps, and no methods of them', () => {
    const source = `
  private final Map<String, String> names = new HashMap<>();
  public void run() {
    if (System.currentTimeMillis() > 5) names.put("size", "sized");
    String name = names.get("size");
    list(name == null ? "none" : name);
  }`;
    expect(buckets(source)).toEqual(['none | sized']);
  });

  it('branch, loop and fail', () => {
    expect(
      buckets(`
  public void run() throws Exception {
    for (int i = 0; i < 2; i++) list("n" + i);
    String[] names = { "x", "y" };
    for (String n : names) { if (n.equals("x")) continue; list(n); }
    switch ("b") { case "a": list("no"); case "b": list("b"); case "c": list("c"); break; default: list("never"); }
    try (Closer c = new Closer()) { c.go(); } catch (IllegalStateException | RuntimeException e) { list("caught"); } finally { list("last"); }
    outer: while (true) { while (true) { break outer; } }
    String pick = names.length > 1 ? "many" : "one";
    list(pick);
    synchronized (this) { list("locked"); }
  }
  static class Closer implements AutoCloseable { void go() { list("used"); } public void close() { } }`),
    ).toEqual(['n0', 'n1', 'y', 'b', 'c', 'used', 'caught', 'last', 'many', 'locked']);
  });

  it('use static imports', () => {
    expect(
      callsIn(
        java,
        {
          'build.gradle': '',
          'src/main/java/a/App.java':
            'package a;\nimport static b.Names.FIRST;\nimport static b.More.*;\npublic class App { public void handleRequest(String e) { list(FIRST); list(SECOND); } }',
          'src/main/java/b/Names.java': 'package b;\npublic class Names { public static final String FIRST = "first"; }',
          'src/main/java/b/More.java':
            'package b;\nimport software.amazon.awssdk.services.s3.*;\npublic class More { public static final String SECOND = "second"; public static void list(String n) { S3Client.create().headBucket(r -> r.bucket(n)); } }',
        },
        { runtime: 'java17', handler: 'a.App' },
      ).calls,
    ).toEqual(['s3 HeadBucket {Bucket: first}', 's3 HeadBucket {Bucket: second}']);
  });

  it('use static imports of nested classes', () => {
    const names = {
      'pom.xml': '<project/>',
      'src/main/java/b/Names.java': `package b;
import static b.Names.Field.FIRST;
public class Names {
  public enum Field { FIRST("first"), LAST("last"); final String text; Field(String t) { text = t; } public String text() { return text; } public static Field last() { return LAST; } }
  public enum Other { SECOND }
  public static String own() { return FIRST.text() + "-own"; }
}`,
      'src/main/java/a/App.java': `package a;
import static b.Names.Field.FIRST;
import static b.Names.Field.last;
import static b.Names.Other.*;
import b.Names;
import software.amazon.awssdk.services.s3.S3Client;
public class App { static void list(String n) { S3Client.create().headBucket(r -> r.bucket(n)); }
  public void handleRequest(String e) { list(FIRST.text()); list(last().text()); list(SECOND.name()); list(Names.own()); } }`,
    };
    const { calls, lost } = callsIn(java, names, { runtime: 'java17', handler: 'a.App' });
    expect(calls).toEqual(['first', 'last', 'SECOND', 'first-own'].map((name) => `s3 HeadBucket {Bucket: ${name}}`));
    expect(lost).toEqual([]);
  });

  it('find the type of an inherited field where the parent imports it', () => {
    const files = {
      'pom.xml': '<project/>',
      'src/main/java/c/Store.java':
        'package c;\nimport software.amazon.awssdk.services.s3.S3Client;\npublic class Store { public void put() { S3Client.create().headBucket(r -> r.bucket("store")); } }',
      'src/main/java/b/Base.java': 'package b;\nimport c.Store;\npublic abstract class Base { protected Store store; }',
      'src/main/java/a/App.java':
        'package a;\nimport b.Base;\npublic class App extends Base { public void handleRequest(String e) { store.put(); } }',
    };
    const { calls, lost } = callsIn(java, files, { runtime: 'java17', handler: 'a.App' });
    expect([...calls, ...lost]).toEqual(['s3 HeadBucket {Bucket: store}']);
  });

  it('choose methods by what their arguments are declared to be', () => {
    expect(
      buckets(`
  static String of(String text, Exception e) { return "exception"; }
  static String of(String text, Tool tool) { return of(text, tool.name(), 1); }
  static String of(String text, String more) { return "text"; }
  static String of(String text, String more, int code) { return of(text, more, Integer.toString(code)); }
  static String of(String text, String more, String code) { return of(text, more); }
  static String of(Object any) { return "any"; }
  static String of(CharSequence any) { return "chars"; }
  static String of(byte[] any) { return "bytes"; }
  interface Tool { String name(); }
  public void run(Map<String, String> event, Tool tool) {
    String given = event.get("given");
    list(of("a", given));
    list(of("a", tool));
    list(of(given));
    byte[] bytes = event.get("x").getBytes();
    list(of(bytes));
    try { list(event.get("y")); } catch (IllegalStateException e) { list(of("a", (Exception) e)); }
  }`).filter((name) => !name.includes('event')),
    ).toEqual(['text', 'chars', 'bytes', 'exception']);
  });

  it('call the method of the handler that Lambda calls, in classes that extend others', () => {
    const imports = 'import java.util.*; import java.io.*; import com.amazonaws.services.lambda.runtime.Context;';
    const of = (source: string, parent: string) =>
      buckets(
        '',
        { Sub: `${imports} public class Sub extends Parent { ${source} }`, Parent: `${imports} public class Parent { ${parent} }` },
        { handler: 'demo.Sub::run' },
      );
    expect(of('public void run(Map<String, String> event) { App.list("one"); }', '')).toEqual(['one']);
    expect(of('', 'public void run(InputStream in, OutputStream out, Context context) { App.list("streams"); }')).toEqual(['streams']);
    expect(of('public void run(Map e) { } public void run(Map e, Context context) { App.list("two"); }', '')).toEqual(['two']);
  });
});

describe('data', () => {
  const mapper = 'new com.fasterxml.jackson.databind.ObjectMapper()';

  it('is read into classes, records and what is in them, by the names that annotations give', () => {
    const others = {
      Order: `public record Order(String table, @JsonProperty("customer_name") String name, Place place, List<Place> places) {
        String all() { return table + "/" + name + "/" + place.full(); } }`,
      Place:
        'public class Place { @SerializedName(value = "bucket-name") private String bucket; String full() { return "full-" + bucket; } }',
    };
    expect(
      buckets(`public void run(Order o) { list(o.all()); for (Place p : o.places()) list(p.full()); }`, others, {
        ...environment({}),
        triggers: [],
      }),
    ).toEqual(['${event.table}/${event.customer_name}/full-${event.place.bucket-name}', 'full-${event.places[].bucket-name}']);
    expect(
      buckets(
        `public void run(String e) throws Exception { String s = ${mapper}.writeValueAsString(Map.of("table", "t", "customer_name", "n", "place", Map.of("bucket-name", "b")));
        list(${mapper}.readValue(s, Order.class).all()); String again = ${mapper}.writeValueAsString(${mapper}.readValue(s, Order.class));
        list(${mapper}.readTree(again).get("customer_name").asText()); }`,
        others,
      ),
    ).toEqual(['t/n/full-b', 'n']);
  });

  it.each([
    ['new com.google.gson.Gson().fromJson(s, com.google.gson.JsonObject.class).get("name").getAsString()', 'n'],
    ['com.google.gson.JsonParser.parseString(s).getAsJsonObject().getAsJsonPrimitive("name").getAsString()', 'n'],
    ['new org.json.JSONObject(s).getJSONObject("in").getString("name")', 'm'],
    [`${mapper}.readTree(s).at("/in/name").asText()`, 'm'],
    [`${mapper}.readTree(${mapper}.createObjectNode().put("name", "made").toString()).get("name").asText()`, 'made'],
    ['new org.json.JSONObject(new org.json.JSONObject().put("name", "made").toString()).optString("name")', 'made'],
    ['new org.json.JSONObject(new HashMap<>(Map.of("name", "made")).toString()).optString("name")', '?parsed data'],
    [`${mapper}.readTree(new String(s.getBytes())).get("name").asText()`, 'n'],
  ])('is read and written by libraries of JSON: %s', (expression, expected) => {
    const before = `String s = ${mapper}.writeValueAsString(Map.of("name", "n", "in", Map.of("name", "m")));`;
    expect(buckets(`public void run(String e) throws Exception { ${before} list(${expression}); }`)).toEqual([expected]);
  });

  it('of notifications is read by the SDKs and the libraries of Lambda', () => {
    const reads = (type: string, call: string): string =>
      `public void run(com.amazonaws.services.lambda.runtime.events.SQSEvent e) {
        ${type}.${call}.getRecords().forEach(r -> list(r.getS3().getBucket().getName())); }`;
    const body = 'e.getRecords().get(0).getBody()';
    for (const [type, call] of [
      ['com.amazonaws.services.s3.event.S3EventNotification', `parseJson(${body})`],
      ['software.amazon.awssdk.eventnotifications.s3.model.S3EventNotification', `fromJson(${body})`],
      [
        'com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers',
        `serializerFor(Object.class, null).fromJson(${body})`,
      ],
    ] as const)
      expect(buckets(reads(type, call))).toEqual(['${event.Records[].body.Records[].s3.bucket.name}']);
  });
});

describe('what is not known', () => {
  it('is said, and callbacks of unknown code run', () => {
    const { calls, lost } = members(
      'public void run(Map<String, Object> event) { org.unknown.Tool.with(() -> list("callback")); event.forEach((k, v) -> list("of " + k)); }',
    );
    expect(calls).toEqual(['s3 ListObjectsV2 {Bucket: of ${?}}', 's3 ListObjectsV2 {Bucket: callback}']);
    expect(lost).toEqual([
      'import of org.unknown.Tool: "org.unknown.Tool" is not in the sources of the app, and it is not known to stay away from AWS',
    ]);
  });

  it('a handler that is not there is a problem', () => {
    expect(() =>
      callsIn(java, { 'pom.xml': '', 'src/main/java/a/B.java': 'package a; class B {}' }, { runtime: 'java21', handler: 'a.C' }),
    ).toThrow('there is no class a.C');
  });

  it('damaged code never stops the run', () => {
    const files = filesIn(join(FIXTURES, 'orders'));
    const path = 'core/src/main/java/shop/core/DynamoStore.java';
    const original = files[path] ?? '';
    const insert = fc.constantFrom('', '(', '{', '}', '"', ';', ' class X { ', '->', '::m', ' this ', ' super.', '@A(', 'static ');
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(10), insert });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let changed = original;
        for (const { at, cut, insert: inserted } of edits) {
          const start = Math.floor(at * changed.length);
          changed = changed.slice(0, start) + inserted + changed.slice(start + cut);
        }
        callsIn(java, { ...files, [path]: changed }, { runtime: 'java21', handler: 'shop.api.UploadHandler' });
      }),
      { numRuns: 60 },
    );
  });
});
