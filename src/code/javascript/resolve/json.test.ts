import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, parseJson, parseJsonc } from './json.ts';

describe('JSON with comments', () => {
  it('drops comments and trailing commas, and leaves strings alone', () => {
    const text = '/* a */ { // b\n "url": "http://x/*y*/,]", "list": [1, 2, /* c */ ], "e": "\\",}", }';
    expect(parseJsonc(text)).toEqual({ url: 'http://x/*y*/,]', list: [1, 2], e: '",}' });
  });

  it('reads every JSON value as JSON does, whatever comments stand between', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('/* , */', '// "x"\n', '/**/'), (value, comment) => {
        const text = JSON.stringify(value, null, 1);
        expect(parseJsonc(`${comment}${text}${comment}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is undefined for what is no JSON', () => {
    for (const text of ['', '{', '{ "a": }', '"', '/*', '{"a": 1 /*']) expect(parseJsonc(text)).toBeUndefined();
  });
});

describe('reading fields', () => {
  it('sees own fields only', () => {
    expect(field({}, 'constructor')).toBeUndefined();
    expect(field(parseJson('{"__proto__": {"a": 1}}'), 'a')).toBeUndefined();
    expect(field(parseJson('{"__proto__": 1}'), '__proto__')).toBe(1);
    expect(field([1], '0')).toBeUndefined();
  });
});
