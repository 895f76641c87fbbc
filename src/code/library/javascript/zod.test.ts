// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of the program's own
import { describe, expect, it } from 'vitest';
import { run } from '../../../../test/support/interpret.ts';
import { text } from '../../../model/text.ts';

const environment = new Map(
  Object.entries({ TABLE: 'things' }).map(([name, value]) => [name, { kind: 'text', text: text(value) }] as const),
);

const parsed = (body: string, from = "import { z } from 'zod';"): readonly string[] =>
  run({ 'app.ts': `${from}\nexport const handler = async (event) => { ${body} };` }, { environment }).seen.map((each) =>
    each.split(' | ').sort().join(' | '),
  );

describe('data that a schema parses', () => {
  it.each([
    ['probe(z.object({ TABLE: z.string().min(1) }).parse(process.env).TABLE)', ['things']],
    ['probe(z.object({ NONE: z.string().default("d") }).parse(process.env).NONE)', ['d']],
    ['probe(z.object({ TABLE: z.string().default("d") }).parse(process.env).TABLE)', ['things']],
    ['probe(z.object({ t: z.string().default(() => "d") }).parse(event).t)', ['${event.t} | d']],
    ['probe(z.object({ t: z.string() }).strict().parse(JSON.parse(event.body)).t)', ['${event.body.t}']],
    ['probe(z.object({ t: z.enum(["a", "b"]) }).parse(event).t)', ['a | b']],
    ['probe(z.object({ t: z.literal("a") }).parse(event).t)', ['a']],
    ['probe(z.object({ t: z.literal(["a", "b"]).optional() }).parse(event).t ?? "c")', ['a | b | c']],
    ['const E = { A: "a", B: "b" }; probe(z.nativeEnum(E).parse(event.t)); probe(z.nativeEnum(E).enum.A)', ['a | b', 'a']],
    ['probe(z.string().trim().toLowerCase().parse("  AB "))', ['ab']],
    ['probe(z.string().transform((t) => `x-${t}`).pipe(z.string()).parse("a"))', ['x-a']],
    ['probe(z.preprocess((t) => `${t}-y`, z.string()).parse("a"))', ['a-y']],
    ['for (const x of z.array(z.object({ t: z.string().default("d") })).parse([{ t: "a" }, {}])) probe(x.t)', ['a', 'd']],
    ['probe(z.union([z.literal("a"), z.literal("b")]).parse(event.t))', ['a | b']],
    ['probe(z.literal("a").or(z.literal("b")).parse(event.t))', ['a | b']],
    [
      'const s = z.discriminatedUnion("k", [z.object({ k: z.literal("x"), t: z.literal("a") }), z.object({ k: z.literal("y"), u: z.literal("b") })]); const r = s.parse(event); if (r.k === "x") probe(r.t)',
      ['a'],
    ],
    ['probe(z.object({ a: z.string() }).extend({ t: z.string().default("d") }).pick({ t: true }).parse({}).t)', ['d']],
    ['probe(z.object({ t: z.string() }).merge(z.object({ u: z.literal("b") })).omit({ t: true }).parse(event).u)', ['b']],
    ['probe(z.object({ t: z.string() }).and(z.object({ u: z.string() })).parse({ t: "a", u: "b" }).u)', ['b']],
    ['probe(z.object({ t: z.string() }).passthrough().parse({ t: "a", u: "b" }).u)', ['b']],
    ['probe(z.object({ t: z.string() }).parse({ t: "a", u: "b" }).u)', ['undefined']],
    ['probe(z.object({ t: z.literal("a") }).partial().parse(event).t ?? "c")', ['a | c']],
    ['probe(z.object({ t: z.string() }).partial().parse({ t: "a" }).t)', ['a']],
    ['probe(z.object({ t: z.literal("a") }).shape.t.parse(event))', ['a']],
    ['const r = z.object({ t: z.literal("a") }).safeParse(event); if (!r.success) return; probe(r.data.t)', ['a']],
    ['probe((await z.object({ t: z.literal("a") }).parseAsync(event)).t)', ['a']],
    ['z.string().refine((t) => probe(t)).brand("B").describe("text").parse("a")', ['a']],
    ['z.string().superRefine((t, c) => { probe(t); }).catch("c").parse("a")', ['a']],
    ['probe(z.coerce.string().parse("a")); probe(z.email().parse("e")); probe(z.iso.date().parse("f"))', ['a', 'e', 'f']],
    ['const s = z.object({ t: z.string().default("d"), get next() { return s.optional(); } }); probe(s.parse({}).t)', ['d']],
    ['const s = z.lazy(() => z.object({ t: z.string().default("d"), n: s.optional() })); probe(s.parse({ n: {} }).n.t)', ['d']],
    ['probe(z.record(z.string(), z.string()).parse({ k: "a" }).k)', ['a']],
    ['try { z.string().parse(event.t); } catch (e) { if (e instanceof z.ZodError) probe("refused"); }', ['refused']],
  ])('%s', (body, expected) => {
    expect(parsed(body)).toEqual(expected);
  });

  it.each(["import z from 'zod';", "import * as z from 'zod/v4';", "const { z } = require('zod');"])('by whatever name: %s', (from) => {
    expect(parsed('probe(z.object({ t: z.literal("a") }).parse(event).t)', from)).toEqual(['a']);
  });
});
