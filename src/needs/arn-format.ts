/**
 * Resource forms from the ARN formats of the Service Authorization Reference: which parameter fills which variable of
 * `arn:${Partition}:athena:${Region}:${Account}:workgroup/${WorkGroupName}`. Most have the variable's name or that of the
 * resource type; what differs is said in the `members` of the service.
 */
import { type ResourceType, resourceTypes } from '../catalog/iam.ts';
import type { Resource } from '../model/app.ts';
import { ALWAYS, and } from '../model/condition.ts';
import { ACCOUNT, concat, isHole, literalOf, PARTITION, REGION, split, type Text, text } from '../model/text.ts';
import { arnParts, isArn, literally } from './arn.ts';
import { type TextValue, textsAt } from './input.ts';
import { creates, nounFits, squash } from './noun.ts';
import { arnTarget, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from './resource.ts';
import type { ServiceRules, TypeForm } from './rule.ts';
import { resourceByArn, resourcesByName } from './template-resources.ts';

type TypeFormat = Pick<ResourceType, 'name' | 'arnFormat'>;

/** What a format is filled from. */
export interface Naming {
  readonly operation: string;
  /** members of the input; undefined when the SDK's data does not have the operation */
  readonly members: readonly string[] | undefined;
  /** those of them that a call must have */
  readonly demanded?: readonly string[];
  readonly service?: Pick<ServiceRules, 'members' | 'defaults' | 'spelled'>;
}

/** The parts of a format before the resource, which name a place; the variables behind the fifth colon name the resource. */
function partsOf(format: string): { readonly place: readonly string[]; readonly resource: string } {
  const pieces = format.split(':');
  return { place: pieces.slice(0, 5), resource: pieces.slice(5).join(':') };
}

const variablesIn = (pattern: string): readonly string[] => [...pattern.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] ?? '');
const variablesOf = (format: string): readonly string[] => variablesIn(partsOf(format).resource);

function placeOf(segment: string, scope: Pick<Scope, 'region'>): Text {
  if (segment === '${Partition}') return [PARTITION];
  if (segment === '${Region}') return scope.region ?? [REGION];
  if (segment === '${Account}' || segment === '${AccountId}') return [ACCOUNT];
  // the account of another's: of the organization, of the owner of a network
  return segment.startsWith('${') ? ['*'] : text(segment);
}

/** The parameter for each variable of the resource, in their order. */
function fillOf(format: string, type: string, naming: Naming): ReadonlyMap<string, string | undefined> {
  const variables = variablesOf(format);
  return new Map(variables.map((variable, i) => [variable, memberFor(variable, type, i === variables.length - 1, naming)] as const));
}

/** A few formats of the reference are two, of two versions of a service: the one whose variables the parameters know. */
function formatFor(type: TypeFormat, naming: Naming): string {
  const known = (format: string): number => [...fillOf(format, type.name, naming).values()].filter((member) => member !== undefined).length;
  const [first = type.arnFormat, ...others] = type.arnFormat.split(', ');
  return others.reduce((best, format) => (known(format) > known(best) ? format : best), first);
}

/** The form of one resource type in one operation. */
export function formOfType(type: TypeFormat, naming: Naming): TypeForm {
  const format = formatFor(type, naming);
  const byArn = arnMember(type.name, naming);
  const fill = fillOf(format, type.name, naming);
  const filled = [...fill.values()].filter((member) => member !== undefined);
  const last = filled[filled.length - 1];
  const byName = nameForId(format, type.name, fill, naming);
  if (byArn === undefined && byName !== undefined) return { form: formByName(format, type, fill, byName, naming), from: [byName] };
  const from = byArn ?? last;
  return {
    form: {
      describe: byArn === undefined ? described(format, fill) : `\${${byArn}}`,
      targets: (scope) => targets(format, type, byArn, fill, naming, scope),
    },
    from: from === undefined ? [] : [from],
  };
}

/** The form of a resource type of the catalog, for rows that are written out. Throws when the catalog has no such type. */
export const catalogForm = (prefix: string, type: string, naming: Naming): ResourceForm => {
  const form = (): ResourceForm => {
    const found = resourceTypes(prefix).find((known) => known.name === type);
    if (!found) throw new Error(`the catalog has no resource type ${type} of ${prefix}`);
    return formOfType(found, naming).form;
  };
  // read when it is used: most runs need few services
  return {
    get describe() {
      return form().describe;
    },
    targets: (scope) => form().targets(scope),
  };
};

/** Every resource of a type of the catalog, said to be unresolved. */
export const everyOfType = (prefix: string, type: string, why: string): ResourceForm => {
  const form = (): ResourceForm =>
    everyOf(
      resourceTypes(prefix).filter((known) => known.name === type),
      why,
    );
  return {
    get describe() {
      return form().describe;
    },
    targets: (scope) => form().targets(scope),
  };
};

/** The parameter with the name of a resource whose ARN holds an id in its place. */
function nameForId(format: string, type: string, fill: ReadonlyMap<string, string | undefined>, naming: Naming): string | undefined {
  const variables = variablesOf(format);
  const last = variables[variables.length - 1];
  if (last === undefined || fill.get(last) !== undefined || kindOf(squash(last)) !== 'id') return undefined;
  const stem = squash(last).replace(/(?:id|uuid)$/, '');
  const names = [stem, squash(type)].filter((name) => name !== '').map((name) => `${name}name`);
  const used = new Set(fill.values());
  return naming.members?.find((member) => names.includes(squash(member)) && !used.has(member));
}

/** The template tells the id of a resource by its name, and nothing else does. */
const formByName = (
  format: string,
  type: TypeFormat,
  fill: ReadonlyMap<string, string | undefined>,
  from: string,
  naming: Naming,
): ResourceForm => ({
  describe: `${described(format, fill)} for \${${from}}`,
  targets: (scope) =>
    textsAt(scope.input, from).map((value): Target => {
      const declared = value.kind === 'text' ? declaredArn(value.text, format, type, scope) : undefined;
      if (declared) return targetOf(declared, declared, value.when);
      const all = built(format, fill, undefined, ['*'], naming, scope, value.when);
      if (value.kind === 'text' && isArn(value.text)) return arnTarget(value.text, value.when, all.resource);
      if (creates(naming.operation)) return { ...all, certainty: 'pattern' };
      return unresolvedTarget(
        all.resource,
        value.when,
        value.kind === 'text' ? `the id, which ${from} does not tell` : reasonFor(value, from),
      );
    }),
});

/** A format that is written out, with the parameter for each of its variables. */
export const formOfFormat = (format: string, memberOf: (variable: string) => string): ResourceForm => {
  const variables = variablesOf(format);
  const fill = new Map(variables.map((variable) => [variable, memberOf(variable)] as const));
  const naming: Naming = { operation: '', members: variables.map(memberOf) };
  return {
    describe: described(format, fill),
    targets: (scope) => targets(format, { name: '', arnFormat: format }, undefined, fill, naming, scope),
  };
};

/** One parameter that holds the ARN of a resource of any of the types: `ResourceArn` of a tagging operation. */
export const formOfAnyType = (types: readonly TypeFormat[], from: string): ResourceForm => {
  const formats = [...new Set(types.flatMap((type) => type.arnFormat.split(', ')))];
  const every = (scope: Scope, value: Pick<TextValue, 'when'>, why: string): readonly Target[] =>
    formats.map((format) =>
      unresolvedTarget(
        spell(format, scope, () => ['*']),
        value.when,
        why,
      ),
    );
  return {
    describe: `\${${from}}`,
    targets: (scope) =>
      textsAt(scope.input, from).flatMap((value): readonly Target[] => {
        if (value.kind !== 'text') return every(scope, value, reasonFor(value, from));
        const [first = []] = every(scope, value, '').map((target) => target.resource);
        const made = arnTarget(value.text, value.when, first);
        return made.certainty === 'unresolved' ? every(scope, value, made.why ?? from) : [made];
      }),
  };
};

/** Every resource of the types, where no parameter says which: `why` when one does in a way that is not understood. */
export const everyOf = (types: readonly TypeFormat[], why: string): ResourceForm => ({
  describe: types.flatMap((type) => type.arnFormat.split(', ').map((format) => described(format, new Map()))).join(' or '),
  targets: (scope) =>
    [...new Set(types.flatMap((type) => type.arnFormat.split(', ')))].map((format) =>
      unresolvedTarget(
        spell(format, scope, () => ['*']),
        ALWAYS,
        why,
      ),
    ),
});

function described(format: string, fill: ReadonlyMap<string, string | undefined>): string {
  const { place, resource } = partsOf(format);
  const filled = resource.replaceAll(/\$\{([^}]+)\}/g, (_, variable: string) => {
    const member = fill.get(variable);
    return member === undefined ? '*' : `\${${member}}`;
  });
  return [...place.map((segment) => segment.replace('${AccountId}', '${Account}')), filled].join(':');
}

const rootOf = (path: string): string => /^[^.[{]*/.exec(path)?.[0] ?? path;

const hasMember = (naming: Naming, path: string): boolean => naming.members === undefined || naming.members.includes(rootOf(path));

/** What the service's own table says, most particular first; `none` where it says that no parameter does. */
function listedMember(naming: Naming, ...keys: readonly string[]): { readonly path: string } | 'none' | undefined {
  const table = naming.service?.members ?? {};
  for (const key of keys)
    if (Object.hasOwn(table, key)) {
      if (table[key]?.length === 0) return 'none';
      const path = table[key]?.find((listed) => hasMember(naming, listed));
      if (path !== undefined) return { path };
    }
  return undefined;
}

const pathOf = (listed: { readonly path: string } | 'none'): string | undefined => (listed === 'none' ? undefined : listed.path);

function arnMember(type: string, naming: Naming): string | undefined {
  const listed = listedMember(naming, `${naming.operation}.${type}`, type);
  if (listed !== undefined) return pathOf(listed);
  const one = naming.members?.find((member) => isArnOf(member, type, naming.operation));
  if (one !== undefined) return one;
  const many = naming.members?.find(
    (member) => /arn(?:s|list)$/i.test(member) && isArnOf(member.replace(/(?:s|list)$/i, ''), type, naming.operation),
  );
  return many === undefined ? undefined : `${many}[]`;
}

function isArnOf(member: string, type: string, operation: string): boolean {
  const name = squash(member);
  if (!name.endsWith('arn')) return false;
  const stem = name.slice(0, -'arn'.length);
  const wanted = squash(type);
  if (stem === 'resource' || stem === wanted) return true;
  if (stem === '') return !creates(operation);
  // what is made has no ARN yet: `SourceSnapshotArn` is not that of the snapshot which a copy makes
  if (creates(operation) && nounFits(operation, type) > 1) return false;
  return wanted.endsWith(stem) || stem.endsWith(wanted);
}

const kindOf = (name: string): 'name' | 'id' | undefined => (/name$/.test(name) ? 'name' : /(?:id|uuid)$/.test(name) ? 'id' : undefined);

/** A name is no id: where the ARN holds the one, a parameter with the other says nothing. */
const contradicts = (variable: string, member: string): boolean => {
  const [wanted, given] = [kindOf(variable), kindOf(member)];
  return wanted !== undefined && given !== undefined && wanted !== given;
};

/** `${CollectionId}` from CollectionId; `${ClusterName}` from cluster, clusterName, clusterIdentifier; `name` of GetPipeline for `${PipelineName}`. */
function memberFor(variable: string, type: string, last: boolean, naming: Naming): string | undefined {
  const listed = listedMember(naming, `${naming.operation}.${variable}`, `${type}.${variable}`, variable);
  if (listed !== undefined) return pathOf(listed);
  const members = naming.members ?? [];
  const wanted = squash(variable);
  const stem = wanted.replace(/(?:name|id|identifier)$/, '').replace(/^resource$/, '');
  const ofType = squash(type);
  const ends = ['name', 'id', 'identifier', ''];
  const about = Math.max(nounFits(naming.operation, type), nounFits(naming.operation, stem));
  // `name` and `id` alone are those of what the operation is about, never of what stands above it
  const own = last || (stem !== '' && stem === ofType);
  const fits = [
    wanted,
    ...(stem === '' ? [] : ends.map((end) => stem + end)),
    // the type's own name tells nothing of what stands above it: `${ClusterName}` of a service
    ...(own && (stem === '' || ofType.endsWith(stem) || stem.endsWith(ofType)) ? ends.map((end) => ofType + end) : []),
    ...(stem === 'app' ? ['applicationid', 'applicationname'] : []),
    ...(own && (about > 1 || (about === 1 && !creates(naming.operation))) ? ['name', 'id', 'identifier'] : []),
  ].filter((name) => !contradicts(wanted, name));
  for (const fit of fits) {
    const found = members.find((member) => squash(member) === fit);
    if (found !== undefined) return found;
  }
  // a list of them: `InstanceIds`
  const list = members.find((member) => fits.some((fit) => squash(member) === `${fit}s`));
  return list === undefined ? undefined : `${list}[]`;
}

function targets(
  format: string,
  type: TypeFormat,
  byArn: string | undefined,
  fill: ReadonlyMap<string, string | undefined>,
  naming: Naming,
  scope: Scope,
): readonly Target[] {
  const all = spell(format, scope, () => ['*']);
  const arns = byArn === undefined ? [] : textsAt(scope.input, byArn);
  const mapped = [...fill.values()].filter((member) => member !== undefined && member !== byArn);
  const last = mapped[mapped.length - 1];
  if (byArn !== undefined && (last === undefined || arns.some((value) => value.kind !== 'absent')))
    return arns.map((value) =>
      value.kind === 'text'
        ? ofValue(value.text, format, type, byArn, scope, all, value.when)
        : unresolvedTarget(all, value.when, reasonFor(value, byArn)),
    );
  if (last === undefined)
    // no parameter names a resource, so that every one of the kind is meant
    return [
      naming.members
        ? { resource: all, certainty: variablesOf(format).length > 0 ? 'pattern' : 'exact', when: ALWAYS }
        : unresolvedTarget(all, ALWAYS, 'parameters that are not known'),
    ];
  // one alternative at a time of the member that comes last; the others must agree on one value
  return textsAt(scope.input, last).flatMap((value): readonly Target[] => {
    const variable = [...fill].find(([, member]) => member === last)?.[0] ?? '';
    const byDefault = defaultOf(variable, naming);
    if (value.kind === 'absent' && byDefault) return [built(format, fill, last, byDefault, naming, scope, value.when)];
    if (value.kind !== 'text') {
      const every = built(format, fill, last, ['*'], naming, scope, value.when);
      return [
        value.kind === 'absent' && meansEvery(last, naming)
          ? { ...every, certainty: 'pattern' }
          : { ...every, certainty: 'unresolved', why: reasonFor(value, last) },
      ];
    }
    const declared = declaredArn(value.text, format, type, scope);
    if (declared) return [targetOf(declared, declared, value.when)];
    if (isArn(value.text)) return [arnTarget(value.text, value.when, all)];
    return [built(format, fill, last, literally(value.text), naming, scope, value.when)];
  });
}

/** What is left out of a list's parameters means every one, and out of those of what is made, one that the service makes. */
const meansEvery = (member: string, naming: Naming): boolean =>
  naming.demanded !== undefined &&
  !naming.demanded.includes(rootOf(member)) &&
  (creates(naming.operation) || /^(?:Describe|List|Get|Search)/.test(naming.operation));

/** A parameter for ARNs may take a name or an id as well: `FileSystemId`, `identifier`. */
function ofValue(value: Text, format: string, type: TypeFormat, from: string, scope: Scope, all: Text, when: Target['when']): Target {
  const declared = declaredArn(value, format, type, scope);
  if (declared) return targetOf(declared, declared, when);
  const variables = variablesOf(format);
  const literal = literalOf(value);
  if (literal !== undefined && !isArn(value) && !/arns?(?:\[\])?$/i.test(from) && variables.length === 1)
    return targetOf(
      spell(format, scope, () => literally(value)),
      value,
      when,
    );
  return arnTarget(value, when, all);
}

function built(
  format: string,
  fill: ReadonlyMap<string, string | undefined>,
  last: string | undefined,
  lastValue: Text,
  naming: Naming,
  scope: Scope,
  when: Target['when'],
): Target {
  let together = when;
  let open = false;
  const resource = spell(format, scope, (variable) => {
    const member = fill.get(variable);
    if (member !== undefined && member === last) return lastValue;
    const values = member === undefined ? [] : textsAt(scope.input, member);
    const [only, ...more] = values;
    const both = only && and(together, only.when);
    if (only?.kind === 'text' && more.length === 0 && both) {
      together = both;
      const name = spelledOf(variable, only.text, naming) ?? nameIn(only.text, scope);
      open ||= name[0] === '*' && name.length === 1;
      return name;
    }
    const byDefault = only?.kind === 'absent' ? defaultOf(variable, naming) : undefined;
    if (byDefault) return byDefault;
    open = true;
    return ['*'];
  });
  const target = targetOf(resource, lastValue, together);
  return open && target.certainty === 'exact' ? { ...target, certainty: 'pattern' } : target;
}

const defaultOf = (variable: string, naming: Naming): Text | undefined => {
  const defaults = naming.service?.defaults ?? {};
  const value = Object.hasOwn(defaults, variable) ? defaults[variable] : undefined;
  return value === undefined ? undefined : text(value);
};

/** Undefined where ARNs write the value as it is; a value that is not known is a wildcard. */
function spelledOf(variable: string, value: Text, naming: Naming): Text | undefined {
  const table = naming.service?.spelled ?? {};
  const words = Object.hasOwn(table, variable) ? table[variable] : undefined;
  if (!words) return undefined;
  const literal = literalOf(value);
  const word = literal !== undefined && Object.hasOwn(words, literal) ? words[literal] : undefined;
  return text(word ?? '*');
}

/** A part above the resource is named by name or by ARN, of which the name is the last segment. */
function nameIn(value: Text, scope: Scope): Text {
  if (!isArn(value)) return literally(value);
  const declared = resourceByArn(scope.app, value);
  if (declared?.name) return declared.name;
  const resource = arnParts(value)?.resource;
  const segments = resource ? split(resource, '/') : [];
  return segments.length > 1 ? (segments[segments.length - 1] ?? ['*']) : ['*'];
}

/** The ARN of the template's resource that the value names, by reference or by the same name. */
function declaredArn(value: Text, format: string, type: TypeFormat, scope: Scope): Text | undefined {
  const [only] = value;
  const byHole = value.length === 1 && only !== undefined && isHole(only) && only.kind === 'name';
  const resource = byHole ? scope.app.resources.get(only.resource) : namedResource(value, type, scope);
  if (!resource?.arn) return undefined;
  const parts = arnParts(resource.arn);
  // an opaque ARN is an attribute of the resource that the parameter names
  if (!parts) return resource.arn;
  return literalOf(parts.service) === format.split(':')[2] && isOfFormat(parts.resource, format) ? resource.arn : undefined;
}

/** Whether a resource part has the segments of the format: `apps/${App}` is no `apps/${AppId}/messages`, which lies below it. */
function isOfFormat(resource: Text, format: string): boolean {
  const given = split(resource, '/');
  const wanted = format.split(':').slice(5).join(':').split('/');
  const fixed = (segment: string | undefined): boolean => segment !== undefined && !segment.includes('${') && !segment.includes('*');
  if (given.length < wanted.length) return false;
  if (fixed(wanted.at(-1)) && literalOf(given.at(-1) ?? []) !== wanted.at(-1)) return false;
  return wanted.every((segment, i) => !fixed(segment) || i === wanted.length - 1 || literalOf(given[i] ?? []) === segment);
}

const namedResource = (value: Text, type: TypeFormat, scope: Scope): Resource | undefined =>
  resourcesByName(scope.app, value).find((resource) => squash(resource.type.split('::')[2] ?? '') === squash(type.name));

const reasonFor = (value: Exclude<TextValue, { kind: 'text' }>, member: string): string =>
  value.kind === 'unknown' ? value.reason : `${member}, which the call does not show`;

function spell(format: string, scope: Pick<Scope, 'region'>, fillOf: (variable: string) => Text): Text {
  const { place, resource } = partsOf(format);
  const pieces = resource.split(/(\$\{[^}]+\})/).filter((piece) => piece !== '');
  return concat(
    ...place.flatMap((segment) => [placeOf(segment, scope), text(':')]),
    ...pieces.map((piece): Text => {
      const [variable] = variablesIn(piece);
      return variable === undefined ? text(piece) : fillOf(variable);
    }),
  );
}
