/** Enumerations, named tuples and typed dictionaries. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare?.());

const TYPES = `
import enum
from collections import namedtuple
from enum import Enum
from typing import NamedTuple, TypedDict

@enum.unique
class Color(Enum):
    RED = 'red'
    BLUE = 'blue'
    def shown(self): return self.value

class Kind(str, Enum):
    A = 'a'

class Place(NamedTuple):
    bucket: str
    key: str = 'k'

class Options(TypedDict, total=False):
    table: str

Pair = namedtuple('Pair', 'left right', defaults=['r'])
`;

const seen = (...main: readonly string[]): readonly string[] => {
  const source = [TYPES, 'def handler(e, c):', ...main.map((line) => `  ${line}`), ''].join('\n');
  const { calls, lost } = analysed(python, { 'app.py': source }, { runtime: 'python3.13', handler: 'app.handler' });
  expect(lost).toEqual([]);
  return [...new Set(calls.flatMap((call) => print(call.input.entries[0]?.value).split(' | ')))].sort();
};

describe('data types', () => {
  it.each([
    ['an enumeration gives its members', ['for x in Color: probe(x.value)'], ['blue', 'red']],
    ['an enumeration gives the member of a value', ["probe(Color('blue').value)"], ['blue']],
    ['an enumeration gives one of its members for a value that is not known', ["probe(Color(e['c']).value)"], ['blue', 'red']],
    ['an enumeration gives the member of a name', ["probe(Color['RED'].value)"], ['red']],
    ['an enumeration of texts is one', ["probe('x' + Kind('a'))"], ['xa']],
    ['an enumeration knows the names of its members', ['for x in Color.__members__: probe(x)'], ['BLUE', 'RED']],
    ['a named tuple has fields and items', ["p = Place('b')", 'probe(p.bucket + p[1])', 'x, y = p', 'probe(y + x)'], ['bk', 'kb']],
    ['a named tuple gives its items', ["x, y = Pair('l')", 'probe(x + y)', "for z in Pair('m'): probe(z)"], ['lr', 'm', 'r']],
    ['a named tuple gives a dictionary', ["probe(Place('b')._asdict()['key'])"], ['k']],
    ['a named tuple is replaced in part', ["p = Place('b')._replace(key='z')", 'probe(p.bucket + p.key)'], ['bz']],
    ['a named tuple has defaults', ["p = Pair('l')", 'probe(p.left + p.right + p[0])'], ['lrl']],
    ['a typed dictionary is a dictionary', ["t = Options(table='t')", "probe(t['table'])"], ['t']],
  ])('%s', (_, main, found) => expect(seen(...main)).toEqual(found));
});
