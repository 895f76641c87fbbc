/**
 * What is known of a template's values for one question: pseudo parameters that the user gives or an ARN tells, and the shape of
 * the names that CloudFormation generates.
 */
import type { App, Resource } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { holesOf, isHole, type Part, pseudo, type Text, text } from '../../model/text.ts';

export interface Bindings {
  /** by name, `AWS::Partition` */
  readonly pseudo: ReadonlyMap<string, string>;
  /** resources whose names are generated as `STACK-LOGICALID-RANDOM` */
  readonly generated: ReadonlySet<string>;
  /** see `apart` */
  readonly others?: ReadonlyMap<string, string>;
}

/**
 * Two resources never share a name, but two holes might: what is not part of the request is given a name that no part of it can be.
 * Only for requests whose names all come from the template: a name that the user writes out may be that of any resource.
 */
export function apart(bindings: Bindings, app: App, requested: readonly Text[]): Bindings {
  const own = new Set(requested.flatMap((value) => holesOf(value).flatMap((hole) => (hole.kind === 'name' ? [hole.resource] : []))));
  const others = new Map<string, string>();
  // no name begins with a colon; a role's stays one that a principal can have, and no name holds a slash
  for (const { id, type } of app.resources.values()) if (!own.has(id)) others.set(id, type === 'AWS::IAM::Role' ? `«${id}»/-` : `:«${id}»`);
  return { ...bindings, others };
}

/** Types of which CloudFormation makes such names (CloudFormation User Guide, "Name type"). Some are shortened, none loses its hyphens. */
const GENERATED: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::DynamoDB::Table',
  'AWS::Serverless::SimpleTable',
  'AWS::Lambda::Function',
  'AWS::Serverless::Function',
  'AWS::Kinesis::Stream',
  'AWS::IAM::Role',
  'AWS::Events::Rule',
]);

export const generatedNames = (app: App): ReadonlySet<string> =>
  new Set([...app.resources.values()].filter((resource) => GENERATED.has(resource.type) && isGenerated(resource)).map(({ id }) => id));

function isGenerated({ id, name }: Resource): boolean {
  const [only] = name ?? [];
  return name?.length === 1 && typeof only === 'object' && only.kind === 'name' && only.resource === id;
}

export const bindText = (value: Text, bindings: Bindings): Text => text(...value.flatMap((part) => bindPart(part, bindings)));

function bindPart(part: Part, { pseudo: values, generated, others }: Bindings): readonly Part[] {
  if (!isHole(part)) return [part];
  if (part.kind === 'pseudo') return [values.get(part.name) ?? part];
  const other = part.kind === 'name' ? others?.get(part.resource) : undefined;
  if (other !== undefined) return [other];
  if (part.kind !== 'name' || !generated.has(part.resource)) return [part];
  const middle: Part = { kind: 'parameter', name: `${part.resource}…`, chars: 'name' };
  return [values.get(STACK) ?? pseudo(STACK), '-', middle, '-', part];
}

const STACK = 'AWS::StackName';

/** A generated name as people know it, `${Uploads}`. */
export const withShortNames = (words: string): string =>
  words
    .replaceAll(/:?«([A-Za-z0-9]+)»(?:\/-)?/g, (_, id: string) => `\${${id}}`)
    .replaceAll(/(?:\$\{AWS::StackName\}|[A-Za-z0-9-]+)-\$\{[A-Za-z0-9]+…\}-(?=\$\{[A-Za-z0-9]+\})/g, '');

export function bindDatum(datum: Datum, bindings: Bindings): Datum {
  switch (datum.kind) {
    case 'text':
      return { kind: 'text', text: bindText(datum.text, bindings) };
    case 'list':
      return { ...datum, items: datum.items.map((item) => bindDatum(item, bindings)) };
    case 'map':
      return {
        ...datum,
        entries: datum.entries.map(({ key, value }) => ({ key: bindText(key, bindings), value: bindDatum(value, bindings) })),
      };
    case 'choice':
      return { ...datum, options: datum.options.map(({ when, value }) => ({ when, value: bindDatum(value, bindings) })) };
    default:
      return datum;
  }
}
