/** What collections lose, gain and reorder, and what closes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { java } from './language.ts';

beforeAll(() => java.prepare());

function see(body: string, members = ''): readonly string[] {
  const source = `import java.util.*;
import java.util.stream.*;
public class App {
  ${members}
  public String handleRequest(Map<String, String> e) {
    ${body}
    return null;
  }
}
`;
  const files = { 'src/main/java/App.java': source, 'pom.xml': '<project/>' };
  const { calls } = analysed(java, files, { runtime: 'java21', handler: 'App::handleRequest' });
  return calls.map((call) => print(call.input.entries[0]?.value));
}

describe('a list', () => {
  it.each([
    ['of which an item is removed by its index', 'l.remove(0);', ['b-c']],
    ['of which an item is removed', 'l.remove("b");', ['a-c']],
    ['of which some are removed', 'l.removeIf(x -> x.equals("a"));', ['b-c']],
    ['into which an item is put', 'l.add(0, "x");', ['x-a-b-c']],
    ['that is reversed', 'Collections.reverse(l);', ['c-b-a']],
    ['that is sorted', 'l.add(0, "x"); l.sort(null);', ['a-b-c-x']],
  ])('%s', (_, change, seen) => {
    expect(see(`List<String> l = new ArrayList<>(List.of("a", "b", "c")); ${change} Probes.probe(String.join("-", l));`)).toEqual(seen);
  });

  it.each([
    ['skips and limits', 'l.stream().skip(1).limit(1).collect(Collectors.joining("-"))', ['b']],
    ['adds up', 'l.stream().reduce("", (x, y) -> x + y)', ['abc']],
    ['is copied, not shared', 'copyOf(l)', ['abc']],
  ])('%s', (_, value, seen) => {
    const copyOf = 'static String copyOf(List<String> l) { List<String> m = l.stream().toList(); l.clear(); return String.join("", m); }';
    expect(see(`List<String> l = new ArrayList<>(List.of("a", "b", "c")); Probes.probe(${value});`, copyOf)).toEqual(seen);
  });
});

describe('a set', () => {
  it('may have what is added already', () => {
    const body =
      'Set<String> s = new HashSet<>(); s.add("a"); if (!s.add("a")) Probes.probe("again"); if (s.size() == 1) Probes.probe("one");';
    expect(see(body)).toEqual(['again', 'one']);
  });
});

describe('a map', () => {
  it('that is collected holds what its keys say, and nothing else', () => {
    const collected = 'Stream.of("a", "b").collect(Collectors.toMap(k -> k, k -> "of " + k))';
    const body = `Map<String, String> m = ${collected}; Probes.probe(m.get("a")); if (m.size() != 2) Probes.probe("other");`;
    expect(see(body)).toEqual(['of a']);
  });

  it.each([
    ['merges', 'm.merge("f", "b", (x, y) -> x + y);', ['ab']],
    ['replaces its values', 'm.replaceAll((k, v) -> k + v);', ['fa']],
    ['computes for what is there alone', 'm.computeIfPresent("h", (k, v) -> "h"); m.put("f", m.getOrDefault("h", "none"));', ['none']],
    ['forgets under a key that is not known', 'm.remove(e.get("k"));', ['a | none']],
    ['is cleared', 'm.put(e.get("k"), "x"); m.clear();', ['none']],
  ])('%s', (_, change, seen) => {
    expect(see(`Map<String, String> m = new HashMap<>(Map.of("f", "a")); ${change} Probes.probe(m.getOrDefault("f", "none"));`)).toEqual(
      seen,
    );
  });
});

describe('the order', () => {
  it.each([
    [
      'of a HashMap is any',
      'Map<String, String> m = new HashMap<>(); m.put("b", "1"); m.put("a", "2"); Probes.probe(String.join("/", m.keySet()));',
      ['b/b | b/a | a/b | a/a'],
    ],
    ['of Map.of is any', 'Probes.probe(Map.of("b", "1", "a", "2").values().iterator().next());', ['1 | 2']],
    [
      'of a LinkedHashMap is that of what was put there',
      'Map<String, String> m = new LinkedHashMap<>(); m.put("b", "1"); m.put("a", "2"); Probes.probe(String.join("/", m.keySet()));',
      ['b/a'],
    ],
    [
      'of a TreeMap is that of its keys',
      'Map<String, String> m = new TreeMap<>(Map.of("b", "1", "a", "2")); Probes.probe(String.join("/", m.values()));',
      ['2/1'],
    ],
    [
      'of a HashSet is any',
      'Set<String> s = new HashSet<>(); s.add("b"); s.add("a"); Probes.probe(String.join("/", s));',
      ['b/b | b/a | a/b | a/a'],
    ],
    ['of Set.of is any', 'Probes.probe(Set.of("b", "a").iterator().next());', ['b | a']],
    [
      'of a TreeSet is that of what it holds',
      'Set<String> s = new TreeSet<>(List.of("b")); s.add("a"); Probes.probe(String.join("/", s));',
      ['a/b'],
    ],
    ['of what is collected is any', 'Probes.probe(Stream.of("b", "a").collect(Collectors.toSet()).iterator().next());', ['b | a']],
  ])('%s', (_, body, seen) => expect(see(body)).toEqual(seen));

  it.each([
    'for (Map.Entry<String, String> e : m.entrySet()) Probes.probe(last + e.getKey() + e.getValue());',
    'for (Map.Entry<String, String> e : m.entrySet()) { Probes.probe(last + e.getKey() + e.getValue()); last = e.getKey(); }',
  ])('in which a loop goes through a map is any, and each key has its value: %s', (loop) => {
    const seen = see(`String last = ""; Map<String, String> m = new HashMap<>(); m.put("a", "1"); m.put("b", "2"); ${loop}`);
    const texts = seen.flatMap((each) => each.split(' | '));
    expect(texts).toEqual(expect.arrayContaining(['a1', 'b2', ...(loop.includes('last = ') ? ['ab2', 'ba1'] : [])]));
    expect(texts.filter((each) => each.endsWith('a2') || each.endsWith('b1'))).toEqual([]);
  });

  it('in which a map calls a function is any', () => {
    const body =
      'Map<String, String> m = Map.of("b", "1", "a", "2"); StringBuilder t = new StringBuilder(); m.forEach((k, v) -> { t.append(k); Probes.probe(t.toString()); });';
    expect(see(body).join(' | ').split(' | ')).toEqual(expect.arrayContaining(['a', 'b', 'ab', 'ba']));
  });
});

it('a resource of the program is closed at the end of its try', () => {
  const resource = 'static class R implements AutoCloseable { public void close() { Probes.probe("closed"); } }';
  expect(see('try (R r = new R()) { Probes.probe("open"); }', resource)).toEqual(['open', 'closed']);
});
