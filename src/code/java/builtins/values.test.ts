// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are printed
/** What classes of the Java library make of texts and enumerations that the code shows. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn } from '../../../../test/support/calls.ts';
import { java } from '../language.ts';

beforeAll(() => java.prepare());

const SIZE =
  'public enum Size { SMALL("s"), MIDDLE("m"), LARGE("l"); private final String key; Size(String key) { this.key = key; } String key() { return key; } }';

/** The buckets that `head` is called with; `?` where one is not known. */
const heads = (body: string): readonly string[] => {
  const source = `package demo;
import java.text.MessageFormat;
import java.util.*;
import software.amazon.awssdk.services.s3.S3Client;
public class App {
  private final S3Client s3 = S3Client.create();
  void head(String bucket) { s3.headBucket(r -> r.bucket(bucket)); }
  public String handleRequest(Map<String, String> event) { ${body} return ""; }
}`;
  const files = {
    'pom.xml': '<project/>',
    'src/main/java/demo/App.java': source,
    'src/main/java/demo/Size.java': `package demo;\n${SIZE}`,
  };
  const { calls } = callsIn(java, files, { runtime: 'java21', handler: 'demo.App::handleRequest' });
  return calls
    .map((call) => /\{Bucket: (.*)\}/.exec(call)?.[1] ?? call)
    .map((name) => (name.includes('?') || name.includes('${') ? '?' : name));
};

describe('texts', () => {
  it.each([
    ['StringJoiner j = new StringJoiner("-", "<", ">"); j.add("a").add("b"); head(j.toString());', ['<a-b>']],
    ['StringJoiner j = new StringJoiner("-"); j.setEmptyValue("none"); head(j.toString());', ['none']],
    ['StringJoiner j = new StringJoiner("-"); for (String s : event.values()) j.add(s); head(j.toString());', ['?']],
    ['head(String.format(Locale.ROOT, "%2$s-%1$s", "a", "b"));', ['b-a']],
    ['head(String.format(Locale.forLanguageTag("en"), "%s", "a"));', ['a']],
    ['head(MessageFormat.format("{1}/{0}", "a", "b"));', ['b/a']],
    ['head(MessageFormat.format("it\'\'s {0}", "a"));', ['?']],
    ['head(MessageFormat.format("{0,number}", 1));', ['?']],
    ['head("a.b.c".replaceAll("\\\\.", "-"));', ['a-b-c']],
    ['head("a1b".replaceAll("[0-9]", "-"));', ['?']],
    ['head("ab".replaceAll("b", "$0"));', ['?']],
  ])('%s', (body, expected) => {
    expect(heads(body)).toEqual(expected);
  });
});

describe('system properties', () => {
  it.each([
    ['System.setProperty("T", "a"); head(System.getProperty("T", "b"));', ['a']],
    ['if (event.isEmpty()) System.setProperty("T", "a"); head(System.getProperty("T", "b"));', ['a | b']],
    ['head(System.getProperty("T", "b"));', ['b']],
  ])('%s', (body, expected) => {
    expect(heads(body)).toEqual(expected);
  });
});

describe('enumerations', () => {
  it.each([
    ['for (Size s : EnumSet.allOf(Size.class)) head(s.key());', ['s | m | l']],
    ['for (Size s : EnumSet.complementOf(EnumSet.of(Size.SMALL))) head(s.key());', ['m | l']],
    ['for (Size s : EnumSet.range(Size.SMALL, Size.MIDDLE)) head(s.key());', ['s | m']],
    ['EnumSet<Size> all = EnumSet.noneOf(Size.class); all.add(Size.LARGE); for (Size s : all) head(s.key());', ['l']],
    ['EnumMap<Size, String> m = new EnumMap<>(Size.class); m.put(Size.LARGE, "x"); head(m.get(Size.LARGE));', ['x']],
    ['Map<Size, String> m = new EnumMap<>(Map.of(Size.LARGE, "x")); head(m.get(Size.LARGE));', ['x']],
  ])('%s', (body, expected) => {
    expect(heads(body)).toEqual(expected);
  });
});
