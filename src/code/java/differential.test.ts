/**
 * Random programs are compiled and run by Java, and what they probe must be among what the analysis finds. More of them by hand:
 * `PROGRAMS=200 SEED=5 npx vitest run src/code/java/differential`.
 */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../../test/support/differential.ts';
import { analysed } from '../../../test/support/probing.ts';
import { randomJava } from '../../../test/support/random-java.ts';
import { tree } from '../../../test/tree.ts';
import { java } from './language.ts';

/** What each program finds beside it: a run ends after so many rounds and calls. One instance handles all events, as in Lambda. */
const PROBES = `import java.util.*;
public class Probes {
  static Set<String> seen = new TreeSet<>();
  static int ticks = 0;
  static boolean over = false;
  static void end() { over = true; throw new RuntimeException("over"); }
  static void tick() { if (over || ++ticks > 300) end(); }
  static String cap(String s) { if (over || s.length() > 100) end(); return s; }
  static void probe(String s) { if (!over && !s.contains("null")) seen.add(s); }
  public static Set<String> run(List<Map<String, Object>> events) {
    try {
      App app = new App();
      for (Map<String, Object> e : events) {
        if (over) break;
        try { app.handleRequest(e, null); } catch (Throwable t) { }
      }
    } catch (Throwable t) { }
    return seen;
  }
}
`;

const driver = (count: number): string => `import java.util.*;
public class Main {
  static List<Map<String, Object>> events(int round) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int at = round * 31 + i * 7919;
      Map<String, Object> event = new HashMap<>();
      event.put("flag", at % 2 == 0);
      event.put("kind", List.of("a", "b", "c").get(at / 2 % 3));
      event.put("n", List.of(0, 1, 2, 5).get(at / 6 % 4));
      event.put("items", new ArrayList<>(List.of(List.<String>of(), List.of("a"), List.of("b", "c", "a")).get(at / 24 % 3)));
      events.add(event);
    }
    return events;
  }
  static void show(int program, Set<String> seen) {
    for (String text : seen) System.out.println(program + "\\t" + text);
  }
${Array.from({ length: count }, (_, i) => `  static void run${i}(int round) { show(${i}, p${i}.Probes.run(events(round))); }`).join('\n')}
  public static void main(String[] args) {
    int round = Integer.parseInt(args[0]);
${Array.from({ length: count }, (_, i) => `    run${i}(round);`).join('\n')}
  }
}
`;

const isThere = spawnSync('javac', ['-version']).status === 0;
const numRuns = Number(process.env.PROGRAMS ?? 8);
const seed = Number(process.env.SEED ?? 1);

function probed(sources: readonly string[]): readonly ReadonlySet<string>[] {
  const packages = sources.flatMap((source, i): [string, string][] => {
    const own = source.replace(/import com\.amazonaws.*\n/g, '').replace(/ implements RequestHandler<.*>/, '');
    return [
      [`p${i}/App.java`, `package p${i};\n${own.replace('Context context', 'Object context')}`],
      [`p${i}/Probes.java`, `package p${i};\n${PROBES}`],
    ];
  });
  const root = tree({ 'Main.java': driver(sources.length), ...Object.fromEntries(packages) });
  const files = ['Main.java', ...packages.map(([path]) => path)];
  const built = spawnSync('javac', ['-nowarn', '-d', 'out', ...files], { cwd: root });
  if (built.status !== 0) throw new Error(String(built.stderr));
  const seen = sources.map(() => new Set<string>());
  for (const round of [1, 2, 3, 4]) {
    const run = spawnSync('java', ['-Xss512k', '-XX:TieredStopAtLevel=1', '-cp', 'out', 'Main', String(round)], {
      cwd: root,
      maxBuffer: 2 ** 28,
    });
    if (run.status !== 0) throw new Error(String(run.stderr));
    for (const line of String(run.stdout).split('\n')) {
      const [program, text] = line.split('\t');
      if (text !== undefined) seen[Number(program)]?.add(text);
    }
  }
  return seen;
}

describe('a random program', () => {
  beforeAll(() => java.prepare());

  it('probes nothing that the analysis does not find', { timeout: 120_000 + numRuns * 2000 }, ({ skip }) => {
    if (!isThere) skip('javac is not on this machine');
    const programs = fc.sample(fc.array(fc.nat(999), { minLength: 40, maxLength: 300, size: 'max' }), { numRuns, seed }).map(randomJava);
    const seen = probed(programs);
    let followed = 0;
    for (const [i, source] of programs.entries()) {
      const files = { 'src/main/java/App.java': source, 'pom.xml': '<project/>' };
      const analysis = analysed(java, files, { runtime: 'java21', handler: 'App::handleRequest' });
      if (analysis.lost.length > 0) continue;
      followed++;
      expect(compare(analysis, seen[i] ?? new Set()).missed, source).toEqual([]);
    }
    // what is reported as not followed is not missed, but must stay rare
    expect(followed).toBeGreaterThan(numRuns * 0.8);
  });
});
