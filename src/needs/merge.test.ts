import { describe, expect, it } from 'vitest';
import type { Unresolved } from '../model/need.ts';
import { mergeUnresolved } from './merge.ts';

const entry = (more: Partial<Unresolved>): Unresolved => ({
  file: 'app.js',
  line: 1,
  column: 1,
  what: 'the resource of Invoke',
  why: "it depends on the event's arn",
  fallback: 'none',
  ...more,
});

describe('unresolved entries', () => {
  it('are one for one place and reason, with the widest resources', () => {
    expect(
      mergeUnresolved([
        entry({ fallback: 'arn:a:f:RAM*, arn:a:f:RAM*-0', actions: ['lambda:InvokeFunction'] }),
        entry({ fallback: 'arn:a:f:RAM*-1, arn:a:g', actions: ['lambda:InvokeAsync'] }),
      ]),
    ).toEqual([entry({ fallback: 'arn:a:f:RAM*, arn:a:g', actions: ['lambda:InvokeFunction', 'lambda:InvokeAsync'] })]);
  });

  it('stay apart where the place or what is open differs', () => {
    const apart = [entry({}), entry({ line: 2 }), entry({ what: 'the resource of GetObject' })];
    expect(mergeUnresolved(apart)).toEqual(apart);
  });

  it('of one place have all their reasons, up to a few', () => {
    const whys = ['it depends on b', 'it is not read', 'it depends on c', 'it depends on d', 'it depends on e'];
    expect(mergeUnresolved([entry({ why: 'it depends on a' }), ...whys.map((why) => entry({ why }))]).map(({ why }) => why)).toEqual([
      'it depends on a; on b; it is not read; on c; 2 more',
    ]);
  });
});
