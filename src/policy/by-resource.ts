import type { Name } from './name.ts';
import type { Pattern } from './pattern.ts';
import type { Element } from './statement.ts';

/** A list whose items are each for some resources, so that a request looks at those that may be for its own. */
export interface ByResource<Item> {
  readonly all: readonly Item[];
  /** undefined where the list is too short or too long for it */
  readonly byHead: ReadonlyMap<string, readonly Item[]> | undefined;
  /** those for resources of any head */
  readonly others: readonly Item[];
}

/** Fewer are looked at one by one in less time; more would make lists whose sizes multiply. */
const FEWEST = 6;
const MOST = 500;

/** `arn:aws:s3:::bucket` of `arn:aws:s3:::bucket/key`: what a resource has before its first slash. */
function headOf(resource: string): string {
  const slash = resource.indexOf('/');
  return slash < 0 ? resource : resource.slice(0, slash);
}

/** INVARIANT: each list keeps the order of `items`. */
export function byResource<Item>(items: readonly Item[], elementOf: (item: Item) => Element<Pattern> | undefined): ByResource<Item> {
  if (items.length < FEWEST || items.length > MOST) return { all: items, byHead: undefined, others: items };
  const heads = items.map((item) => headsOf(elementOf(item)));
  const byHead = new Map<string, readonly Item[]>();
  for (const head of new Set(heads.flatMap((some) => some ?? [])))
    byHead.set(
      head,
      items.filter((_, i) => heads[i]?.includes(head) !== false),
    );
  return { all: items, byHead, others: items.filter((_, i) => heads[i] === undefined) };
}

/** The heads of all resources that the element can match; undefined when nobody can list them. */
function headsOf(element: Element<Pattern> | undefined): readonly string[] | undefined {
  if (!element || element.negated) return undefined;
  const listed = element.entries.every((entry) => entry.shape === 'exact' || entry.prefix.includes('/'));
  return listed ? element.entries.map((entry) => headOf(entry.prefix)) : undefined;
}

export const mayConcern = <Item>({ all, byHead, others }: ByResource<Item>, resource: Name): readonly Item[] =>
  byHead && typeof resource === 'string' ? (byHead.get(headOf(resource)) ?? others) : all;
