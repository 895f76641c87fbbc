import { describe, expect, it } from 'vitest';
import { text } from '../model/text.ts';
import type { Name } from './name.ts';
import { isOfObject } from './object-owner.ts';
import { NO, type Tri, UNKNOWN, YES } from './tri.ts';

const OBJECT = 'arn:aws:s3:::b/k';
const BUCKET = 'arn:aws:s3:::b';
const anything: Name = text({ kind: 'runtime', reason: 'the event', chars: 'any' });

describe('whose word an action needs where object and bucket have two owners', () => {
  it.each<[string, Name, Tri]>([
    ['s3:getobject', OBJECT, YES],
    ['s3:getobjectversion', OBJECT, YES],
    ['s3:getobjectacl', OBJECT, YES],
    ['s3:getobjectversionacl', OBJECT, YES],
    ['s3:putobjectacl', OBJECT, YES],
    ['s3:putobjectversionacl', OBJECT, YES],
    ['s3:getobject', anything, YES],
    ['s3:putobject', OBJECT, NO],
    ['s3:putobject', anything, NO],
    ['s3:deleteobject', OBJECT, NO],
    ['s3:deleteobjectversion', OBJECT, NO],
    ['s3:deleteobjecttagging', OBJECT, UNKNOWN],
    ['s3:getobjecttagging', OBJECT, UNKNOWN],
    ['s3:getobjectversiontagging', anything, UNKNOWN],
    ['s3:putobjectretention', OBJECT, UNKNOWN],
    ['s3:putobjectversiontagging', OBJECT, UNKNOWN],
    ['xs3:getobject', OBJECT, UNKNOWN],
    ['xs3:putobject', OBJECT, UNKNOWN],
    ['s3:listbucket', BUCKET, NO],
    ['s3:getbuckettagging', BUCKET, NO],
    ['s3:listallmybuckets', '*', NO],
    ['s3:getobjecttagging', 'arn:aws:s3:::b/', UNKNOWN],
  ])('%s on %s', (action, resource, expected) => {
    expect(isOfObject(action, resource)).toBe(expected);
  });
});
