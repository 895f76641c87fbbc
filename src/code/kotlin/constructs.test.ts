/** Kotlin's constructs, from a handler to the calls that it makes. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SPAN } from '../../../test/support/app.ts';
import { callsIn, environment } from '../../../test/support/calls.ts';
import type { LambdaFunction, Trigger } from '../../model/app.ts';
import { text } from '../../model/text.ts';
import { java } from '../java/language.ts';

beforeAll(() => java.prepare());

/** A class `demo.App` with these members, and other files of the project. `list(x)` lists the bucket of that name. */
const members = (source: string, others: Readonly<Record<string, string>> = {}, more: Partial<LambdaFunction> = {}) =>
  callsIn(
    java,
    {
      'build.gradle.kts': '',
      'src/main/kotlin/demo/App.kt': `package demo
import aws.sdk.kotlin.services.s3.S3Client
import kotlinx.coroutines.*
import demo.other.*

fun list(name: String) = runBlocking { S3Client { region = "eu-west-1" }.listObjectsV2 { bucket = name } }

class App {
  ${source}
}`,
      ...Object.fromEntries(Object.entries(others).map(([path, body]) => [`src/main/kotlin/demo/${path}`, body])),
    },
    { runtime: 'java21', handler: 'demo.App::run', ...more },
  );

/** The buckets that are listed, and what was lost. */
const buckets = (...given: Parameters<typeof members>): readonly string[] => {
  const { calls, lost } = members(...given);
  return [...calls.map((call) => /Bucket: (.*?)\}/.exec(call)?.[1] ?? call), ...lost];
};

/** The same of the body of the handler. */
const body = (source: string, others: Readonly<Record<string, string>> = {}): readonly string[] =>
  buckets(`fun run(event: Map<String, String>): String? { ${source}\nreturn null }`, others);

describe('values', () => {
  it.each([
    ['val a = "x"; list("$a-${a}-\\$a")', 'x-x-$a'],
    ['list("""raw $event \\n""".trim() + "")', '…'],
    ['list("""\n      one\n    """.trimIndent())', 'one'],
    ['list(System.getenv("NONE") ?: "fallback")', 'fallback'],
    ['val a: String? = null; list(a ?: "b")', 'b'],
    ['list(listOf("a", "b")[1])', 'b'],
    ['list(mapOf("k" to "v")["k"]!!)', 'v'],
    ['val m = mutableMapOf<String, String>(); m["k"] = "w"; list(m.getValue("k"))', 'w'],
    ['val (a, b) = Pair("p", "q"); list("$a$b")', 'pq'],
    ['var a = "x"; a += "y"; list(a)', 'xy'],
    ['list("ABC".lowercase().removePrefix("a"))', 'bc'],
    ['list(buildString { append("a"); append("b") })', 'ab'],
    ['list(listOf("a", "b").joinToString("-"))', 'a-b'],
    ['list(listOf("a", "b").joinToString(separator = "/", prefix = "<", postfix = ">") { it + "!" })', '<a!/b!>'],
    ['list(listOf("a", "b").joinToString())', 'a, b'],
    ['list(buildMap { put("k", "z") }.getValue("k"))', 'z'],
  ])('%s', (source, expected) => {
    const seen = body(source);
    if (expected === '…') expect(seen).toHaveLength(1);
    else expect(seen).toEqual([expected]);
  });
});

describe('control flow', () => {
  it.each([
    ['val x = if (event["a"] == null) "t" else "f"; list(x)', ['t | f']],
    ['if (false) list("no") else list("yes")', ['yes']],
    ['val x = when (event["a"]) { "1" -> "one"; "2", "3" -> "more"; else -> return null }\nlist(x)', ['one | more']],
    ['val kind = "b"\nval x = when (kind) { "a" -> "one"\n "b" -> { list("in"); "two" }\n else -> "none" }\nlist(x)', ['in', 'two']],
    ['val x = try { list("t"); "ok" } catch (e: Exception) { "failed" } finally { list("last") }\nlist(x)', ['t', 'last', 'failed | ok']],
    ['val id = event["id"] ?: return null\nlist("after")', ['after']],
    ['val id: String? = null\nid ?: return null\nlist("never")', []],
    ['for ((k, v) in mapOf("a" to "b")) { list("$k$v") }', ['ab']],
    ['for (i in 0 until 3) { list("loop") }', ['loop']],
    ['outer@ for (x in listOf("a", "b")) { for (y in listOf("c")) { list(x + y); continue@outer } }', ['ac', 'bc']],
    ['var n = 0\nwhile (true) { if (n > 2) break; n++; list("w") }', ['w']],
    ['do { list("d") } while (false)', ['d']],
    ['throw IllegalStateException("x").also { list("thrown") }', ['thrown']],
  ])('%s', (source, expected) => {
    expect([...body(source)].sort()).toEqual([...expected].sort());
  });

  it.each([
    ['list(id<String>("a"))', ['a']],
    ['val x = id<String>("a")\nlist(x)', ['a']],
    ['val x = "b" + id<String>("a")\nlist(x)', ['ba']],
    ['val x = id<kotlin.String>("a")\nlist(x)', ['a']],
    ['if (!test<String>("a")) list("c")', ['a', 'c']],
    ['val x = with<String> { list("d") }', ['d']],
    ['val x = "a" to id<String>("e")\nlist(x.second)', ['e']],
    ['val x = listOf<String>("f")\nlist(x[0])', ['f']],
  ])('calls with type arguments: %s', (source, expected) => {
    const functions = `fun <T> id(x: T): T = x
      fun <T> test(x: T): Boolean { list(x.toString()); return event() }
      fun <T> with(block: () -> Unit) { block() }
      fun event(): Boolean = System.currentTimeMillis() > 0`;
    expect(buckets(`${functions}\nfun run(event: Map<String, String>) { ${source} }`)).toEqual(expected);
  });

  it('lets a lambda leave the function with a value', () => {
    expect(
      buckets(`fun pick(names: List<String>): String { names.forEach { if (it.length > 3) return it }
        return "none" }
        fun run(event: Map<String, String>) { list(pick(listOf("lambda", "long"))) }`),
    ).toEqual(['long | lambda | null | none']);
  });

  it('returns from a lambda by its label', () => {
    expect(body('listOf("a").forEach { if (it == "b") return@forEach\nlist(it) }\nlist("after")')).toEqual(['a', 'after']);
  });
});

describe('lambdas and scope functions', () => {
  it.each([
    ['"a".let { list(it) }', ['a']],
    ['"a".run { list(this) }', ['a']],
    ['with("a") { list(this) }', ['a']],
    ['list("a".apply { list("b") })', ['b', 'a']],
    ['list("a".also { list(it + "b") })', ['ab', 'a']],
    ['listOf("a", "b").map { it + "x" }.forEach { list(it) }', ['ax', 'bx']],
    ['listOf("a").mapIndexed { i, x -> x + "y" }.forEach(::list)', ['ay']],
    ['mapOf("a" to "b").forEach { (k, v) -> list(k + v) }', ['ab']],
    ['mapOf("a" to "b").map { "${it.key}-${it.value}" }.forEach { list(it) }', ['a-b']],
    ['val f: (String) -> Unit = { x -> list(x) }\nf("called")', ['called']],
    ['val f = fun(x: String) { list(x) }\nf.invoke("invoked")', ['invoked']],
    ['runCatching { "r" }.onSuccess { list(it) }.onFailure { list("f") }', ['r', 'f']],
    ['repeat(2) { list("again") }', ['again']],
    ['val f: (String) -> Unit = { x -> list(x) }\nlistOf(f).forEach { it("given") }', ['given']],
    ['val m = mapOf("get" to { x: String -> list(x + "g") }, "put" to { x: String -> list(x + "p") })\nm.getValue("put")("x")', ['xp']],
    ['val x by lazy { "lazy" }\nlist(x)', ['lazy']],
    ['runBlocking { val a = async { "deferred" }\nlist(a.await()) }', ['deferred']],
    ['listOf("a").firstOrNull()?.let { list(it) } ?: list("none")', ['a', 'none']],
    ['listOf("n").associateWith { it + "v" }.values.forEach { list(it) }', ['nv']],
  ])('%s', (source, expected) => {
    expect([...body(source)].sort()).toEqual([...expected].sort());
  });

  it('takes a lambda of a function of the program with a receiver', () => {
    expect(
      buckets(`class Config { var name: String = "default"; var other: String? = null }
        fun configure(block: Config.() -> Unit): Config = Config().apply(block)
        fun run(event: Map<String, String>) { val c = configure { name = "set"; this.other = "x" }
        list(c.name); list(c.other!!) }`),
    ).toEqual(['set', 'x']);
  });

  it('keeps a variable apart from a receiver of the same name', () => {
    expect(
      buckets(`private val bucket = "mine"
        fun run(event: Map<String, String>) = runBlocking { S3Client.fromEnvironment().use { client ->
          client.getObject(aws.sdk.kotlin.services.s3.model.GetObjectRequest { bucket = this@App.bucket; key = "k" }) { it.body } } }`),
    ).toEqual(['mine, Key: k']);
  });
});

describe('classes', () => {
  it.each([
    [
      'primary constructors, defaults, named arguments and initializers',
      `class Store(private val a: String, val b: String = "d") { val c = a + b
        init { list(c) } }
        fun run(event: Map<String, String>) { Store(a = "x"); Store("y", "z") }`,
      ['xd', 'yz'],
    ],
    [
      'secondary constructors',
      'class S(val a: String) { constructor() : this("second") }\nfun run(event: Map<String, String>) { list(S().a) }',
      ['second'],
    ],
    [
      'inheritance and overriding',
      `abstract class Base(val n: String) { abstract fun name(): String
        open fun go() { list(name() + n) } }
        class Sub(n: String) : Base(n + "1") { override fun name() = "sub" }
        fun run(event: Map<String, String>) { Sub("n").go() }`,
      ['subn1'],
    ],
    [
      'interfaces with default methods, and delegation',
      `interface Named { fun name(): String
        fun show() = list(name()) }
        class Real : Named { override fun name() = "real" }
        class Wrapped(inner: Named) : Named by inner
        fun run(event: Map<String, String>) { Real().show(); list(Wrapped(Real()).name() + "w") }`,
      ['real', 'realw'],
    ],
    [
      'companions',
      'companion object { const val C = "c"\nfun make() = C + "m" }\nfun run(event: Map<String, String>) { list(C); list(App.make()) }',
      ['c', 'cm'],
    ],
    [
      'objects',
      'object Settings { val name = "s"\nfun get() = name + "g" }\nfun run(event: Map<String, String>) { list(Settings.name); list(Settings.get()) }',
      ['s', 'sg'],
    ],
    [
      'enumerations',
      `enum class Kind(val bucket: String) { A("a1"), B("b1") { override fun more() = "mb" };
        open fun more() = "m" }
        fun run(event: Map<String, String>) { list(Kind.A.bucket + Kind.B.more() + Kind.A.name) }`,
      ['a1mbA'],
    ],
    [
      'data classes: copies and components',
      `data class P(val a: String, val b: String)
        fun run(event: Map<String, String>) { val p = P("1", "2").copy(b = "3")
        val (x, y) = p
        list(x + y) }`,
      ['13'],
    ],
    [
      'computed properties',
      'val base = "b"\nval full: String get() = base + "f"\nfun run(event: Map<String, String>) { list(full) }',
      ['bf'],
    ],
    [
      'anonymous objects',
      `interface Task { fun go() }
        val prefix = "p"
        fun run(event: Map<String, String>) { val t = object : Task { override fun go() { list(prefix + "o") } }
        t.go() }`,
      ['po'],
    ],
    [
      'overloads',
      'fun f(a: String) { list(a) }\nfun f(a: String, b: String) { list(a + b) }\nfun run(event: Map<String, String>) { f("1"); f("2", "3") }',
      ['1', '23'],
    ],
    ['local functions', 'fun run(event: Map<String, String>) { fun inner(x: String) = list(x)\ninner("in") }', ['in']],
    [
      'operators',
      'class Op { operator fun invoke(x: String) = list(x) }\nfun run(event: Map<String, String>) { val op = Op()\nop.invoke("i") }',
      ['i'],
    ],
  ])('%s', (_, source, expected) => {
    expect(buckets(source)).toEqual(expected);
  });
});

describe('files and packages', () => {
  it('finds functions, properties and classes of other files, extensions among them', () => {
    expect(
      body('list(helper("a")); list(SHARED); list("x".shout()); list("y".tail); list(imported("z")); list(Thing().name)', {
        'Helpers.kt': `package demo\nfun helper(x: String) = x + "h"\nconst val SHARED = "shared"\nfun String.shout() = this + "!"\nval String.tail get() = this + "t"`,
        'other/More.kt': 'package demo.other\nfun imported(x: String) = x + "i"\nclass Thing { val name = "thing" }',
      }),
    ).toEqual(['ah', 'shared', 'x!', 'yt', 'zi', 'thing']);
  });

  it('takes a top-level function and an object for handlers', () => {
    const files = {
      'Main.kt':
        'package demo\nfun handle(event: Map<String, String>) { list("top") }\nobject Single { fun run(event: Map<String, String>) { list("single") } }',
    };
    expect(buckets('', files, { handler: 'demo.MainKt::handle' })).toEqual(['top']);
    expect(buckets('', files, { handler: 'demo.Single::run' })).toEqual(['single']);
  });

  it('calls Java, and is called by Java', () => {
    const { calls, lost } = callsIn(
      java,
      {
        'pom.xml': '<project/>',
        'src/main/java/demo/Names.java':
          'package demo; public class Names { public static String of(String x) { return x + "j"; } public String getBase() { return "base"; } }',
        'src/main/java/demo/Start.java':
          'package demo; public class Start { public void run(java.util.Map<String, String> e) { new Work("w").go(); } }',
        'src/main/kotlin/demo/Work.kt': `package demo
import software.amazon.awssdk.services.s3.S3Client
class Work(private val n: String) {
  private val s3 = S3Client.builder().build()
  fun go() { s3.listObjectsV2 { it.bucket(Names.of(n) + Names().base) } }
}`,
      },
      { runtime: 'java21', handler: 'demo.Start::run' },
    );
    expect([calls, lost]).toEqual([['s3 ListObjectsV2 {Bucket: wjbase}'], []]);
  });

  it('makes the handler with the defaults of its parameters', () => {
    const files = { 'Main.kt': 'package demo\nclass Main(private val name: String = "own") { fun run(e: String) { list(name) } }' };
    expect(buckets('', files, { handler: 'demo.Main::run' })).toEqual(['own']);
  });

  it('binds the event to its trigger', () => {
    const trigger: Trigger = {
      path: 'Events.Upload',
      span: SPAN,
      when: [],
      kind: 's3',
      bucket: text('uploads'),
      bucketArn: text('arn:aws:s3:::uploads'),
      events: ['s3:ObjectCreated:*'],
    };
    expect(
      buckets(
        `fun run(event: com.amazonaws.services.lambda.runtime.events.S3Event) { event.records.forEach { list(it.s3.bucket.name) } }`,
        {},
        { triggers: [trigger] },
      ),
    ).toEqual(['uploads']);
  });
});

describe('JSON', () => {
  const HEAD = `data class Sent(val bucket: String, @SerialName("key_name") val key: String) { fun both() = bucket + key }
    private val mapper = com.fasterxml.jackson.databind.ObjectMapper()
    private val json = kotlinx.serialization.json.Json { ignoreUnknownKeys = true }
    private val sent = json.encodeToString(Sent("b", "k"))`;

  it.each([
    ['mapper.readValue<Sent>(sent).both()', 'bk'],
    ['mapper.readValue(sent, Sent::class.java).both()', 'bk'],
    ['mapper.readTree(sent)["key_name"].asText()', 'k'],
    ['mapper.readTree(mapper.writeValueAsString(mapOf("a" to "v")).encodeToByteArray())["a"].asText()', 'v'],
    ['json.decodeFromString<Sent>(sent).both()', 'bk'],
    ['json.decodeFromString(Sent.serializer(), sent).both()', 'bk'],
    ['mapper.readValue<Map<String, String>>(sent)["bucket"]', 'b'],
    ['mapper.readTree(mapper.writeValueAsString(mapOf("value" to "v", "other" to "o"))).value', 'v'],
  ])('is read and written: %s', (expression, expected) => {
    expect(buckets(`${HEAD}\nfun run(event: Map<String, String>) { val x = ${expression}\nlist(x!!) }`)).toEqual([expected]);
  });
});

it.each(['javaClass', 'this::class.java', 'Store::class.java'])('hands over the name of the class alone: %s', (type) => {
  const store = `class Store {
    private val log = org.slf4j.LoggerFactory.getLogger(${type})
    fun kept() { list("kept") }
    fun unused() { list("unused") }
  }`;
  expect(buckets(`${store}\nprivate val store = Store()\nfun run(event: Map<String, String>) { store.kept() }`)).toEqual(['kept']);
});

describe('the SDK for Kotlin', () => {
  it('reads requests, nested structures, paginators, waiters and presigned URLs', () => {
    const { calls, lost } = members(
      `private val table = System.getenv("TABLE")
       private val db = aws.sdk.kotlin.services.dynamodb.DynamoDbClient { region = System.getenv("AWS_REGION") }
       private val s3 = S3Client { }
       suspend fun run(event: Map<String, String>) {
         db.putItem { tableName = table; item = mapOf("id" to AttributeValue.S("1")) }
         db.queryPaginated { tableName = table; indexName = "byName" }.collect { it.items }
         s3.waitUntilBucketExists { bucket = "b" }
         s3.presignGetObject(GetObjectRequest { bucket = "b"; key = "k" }, 5.minutes)
         s3.deleteObjects { bucket = "b"; delete { objects = listOf(ObjectIdentifier { key = "old" }) } }
       }`.replaceAll(/(AttributeValue|GetObjectRequest|ObjectIdentifier)/g, (name) =>
        name === 'AttributeValue' ? 'aws.sdk.kotlin.services.dynamodb.model.AttributeValue' : `aws.sdk.kotlin.services.s3.model.${name}`,
      ),
      {},
      environment({ TABLE: 'orders' }),
    );
    expect([calls, lost]).toEqual([
      [
        'dynamodb PutItem {TableName: orders, Item: {id: {S: 1}}}',
        'dynamodb Query {TableName: orders, IndexName: byName}',
        's3 HeadBucket {Bucket: b}',
        's3 GetObject {Bucket: b, Key: k}',
        's3 DeleteObjects {Bucket: b, Delete: {Objects: [{Key: old}]}}',
      ],
      [],
    ]);
  });

  it('knows a client that is injected by its type', () => {
    const { calls, lost } = members('fun run(event: Map<String, String>) { work.go() }\nlateinit var work: Work', {
      'Work.kt':
        'package demo\nimport aws.sdk.kotlin.services.sqs.SqsClient\nclass Work(private val sqs: SqsClient) { suspend fun go() { sqs.sendMessage { queueUrl = "u" } } }',
    });
    expect([calls, lost]).toEqual([['sqs SendMessage {QueueUrl: u} by type'], []]);
  });
});

describe('damaged files', () => {
  const SOURCE = `package demo
import aws.sdk.kotlin.services.s3.S3Client
class App(private val n: String = "a") : Base(n), Named by other {
  companion object { val s3 = S3Client { region = "r" } }
  fun run(event: Map<String, String>): String? {
    val id = event["id"] ?: return null
    val x = when (id) { "a" -> try { go() } catch (e: Exception) { null } else -> if (id == "b") "c" else return "d" }
    listOf(1, 2).forEach { (k, v) -> "$k \${v.let { it?.x }}".also(::println) }
    return with(s3) { getObject { bucket = "b"; key = """raw $id""" } }.toString()
  }
}`;

  it('never stop a run', () => {
    const insert = fc.constantFrom(
      '',
      '(',
      '{',
      '}',
      '"',
      '"""',
      '$',
      '${',
      ' class X : ',
      '->',
      '::m',
      ' this@',
      ' return@',
      ' by ',
      '?:',
      ' when (',
    );
    const edit = fc.record({ at: fc.nat(SOURCE.length), cut: fc.nat(10), insert });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let changed = SOURCE;
        for (const { at, cut, insert: inserted } of edits) changed = changed.slice(0, at) + inserted + changed.slice(at + cut);
        const other = 'package demo\nclass Other { fun run(e: String) { App("x").run(mapOf()) } }';
        const files = { 'build.gradle.kts': '', 'src/main/kotlin/demo/App.kt': changed, 'src/main/kotlin/demo/Other.kt': other };
        callsIn(java, files, { runtime: 'java21', handler: 'demo.Other::run' });
      }),
      { numRuns: 60 },
    );
  });

  it('say so where they are nested too deep', () => {
    const deep = `package demo\nclass App { fun run(e: String) { ${'('.repeat(3000)}1${')'.repeat(3000)} } }`;
    const files = { 'build.gradle.kts': '', 'src/main/kotlin/demo/App.kt': deep };
    expect(callsIn(java, files, { runtime: 'java21', handler: 'demo.App::run' }).lost.join()).toContain('nested too deep');
  });
});
