/** RESOURCE: a logical id with what follows the resource's ARN, or an ARN, which may turn out to be a resource of the template. */
import type { App, Resource } from '../../model/app.ts';
import { InputError } from '../../model/finding.ts';
import { nearest } from '../../model/nearest.ts';
import { displayText, holesOf, type Part, type Text, text } from '../../model/text.ts';
import { arnFields } from '../../policy/arn.ts';
import { isAccountId } from '../../policy/principal.ts';
import { type Bindings, bindText, withShortNames } from './bindings.ts';
import type { CanTarget } from './question.ts';

/** The logical id that the resource is asked for by, if it is. */
export const logicalIdOf = (resource: string): string | undefined => /^([A-Za-z0-9]+)(?:[/:].*)?$/s.exec(resource)?.[1];

/** Throws `InputError` when the template has nothing of this name, or its ARN is not known. */
export function targetOf(resource: string, app: App, bindings: Bindings): CanTarget {
  if (resource === '*') return { shown: '*', resource: '*', pattern: text('*') };
  if (resource.startsWith('arn:')) {
    const named = namedByArn(resource, app);
    if (named) return made(resource, named.owner, text(...(named.owner.arn ?? []), named.rest), bindings);
    return made(resource, undefined, text(resource), bindings);
  }
  const id = logicalIdOf(resource);
  const owner = id === undefined ? undefined : app.resources.get(id);
  if (id === undefined || !owner) {
    const meant = nearest(id ?? resource, [...app.resources.keys()]);
    throw new InputError(
      `${app.template} has no resource ${id ?? JSON.stringify(resource)}${meant === undefined ? ': give a logical id, an ARN or *' : `; did you mean ${meant}?`}`,
    );
  }
  if (!owner.arn) throw new InputError(`the ARN of ${id} (${owner.type}) is not known here: give it as an ARN`, owner.span);
  return made(resource, owner, text(...owner.arn, resource.slice(id.length)), bindings);
}

const made = (shown: string, owner: Resource | undefined, pattern: Text, bindings: Bindings): CanTarget => ({
  shown,
  resource: withWildcardHoles(bindText(pattern, bindings), '*'),
  pattern,
  ...(owner ? { owner } : {}),
});

/**
 * Each `*` as a hole: some string, and nobody says which. Holes of one name are one string, so each has its own; as text it is the
 * wildcard again, see `forPeople`.
 */
export function withWildcardHoles(value: Text, name: string): Text {
  let number = 0;
  const wild = (): Part => ({ kind: 'parameter', name: `${name}${++number}`, chars: 'any' });
  return text(
    ...value.flatMap((part): readonly Part[] =>
      typeof part === 'string' ? part.split('*').flatMap((piece, i) => (i === 0 ? [piece] : [wild(), piece])) : [part],
    ),
  );
}

/** Words for people: the question's wildcards as they were asked, and generated names by their logical ids. */
export const forPeople = (words: string): string => withShortNames(words.replaceAll(/\$\{\*\d+\}/g, '*'));

/** `orders-*`, `${Orders}`. */
export const shownTarget = (target: CanTarget): string =>
  typeof target.resource === 'string' ? target.resource : forPeople(displayText(target.resource));

/** The resource of the template that an ARN means, when its name is declared, and what follows its ARN. */
export function namedByArn(
  arn: string,
  app: App,
): { readonly owner: Resource; readonly rest: string; readonly place: ArnPlace } | undefined {
  const wanted = arnFields(text(arn))?.map((field) => displayText(field));
  if (!wanted) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = wanted;
  let best: { readonly owner: Resource; readonly rest: string; readonly length: number } | undefined;
  for (const owner of app.resources.values()) {
    const fields = owner.arn && arnFields(owner.arn);
    if (!fields || fields.slice(2, 3).some((field) => displayText(field) !== service)) continue;
    const [, , , ownRegion = [], ownAccount = [], own = []] = fields;
    // a generated name may be anything: only a declared one says that this is the resource
    if (holesOf(own).length > 0 || !agrees(ownRegion, region) || !agrees(ownAccount, account)) continue;
    const name = displayText(own);
    const rest = resource.slice(name.length);
    if (name === '' || !resource.startsWith(name) || !/^(?:$|[/:])/.test(rest)) continue;
    if (!best || name.length > best.length) best = { owner, rest, length: name.length };
  }
  if (!best) return undefined;
  return { owner: best.owner, rest: best.rest, place: { partition, region, account } };
}

export interface ArnPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The field of the template's ARN may be just the field that is given. */
const agrees = (own: Text, given: string): boolean =>
  (given === '') === (own.length === 0) && (holesOf(own).length > 0 || displayText(own) === given);

/** What an ARN of the template's resource tells of where the stack is. */
export function bindingsOf({ partition, region, account }: ArnPlace): ReadonlyMap<string, string> {
  return new Map([
    ...(partition === '' ? [] : [['AWS::Partition', partition] as const]),
    ...(region === '' || region.includes('*') ? [] : [['AWS::Region', region] as const]),
    ...(isAccountId(account) ? [['AWS::AccountId', account] as const] : []),
  ]);
}
