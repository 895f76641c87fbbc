import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, REGION, type Text, text } from '../model/text.ts';
import { covers, overlaps } from './coverage.ts';
import { matchesGlob } from './glob.ts';
import { globOf, MANY, MANY_IN_SEGMENT, MANY_UNSURE, ONE, ONE_IN_SEGMENT, type Pattern, pattern, type Token } from './pattern.ts';
import { coversResource, readResource, resourceSet } from './resource.ts';
import { NO, type Tri, UNKNOWN, verdictOf, YES } from './tri.ts';

const name = (resource: string): Hole => ({ kind: 'name', resource, chars: 'name' });
const any = (reason: string): Hole => ({ kind: 'runtime', reason, chars: 'any' });
const table = (...rest: Text): Text => text('arn:', PARTITION, ':dynamodb:', REGION, ':', ACCOUNT, ':table/', ...rest);

const entry = (...source: Text) => readResource(text(...source), { variables: true, incomplete: 'complete' }).pattern;
const verdict = (source: Text, resource: Text) => coversResource(entry(...source), resourceSet(resource)).verdict;
const glob = (outer: Text, inner: Text) => verdictOf(covers(globOf(outer), globOf(inner)));

/** All sequences of at most `length` items. */
const sequences = <Item>(items: readonly Item[], length: number): readonly (readonly Item[])[] =>
  length === 0 ? [[]] : [[], ...items.flatMap((item) => sequences(items, length - 1).map((rest) => [item, ...rest]))];

/** What a pattern without holes means, in the terms of expressions. */
function meaning(tokens: readonly Token[]): RegExp {
  const one = (token: Token): string =>
    typeof token === 'object' && 'colons' in token ? `${token.colons ? '.' : '[^:]'}${token.kind === 'many' ? '*' : ''}` : String(token);
  return new RegExp(`^${tokens.map(one).join('')}$`);
}

describe('short patterns', () => {
  /** Each with the strings that it matches, of those that tell such patterns apart. */
  const patterns = () => {
    const strings = sequences(['a', ':', 'x'], 5).map((chars) => chars.join(''));
    const compiled = [
      ...sequences<Token>(['a', ':', MANY, ONE], 3),
      ...sequences<Token>(['a', ':', MANY_IN_SEGMENT, ONE_IN_SEGMENT], 3),
    ].map((tokens) => pattern(tokens, []));
    return [...new Map(compiled.map((one) => [JSON.stringify(one.tokens), one])).values()].map((one) => {
      const meant = meaning(one.tokens);
      return { one, met: new Set(strings.filter((value) => meant.test(value))) };
    });
  };

  it('cover one another where every string that one stands for is matched by the other', () => {
    const all = patterns();
    const wrong = all.flatMap((outer) =>
      all
        .filter((inner) => (covers(outer.one, inner.one) === YES) !== [...inner.met].every((value) => outer.met.has(value)))
        .map((inner) => [outer.one.tokens, inner.one.tokens]),
    );
    expect(wrong).toEqual([]);
  });

  it('overlap where some string is matched by both', () => {
    const all = patterns();
    const wrong = all.flatMap((a) =>
      all
        .filter((b) => (overlaps(a.one, b.one) === YES) !== [...a.met].some((value) => b.met.has(value)))
        .map((b) => [a.one.tokens, b.one.tokens]),
    );
    expect(wrong).toEqual([]);
  });
});

describe('short patterns with a hole', () => {
  const fillings = { name: ['a', 'x', 'ax', 'xa', 'aa', 'xx'], any: ['', 'a', 'x', ':', 'a:', ':a', 'ax', 'xa', '::'] };

  /** How the verdicts compare with what they are for each filling: those that are wrong, and how many say less than they could. */
  function compare(
    chars: 'name' | 'any',
    verdict: (a: Pattern, b: Pattern) => Tri,
    holds: (a: ReadonlySet<string>, b: ReadonlySet<string>) => boolean,
  ) {
    const hole: Hole = { kind: 'parameter', name: 'P', chars };
    const strings = sequences(['a', ':', 'x'], 5).map((some) => some.join(''));
    const longer = [
      [MANY, hole, ONE],
      [ONE, hole, MANY],
      [MANY, hole, MANY, ONE],
      ['a', MANY_IN_SEGMENT, ':'],
      [ONE_IN_SEGMENT, hole],
      [MANY_UNSURE, hole],
      ['a', MANY_UNSURE, hole],
      [MANY_UNSURE, hole, 'a'],
      [MANY_IN_SEGMENT, ONE_IN_SEGMENT, MANY_UNSURE, hole],
    ];
    const compiled = [...sequences<Token>(['a', ':', MANY, ONE, hole], 2), ...longer].map((tokens) => pattern(tokens, []));
    const all = [...new Map(compiled.map((one) => [JSON.stringify(one.tokens), one])).values()].map((one) => ({
      one,
      met: fillings[chars].map((filling) => {
        const filled = one.tokens.map((token) => (token === hole ? filling : token));
        // such a star crosses colons where it turns out to end its segment
        const ends = (rest: readonly Token[]): boolean => /^:|^$/.test(rest.filter((token) => typeof token === 'string').join(''));
        const meant = meaning(
          filled.map((token, i) => (token === MANY_UNSURE ? (ends(filled.slice(i + 1)) ? MANY : MANY_IN_SEGMENT) : token)),
        );
        return new Set(strings.filter((value) => meant.test(value)));
      }),
    }));
    const wrong: unknown[] = [];
    let vague = 0;
    for (const a of all)
      for (const b of all) {
        const each = a.met.map((met, i) => holds(met, b.met[i] ?? new Set()));
        const exact = each.every(Boolean) ? YES : each.some(Boolean) ? UNKNOWN : NO;
        const told = verdict(a.one, b.one);
        if (told === exact) continue;
        if (told === UNKNOWN) vague++;
        else wrong.push([a.one.tokens, b.one.tokens, told]);
      }
    return { wrong, vague };
  }
  const isCovered = (outer: ReadonlySet<string>, inner: ReadonlySet<string>) => [...inner].every((value) => outer.has(value));
  const isShared = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].some((value) => b.has(value));

  it.each<['name' | 'any', number, number]>([
    ['name', 199, 224],
    ['any', 76, 56],
  ])('(%s) are never said to be what a filling makes untrue, and not more often unknown than now', (chars, covering, overlapping) => {
    expect(compare(chars, covers, isCovered)).toEqual({ wrong: [], vague: covering });
    expect(compare(chars, overlaps, isShared)).toEqual({ wrong: [], vague: overlapping });
  });
});

describe('coverage of one pattern by another', () => {
  it.each([
    ['*', 'a', 'yes'],
    ['*', '*', 'yes'],
    ['a*', 'ab*', 'yes'],
    ['ab*', 'a*', 'no'],
    ['a?c', 'abc', 'yes'],
    ['a?c', 'a*c', 'no'],
    ['?*', '*?', 'yes'],
    ['*?', '?*', 'yes'],
    ['?*', '*', 'no'],
    ['??*', '?*', 'no'],
    ['*a*', '*a*', 'yes'],
    ['*a*b', '*ab', 'yes'],
    ['a*a*a*a*b', 'aaaaaaaab', 'yes'],
    ['a*a*a*a*b', 'aaaaaaaaa', 'no'],
    ['*ab', '*b', 'no'],
    ['a', 'a?', 'no'],
    ['', '', 'yes'],
    ['', '*', 'no'],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(glob([outer].filter(Boolean), [inner].filter(Boolean))).toBe(expected);
  });

  it.each<[string, Text, Text, string]>([
    ['the same hole', ['t/', name('T')], ['t/', name('T')], 'yes'],
    ['another hole', ['t/', name('T')], ['t/', name('U')], 'unknown'],
    ['a star covers a hole', ['t/*'], ['t/', name('T')], 'yes'],
    ['a name is never empty', ['t/?*'], ['t/', name('T')], 'yes'],
    ['a free hole may be empty', ['t/?*'], ['t/', any('x')], 'unknown'],
    ['a literal may be the name', ['t/orders'], ['t/', name('T')], 'unknown'],
    ['a name holds no slash', ['t/a/b'], ['t/', name('T')], 'no'],
    ['a name holds no colon', ['t/a:b'], ['t/', name('T')], 'no'],
    ['a free hole may hold a slash', ['t/a/b'], ['t/', any('x')], 'unknown'],
    ['a hole with a suffix is not itself', ['t/', name('T')], ['t/', name('T'), '-x'], 'no'],
    ['a hole with a prefix is not itself', [name('T'), '/t'], ['x-', name('T'), '/t'], 'no'],
    ['no hole is all names', ['t/', name('T')], ['t/*'], 'no'],
    ['no hole is every letter', ['t/', name('T')], ['t/?'], 'no'],
    ['the rest is plainly another', ['u/*'], ['t/', name('T')], 'no'],
    ['a star inside', ['a-*-z'], ['a-', name('T'), '-z'], 'yes'],
    ['a question mark for a hole', ['t/?'], ['t/', name('T')], 'unknown'],
    ['an account is digits', ['arn:123456789012:x'], ['arn:', ACCOUNT, ':x'], 'unknown'],
    ['an account is no word', ['arn:aws:x'], ['arn:', ACCOUNT, ':x'], 'no'],
    ['an account has twelve digits', ['arn:123:x'], ['arn:', ACCOUNT, ':x'], 'no'],
    ['a region may be this one', [REGION], ['eu-central-1'], 'unknown'],
    ['a region is not that', [REGION], ['Production'], 'no'],
    ['nor this', [REGION], ['orders'], 'no'],
    ['a partition is not that', [PARTITION], ['azure'], 'no'],
  ])('%s', (_title, outer, inner, expected) => {
    expect(glob(outer, inner)).toBe(expected);
  });

  it('agrees with matching for literals, and with samples for wildcards', () => {
    const part = fc.array(fc.constantFrom('a', 'b', ':', '*', '?'), { maxLength: 7 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(part, part, fc.array(fc.constantFrom('', 'a', 'b', 'z', ':', 'zz', 'azb'), { maxLength: 8 }), (outer, inner, fill) => {
        const covered = covers(globOf([outer]), globOf([inner]));
        expect(covered).not.toBe(1);
        let next = 0;
        const one = (): string => fill[next++ % Math.max(fill.length, 1)] ?? '';
        const sample = inner.replace(/[*?]/g, (char) => (char === '*' ? one() : one().charAt(0) || 'y'));
        const matched = matchesGlob(globOf([outer]).tokens, sample);
        if (covered === 2) expect(matched).toBe(true);
        if (!inner.includes('*') && !inner.includes('?')) expect(covered === 2).toBe(matched);
        if (matched) expect(overlaps(globOf([outer]), globOf([inner]))).toBe(2);
      }),
      { numRuns: 3000 },
    );
  });

  it('says no only with a string that shows it', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 5 }).map((chars) => chars.join(''));
    const fillings = ['', 'z', 'zz', 'zzzzzz', 'a', 'b', 'ab', 'ba'];
    fc.assert(
      fc.property(part, part, (outer, inner) => {
        if (covers(globOf([outer]), globOf([inner])) !== 0) return;
        expect(samplesOf(inner, fillings).some((sample) => !matchesGlob(globOf([outer]).tokens, sample))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('filling the holes never contradicts a verdict', () => {
    const hole = fc.constantFrom<Hole>(name('T'), name('U'), any('x'));
    const part = fc.array(fc.oneof(fc.constantFrom('a', 'b', ':', '/', '*', '?'), hole), { maxLength: 6 }).map((parts) => text(...parts));
    const fill = (value: Text, values: Map<string, string>) =>
      text(...value.map((p) => (typeof p === 'string' ? p : (values.get(p.kind === 'name' ? p.resource : 'x') ?? ''))));
    const word = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }).map((chars) => chars.join(''));
    const free = fc.array(fc.constantFrom('a', 'b', ':', '/'), { maxLength: 3 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(part, part, word, word, free, (outer, inner, t, u, x) => {
        const before = covers(globOf(outer), globOf(inner));
        const values = new Map([
          ['T', t],
          ['U', u],
          ['x', x],
        ]);
        const after = covers(globOf(fill(outer, values)), globOf(fill(inner, values)));
        if (before !== 1) expect(after).toBe(before);
        const apart = overlaps(globOf(outer), globOf(inner));
        if (apart !== 1) expect(overlaps(globOf(fill(outer, values)), globOf(fill(inner, values)))).toBe(apart);
      }),
      { numRuns: 4000 },
    );
  });

  it('filling the holes of resources never contradicts a verdict', () => {
    const hole = fc.constantFrom<Hole>(name('T'), name('U'), any('x'));
    const part = fc
      .array(fc.oneof(fc.constantFrom('a', ':', '*', '?'), hole), { maxLength: 6 })
      .map((parts) => text('arn:aws:s3:::', ...parts));
    const fill = (value: Text, values: ReadonlyMap<string, string>) =>
      text(...value.map((p) => (typeof p === 'string' ? p : (values.get(p.kind === 'name' ? p.resource : 'x') ?? ''))));
    const word = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }).map((chars) => chars.join(''));
    const free = fc.array(fc.constantFrom('a', ':'), { maxLength: 3 }).map((chars) => chars.join(''));
    const outerOf = (source: Text) => readResource(source, { variables: false, incomplete: 'keep' }).pattern;
    fc.assert(
      fc.property(part, part, word, word, free, (outer, inner, t, u, x) => {
        const before = covers(outerOf(outer), resourceSet(inner));
        const values = new Map([
          ['T', t],
          ['U', u],
          ['x', x],
        ]);
        const after = covers(outerOf(fill(outer, values)), resourceSet(fill(inner, values)));
        if (before !== 1) expect(after).toBe(before);
        const apart = overlaps(outerOf(outer), resourceSet(inner));
        if (apart !== 1) expect(overlaps(outerOf(fill(outer, values)), resourceSet(fill(inner, values)))).toBe(apart);
      }),
      { numRuns: 4000 },
    );
  });

  it('knows of a policy variable only that it is one string in each request', () => {
    const home = entry('arn:aws:s3:::b/${aws:username}/*');
    expect(verdictOf(covers(home, home))).toBe('yes');
    expect(verdictOf(covers(home, entry('arn:aws:s3:::b/${aws:username}/x')))).toBe('yes');
    expect(verdictOf(covers(home, entry('arn:aws:s3:::b/${aws:userid}/x')))).toBe('unknown');
    expect(verdictOf(covers(home, entry('arn:aws:s3:::c/bob/x')))).toBe('no');
    expect(verdictOf(covers(home, entry('arn:aws:s3:::b//x')))).toBe('unknown');
    expect(verdictOf(covers(entry('arn:aws:s3:::b/${aws:username}'), entry('arn:aws:s3:::b/bob/her')))).toBe('unknown');
    expect(verdictOf(covers(home, entry('arn:aws:s3:::b/bob/*')))).toBe('unknown');
    expect(verdictOf(covers(entry('*'), home))).toBe('yes');
    expect(verdictOf(overlaps(home, entry('arn:aws:s3:::b/bob/*')))).toBe('unknown');
    expect(verdictOf(overlaps(home, entry('*')))).toBe('yes');
  });

  it('knows of two names only that they may be one', () => {
    expect(verdictOf(overlaps(globOf(['t/', name('T')]), globOf(['t/', name('U')])))).toBe('unknown');
    expect(verdictOf(overlaps(globOf(['t/*/', name('T')]), globOf(['t/a*/', name('T')])))).toBe('yes');
    expect(verdictOf(overlaps(globOf(['t/*/', name('T')]), globOf(['t/a*/', name('U')])))).toBe('unknown');
  });

  it('lets stars cross colons where one of several beside another may', () => {
    expect(verdictOf(covers(entry('arn:aws:s3:::a*?*'), entry('arn:aws:s3:::ab:c')))).toBe('yes');
    expect(verdictOf(covers(entry('arn:aws:s3:::a*?*x'), entry('arn:aws:s3:::ab:cx')))).toBe('no');
  });

  it('gives up on patterns of a size that no ARN has', () => {
    const long = 'ab?'.repeat(3000);
    expect(verdictOf(covers(globOf([`x${long}*`]), globOf([`*${long}y`])))).toBe('unknown');
  });
});

function samplesOf(inner: string, fillings: readonly string[]): readonly string[] {
  let samples = [''];
  for (const char of inner) {
    const next = char === '*' ? fillings : char === '?' ? ['z', 'a', 'b'] : [char];
    samples = samples.flatMap((sample) => next.map((value) => sample + value)).slice(0, 20_000);
  }
  return samples;
}

describe('coverage of a resource', () => {
  it('takes a literal partition for the one that is deployed to, and says so', () => {
    const grant = coversResource(entry('arn:aws:dynamodb:*:*:table/*'), resourceSet(table(name('T'))));
    expect(grant).toEqual({ verdict: 'yes', assumes: [{ name: 'AWS::Partition', value: 'aws' }] });
    expect(coversResource(entry(...table('*')), resourceSet(table(name('T'))))).toEqual({ verdict: 'yes', assumes: [] });
  });

  it.each<[string, Text, Text, string]>([
    ['a named table', ['arn:aws:dynamodb:*:*:table/orders'], table(name('T')), 'unknown'],
    ['another type', ['arn:aws:dynamodb:*:*:stream/*'], table(name('T')), 'no'],
    ['another service', ['arn:aws:s3:::*'], table(name('T')), 'no'],
    ['every resource', ['*'], table(name('T')), 'yes'],
    ['every resource asked for', ['arn:aws:s3:::*'], ['*'], 'no'],
    ['every resource for every resource', ['*'], ['*'], 'yes'],
    ['objects of a bucket', ['arn:aws:s3:::', name('B'), '/*'], ['arn:aws:s3:::', name('B'), '/in/*'], 'yes'],
    ['a bucket is not its objects', ['arn:aws:s3:::', name('B')], ['arn:aws:s3:::', name('B'), '/*'], 'no'],
    ['objects are not all objects', ['arn:aws:s3:::', name('B'), '/in/*'], ['arn:aws:s3:::', name('B'), '/*'], 'no'],
    ['indexes of the table', table(name('T'), '/index/*'), table(name('T'), '/index/byDate'), 'yes'],
  ])('%s', (_title, source, resource, expected) => {
    expect(verdict(source, resource)).toBe(expected);
  });
});
