/**
 * Symbolic text → CloudFormation. The ARN of a resource of the template becomes `!GetAtt Table.Arn` (or `!Ref Topic` where
 * Ref is the ARN), what lies under it `!Sub ${Table.Arn}/index/*`; everything else is spelled out in one `!Sub`.
 */
import type { App, Resource } from '../../model/app.ts';
import { type DeployHole, isDeployHole, isHole, literalOf, type Part, type Text, text, textKey } from '../../model/text.ts';
import type { Intrinsic } from './intrinsic.ts';

/** What of a resource type gives the ARN and the name: `Ref` or an attribute. Undefined: nothing does. */
export interface ResourceSpelling {
  readonly arn: string | undefined;
  readonly name: string | undefined;
}

/** Finds the resource of the template that a text names. */
export interface Owners {
  /** the resource whose ARN is the text or, up to a `/` or `:`, begins it; the longest such ARN */
  owner(value: Text, mayName?: (resource: string) => boolean): Owned | undefined;
}

export interface Owned {
  readonly resource: Resource;
  /** what follows the ARN: empty, or a text that starts with `/` or `:` */
  readonly rest: Text;
}

const known = new WeakMap<App, Owners>();

/** The same object for the same app: an index is made once, however many functions are printed. */
export function ownersOf(app: App): Owners {
  const owners = known.get(app) ?? indexOwners(app);
  known.set(app, owners);
  return owners;
}

function indexOwners(app: App): Owners {
  const byArn = new Map<string, Resource[]>();
  for (const resource of app.resources.values()) {
    if (!resource.arn) continue;
    const key = textKey(resource.arn);
    byArn.set(key, [...(byArn.get(key) ?? []), resource]);
  }
  return {
    owner(value, mayName = () => true) {
      for (const [head, rest] of divisions(value)) {
        const candidates = (byArn.get(textKey(head)) ?? []).filter((resource) => mayName(resource.id));
        // one name for several resources (alternatives under conditions): none of them stands for the others
        const [resource] = candidates;
        if (resource && candidates.length === 1) return { resource, rest };
      }
      return undefined;
    },
  };
}

/** The ways to cut a text in two so that the second half is empty or starts with `/` or `:`, the longest first half first. */
function* divisions(value: Text): Generator<readonly [Text, Text]> {
  yield [value, []];
  for (let at = value.length - 1; at >= 0; at--) {
    const part = value[at];
    if (typeof part !== 'string') continue;
    for (let index = part.length - 1; index >= 0; index--)
      if (part[index] === '/' || part[index] === ':')
        yield [text(...value.slice(0, at), part.slice(0, index)), text(part.slice(index), ...value.slice(at + 1))];
  }
}

export interface Printer {
  readonly owners: Owners;
  readonly typeOf: (resource: string) => string | undefined;
  readonly spellingOf: (type: string) => ResourceSpelling;
  /** resources that may be named; the ARNs of others are spelled out */
  readonly mayName: (resource: string) => boolean;
}

/** Run-time holes print as `*`: needs hold none, other texts may. */
export function printText(value: Text, printer: Printer): Intrinsic {
  const literal = literalOf(value);
  const found = printer.owners.owner(value, (id) => printer.mayName(id) && arnSource(id, printer) !== undefined);
  if (!found) return literal ?? assemble(value, undefined, printer);
  const source = arnSource(found.resource.id, printer);
  if (found.rest.length === 0 && source !== undefined) return named(source);
  return assemble(found.rest, source, printer);
}

type Source = readonly [resource: string, attribute: string | undefined];

function arnSource(id: string, printer: Printer): Source | undefined {
  const arn = printer.spellingOf(printer.typeOf(id) ?? '').arn;
  return arn === undefined ? undefined : [id, arn === 'Ref' ? undefined : arn];
}

const named = ([resource, attribute]: Source): Intrinsic =>
  attribute === undefined ? { Ref: resource } : { 'Fn::GetAtt': [resource, attribute] };

const variable = ([resource, attribute]: Source): string => `\${${attribute === undefined ? resource : `${resource}.${attribute}`}}`;

function assemble(value: Text, head: Source | undefined, printer: Printer): Intrinsic {
  const [only] = value;
  if (!head && value.length === 1 && only !== undefined && isHole(only))
    return isDeployHole(only) ? (only.kind === 'expression' ? asIntrinsic(only.source) : named(holeSource(only, printer))) : '*';
  const variables = new Map<string, unknown>();
  const names = new Set(
    value.map((part) => (isHole(part) && isDeployHole(part) && part.kind !== 'expression' ? holeSource(part, printer)[0] : '')),
  );
  if (head) names.add(head[0]);
  const pieces = value.map((part) => piece(part, variables, names, printer));
  const format = `${head ? variable(head) : ''}${pieces.join('')}`;
  if (!format.includes('${')) return format;
  return { 'Fn::Sub': variables.size > 0 ? [format, Object.fromEntries(variables)] : format };
}

function piece(part: Part, variables: Map<string, unknown>, names: ReadonlySet<string>, printer: Printer): string {
  // `${!Literal}` is how Fn::Sub writes `${Literal}` (CloudFormation User Guide, "Fn::Sub")
  if (!isHole(part)) return part.replaceAll('${', '${!');
  if (!isDeployHole(part)) return '*';
  if (part.kind !== 'expression') return variable(holeSource(part, printer));
  const same = [...variables].find(([, source]) => JSON.stringify(source) === JSON.stringify(part.source));
  if (same) return `\${${same[0]}}`;
  const name = freeName(part.source, (taken) => variables.has(taken) || names.has(taken));
  variables.set(name, part.source);
  return `\${${name}}`;
}

function holeSource(hole: Exclude<DeployHole, { kind: 'expression' }>, printer: Printer): Source {
  switch (hole.kind) {
    case 'pseudo':
    case 'parameter':
      return [hole.name, undefined];
    case 'attribute':
      return [hole.resource, hole.attribute];
    case 'name': {
      const source = printer.spellingOf(printer.typeOf(hole.resource) ?? '').name;
      return [hole.resource, source === undefined || source === 'Ref' ? undefined : source];
    }
  }
}

const asIntrinsic = (source: unknown): Intrinsic =>
  source !== null && typeof source === 'object' && !Array.isArray(source) ? (source as Intrinsic) : String(source);

/** `ValueImportValue`, `ValueIf2`: a variable of `Fn::Sub` hides a parameter or resource of its name, so that name must be free. */
function freeName(source: unknown, isTaken: (name: string) => boolean): string {
  const [key = 'Value'] = source !== null && typeof source === 'object' ? Object.keys(source) : [];
  const base = `Value${key.replace(/^Fn::/, '').replaceAll(/[^A-Za-z0-9]/g, '')}`;
  let name = base;
  for (let number = 2; isTaken(name); number++) name = `${base}${number}`;
  return name;
}
