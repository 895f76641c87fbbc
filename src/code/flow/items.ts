/**
 * What calls of DynamoDB write into which table, and how a stream shows it. Sources: Amazon DynamoDB API Reference, page of each
 * operation; Amazon DynamoDB Developer Guide, "Update expressions"; Amazon DynamoDB Streams API Reference, "AttributeValue".
 */
import type { SdkCall } from '../../model/call.ts';
import type { Datum, ListDatum, MapDatum, MapEntry } from '../../model/datum.ts';
import { holesOf, isDeployHole, literalOf } from '../../model/text.ts';
import { memberOf } from './member.ts';

/** An item, or the attributes of one that an update sets, with the table as the request names it. */
export interface Written {
  /** undefined: any table */
  readonly table: Datum | undefined;
  readonly item: Datum;
}

const UNKNOWN: Datum = { kind: 'unknown', reason: 'an item of a table' };
const SOMEWHERE: Written = { table: undefined, item: UNKNOWN };

const WRITES: Readonly<Record<string, (input: MapDatum) => readonly Written[]>> = {
  PutItem: put,
  UpdateItem: update,
  BatchWriteItem: (input) => {
    const requests = memberOf(input, 'RequestItems');
    if (requests?.kind !== 'map') return requests || input.open ? [SOMEWHERE] : [];
    const written = requests.entries.flatMap(({ key, value }) =>
      itemsOf(value).flatMap((request): Written[] => {
        const table: Datum = { kind: 'text', text: key };
        if (request.kind !== 'map') return [{ table, item: UNKNOWN }];
        const puts = memberOf(request, 'PutRequest');
        if (puts?.kind === 'map') return [{ table, item: memberOf(puts, 'Item') ?? UNKNOWN }];
        return puts || request.open ? [{ table, item: UNKNOWN }] : [];
      }),
    );
    return requests.open ? [...written, SOMEWHERE] : written;
  },
  TransactWriteItems: (input) => {
    const items = memberOf(input, 'TransactItems');
    if (!items) return input.open ? [SOMEWHERE] : [];
    return itemsOf(items).flatMap((item): readonly Written[] => {
      if (item.kind !== 'map') return [SOMEWHERE];
      const [one, other] = [memberOf(item, 'Put'), memberOf(item, 'Update')];
      if (!one && !other) return item.open ? [SOMEWHERE] : [];
      return [
        ...(one ? (one.kind === 'map' ? put(one) : [SOMEWHERE]) : []),
        ...(other ? (other.kind === 'map' ? update(other) : [SOMEWHERE]) : []),
      ];
    });
  },
  ExecuteStatement: byStatement,
  BatchExecuteStatement: () => [SOMEWHERE],
  ExecuteTransaction: () => [SOMEWHERE],
};

export const writesItems = (operation: string): boolean => Object.hasOwn(WRITES, operation);

export function itemsWrittenBy({ operation, input }: Pick<SdkCall, 'operation' | 'input'>): readonly Written[] {
  if (operation === undefined) return [SOMEWHERE];
  return (Object.hasOwn(WRITES, operation) ? WRITES[operation]?.(input) : undefined) ?? [];
}

const tableIn = (request: MapDatum): Datum | undefined => memberOf(request, 'TableName');

function put(request: MapDatum): readonly Written[] {
  return [{ table: tableIn(request), item: memberOf(request, 'Item') ?? UNKNOWN }];
}

/** The attributes that it names; the others of the item are as they were written before. */
function update(request: MapDatum): readonly Written[] {
  const key = memberOf(request, 'Key') ?? UNKNOWN;
  return [
    { table: tableIn(request), item: key },
    { table: tableIn(request), item: updated(request) },
  ];
}

function updated(request: MapDatum): Datum {
  const older = memberOf(request, 'AttributeUpdates');
  if (older) {
    if (older.kind !== 'map') return UNKNOWN;
    const entries = older.entries.map(({ key, value }) => ({ key, value: (value.kind === 'map' && memberOf(value, 'Value')) || UNKNOWN }));
    return { ...older, entries };
  }
  const expression = memberOf(request, 'UpdateExpression');
  if (!expression) return request.open ? UNKNOWN : { kind: 'map', entries: [], open: false };
  const source = expression.kind === 'text' ? literalOf(expression.text) : undefined;
  return (source !== undefined && assigned(source, request)) || UNKNOWN;
}

/** `SET a = :a, #b = if_not_exists(#b, :b)`; undefined where an attribute that it names is not known. */
function assigned(expression: string, request: MapDatum): MapDatum | undefined {
  const names = memberOf(request, 'ExpressionAttributeNames');
  const values = memberOf(request, 'ExpressionAttributeValues');
  const nameOf = (path: string): string | undefined => {
    const top = /^\s*(#?[\w-]+)/.exec(path)?.[1];
    if (!top?.startsWith('#')) return top;
    const given = names?.kind === 'map' ? memberOf(names, top) : undefined;
    return given?.kind === 'text' ? literalOf(given.text) : undefined;
  };
  const entries: MapEntry[] = [];
  for (const [, clause = '', content = ''] of expression.matchAll(
    /\b(SET|REMOVE|ADD|DELETE)\b(.*?)(?=\b(?:SET|REMOVE|ADD|DELETE)\b|$)/gis,
  )) {
    if (clause.toUpperCase() === 'REMOVE') continue;
    // a comma inside of parentheses parts the arguments of a function
    for (const action of content.split(/,(?![^(]*\))/)) {
      const [path = '', operand = ''] = clause.toUpperCase() === 'SET' ? action.split('=') : [action];
      const name = nameOf(path);
      if (name === undefined) return undefined;
      const whole = !/[.[]/.test(path);
      const value = /^\s*(?:if_not_exists\s*\([^,]*,\s*)?(:\w+)\s*\)?\s*$/i.exec(operand)?.[1];
      const given = whole && value !== undefined && values?.kind === 'map' ? memberOf(values, value) : undefined;
      entries.push({ key: [name], value: given ?? UNKNOWN });
    }
  }
  return { kind: 'map', entries, open: false };
}

/** A statement of PartiQL writes unless it is known to read. */
function byStatement(input: MapDatum): readonly Written[] {
  const statement = memberOf(input, 'Statement');
  const [start] = statement?.kind === 'text' ? statement.text : [];
  return typeof start === 'string' && /^\s*select\b/i.test(start) ? [] : [SOMEWHERE];
}

function itemsOf(list: Datum): readonly Datum[] {
  if (list.kind === 'choice') return list.options.flatMap(({ value }) => itemsOf(value));
  if (list.kind !== 'list') return [UNKNOWN];
  const items = list.items.flatMap((item) => (item.kind === 'choice' ? item.options.map(({ value }) => value) : [item]));
  return list.open && items.length === 0 ? [UNKNOWN] : items;
}

const TYPES: ReadonlySet<string> = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

/**
 * An item as a stream shows it: each attribute under its type, which plain values of document clients get too. People and scripts write
 * into tables as well, so that a value which the code makes up may be another one; an attribute that is given names of the template is
 * taken to hold such names.
 */
export function streamed(item: Datum): Datum {
  if (item.kind === 'choice') return { kind: 'choice', options: item.options.map(({ when, value }) => ({ when, value: streamed(value) })) };
  return item.kind === 'map' ? withMembers(item, attribute) : UNKNOWN;
}

const withMembers = (map: MapDatum, read: (value: Datum) => Datum): MapDatum => ({
  ...map,
  entries: map.entries.map(({ key, value }) => ({ key, value: read(value) })),
});

const withItems = (list: ListDatum): ListDatum => ({
  ...list,
  items: list.items.map(attribute),
  ...(list.rest ? { rest: attribute(list.rest) } : {}),
});

function attribute(value: Datum): Datum {
  switch (value.kind) {
    case 'text':
      return under('S', stored(value));
    case 'scalar':
      return under(value.value === null ? 'NULL' : typeof value.value === 'number' ? 'N' : 'BOOL', stored(value));
    case 'list':
      return under('L', withItems(value));
    case 'map':
      return isTyped(value) ? withMembers(value, content) : under('M', withMembers(value, attribute));
    case 'choice':
      return { kind: 'choice', options: value.options.map((option) => ({ when: option.when, value: attribute(option.value) })) };
    case 'unknown':
      return value;
  }
}

/** What stands under a type. */
function content(value: Datum): Datum {
  switch (value.kind) {
    case 'list':
      // sets hold texts, lists attributes
      return value.items.some((item) => item.kind === 'text') ? { ...value, items: value.items.map(stored) } : withItems(value);
    case 'map':
      return withMembers(value, attribute);
    case 'choice':
      return { kind: 'choice', options: value.options.map((option) => ({ when: option.when, value: content(option.value) })) };
    default:
      return stored(value);
  }
}

/** Region and account are in any ARN, and say nothing of the template. */
const stored = (value: Datum): Datum =>
  value.kind === 'text' && holesOf(value.text).some((hole) => isDeployHole(hole) && hole.kind !== 'pseudo')
    ? value
    : { kind: 'choice', options: [value, UNKNOWN].map((option) => ({ when: [], value: option })) };

/** What may be one type of attribute, and nothing else. */
const isTyped = ({ entries, open }: MapDatum): boolean =>
  (entries.length > 0 || open) && entries.every(({ key }) => TYPES.has(literalOf(key) ?? ''));

const under = (type: string, value: Datum): MapDatum => ({ kind: 'map', entries: [{ key: [type], value }], open: false });
