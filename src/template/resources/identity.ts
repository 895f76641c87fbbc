/**
 * Who a resource is: its name, its canonical ARN, what `Ref` and each attribute of it stand for. Every spelling of a resource
 * evaluates to the same text, so equal texts are equal resources.
 */
import {
  ACCOUNT,
  concat,
  type Hole,
  isHole,
  literalOf,
  mayHold,
  PARTITION,
  type Part,
  pseudo,
  REGION,
  split,
  startsWith,
  type Text,
  text,
} from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Node } from '../source/node.ts';
import { at } from '../source/node.ts';
import type { ResourceType } from './type.ts';
import { COMPUTE } from './types/compute.ts';
import { INTERFACES } from './types/interfaces.ts';
import { MESSAGING } from './types/messaging.ts';
import { STORAGE } from './types/storage.ts';

const TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [STORAGE, MESSAGING, COMPUTE, INTERFACES].flatMap((family) => Object.entries(family)),
);

const UNKNOWN_TYPE: ResourceType = {};

export interface Identity {
  /** undefined for types whose identity is no name */
  readonly name: Text | undefined;
  readonly arn: Text | undefined;
  readonly ref: Text;
  attribute(name: string): Text;
}

/** The one string that a property stands for; undefined when it is absent, or differs by a condition. */
export type PropertyText = (node: Node | undefined) => Text | undefined;

/** The intrinsic, in long form, that prints the name of a resource: `Ref`, or an attribute where `Ref` is an ARN or URL. */
export function nameSource(id: string, type: string): unknown {
  const attribute = TYPES.get(type)?.nameAttribute;
  return attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };
}

/** The first character that the values of a hole have, as far as the template tells; undefined when it does not. */
export type StartOf = (hole: Hole) => string | undefined;

export function identify(declaration: Declaration, textOf: PropertyText, startOf: StartOf): Identity {
  const { id, type } = declaration;
  const base = TYPES.get(type) ?? UNKNOWN_TYPE;
  const declared = base.name === undefined ? undefined : textOf(at(declaration.properties, base.name));
  const generated: Hole = { kind: 'name', resource: id, chars: TYPES.has(type) ? 'name' : 'any' };
  const name = declared ?? [generated];
  const special = SPECIAL.get(type)?.({ declaration, name, declared, textOf, startOf });
  const lazyArn = () => (special ? special.arn : base.arn === undefined ? undefined : expand(base.arn));
  const expand = (pattern: string): Text => concat(...parsePattern(pattern).map(placeholder));

  function placeholder(part: string): Text {
    if (!part.startsWith('{')) return text(part);
    const inner = part.slice(1, -1);
    const [head = '', fallback] = inner.split('|');
    if (head.startsWith('.')) return property(head.slice(1).split('.'), fallback);
    if (head.startsWith('@')) {
      const hole = attributeHole(id, head.slice(1));
      // a secret's `Id` is its ARN, whatever ids are elsewhere
      return [part === base.arn ? { ...hole, chars: 'any' } : hole];
    }
    if (head.startsWith('function:')) return functionArn(property([head.slice('function:'.length)], undefined));
    switch (head) {
      case 'ref':
        return [{ kind: 'name', resource: id, chars: 'any' }];
      case 'name':
        return name;
      case 'arn':
        return lazyArn() ?? [attributeHole(id, 'Arn')];
      case 'partition':
        return [PARTITION];
      case 'region':
        return [REGION];
      case 'account':
        return [ACCOUNT];
      default:
        return [pseudo('AWS::URLSuffix')];
    }
  }

  function property(path: readonly string[], fallback: string | undefined): Text {
    const node = at(declaration.properties, ...path);
    if (!node && fallback !== undefined) return text(fallback);
    return textOf(node) ?? [generated];
  }

  return {
    name: base.name !== undefined ? name : type === 'AWS::SecretsManager::Secret' ? textOf(at(declaration.properties, 'Name')) : undefined,
    arn: lazyArn(),
    ref: special?.ref ?? (base.ref === undefined ? name : expand(base.ref)),
    attribute(attribute) {
      const pattern = base.attributes && Object.hasOwn(base.attributes, attribute) ? base.attributes[attribute] : undefined;
      if (pattern !== undefined) return expand(pattern);
      if (attribute === 'Arn') return lazyArn() ?? [attributeHole(id, attribute)];
      return [attributeHole(id, attribute)];
    },
  };
}

const parsePattern = (pattern: string): readonly string[] => pattern.split(/(\{[^}]*\})/).filter((part) => part !== '');

/** Ids and names of AWS hold neither `:` nor `/`; of other attributes nothing is known. */
export function attributeHole(resource: string, attribute: string): Hole {
  const last = attribute.split('.').at(-1) ?? attribute;
  const plain = !attribute.startsWith('Outputs.') && /(?:Id|Name|Version|Port|Alias)$/.test(last) && !/(?:Path|Parent)/.test(last);
  return { kind: 'attribute', resource, attribute, chars: plain ? 'name' : 'any' };
}

/** The ARN of a function that is given by ARN, partial ARN or name, with its qualifier. Lambda "FunctionName". */
export function functionArn(given: Text): Text {
  if (startsWith(given, 'arn:')) return given;
  const [first] = given;
  if (given.length === 1 && first && isHole(first) && first.kind !== 'name' && mayHold(first, ':')) return given;
  return text('arn:', PARTITION, ':lambda:', REGION, ':', ACCOUNT, ':function:', ...given);
}

interface SpecialCase {
  readonly declaration: Declaration;
  readonly name: Text;
  readonly declared: Text | undefined;
  readonly textOf: PropertyText;
  readonly startOf: StartOf;
}

/** Types whose ARN is no plain pattern of the name. */
const SPECIAL: ReadonlyMap<string, (resource: SpecialCase) => { readonly arn: Text | undefined; readonly ref?: Text }> = new Map<
  string,
  (resource: SpecialCase) => { readonly arn: Text | undefined; readonly ref?: Text }
>([
  ['AWS::Events::Rule', rule],
  ['AWS::SSM::Parameter', parameter],
]);

/** On another bus than the default one, the bus is part of the ARN, and `Ref` is `BUS|NAME`. */
function rule({ declaration, name, declared, textOf }: SpecialCase): { readonly arn: Text | undefined; readonly ref?: Text } {
  const node = at(declaration.properties, 'EventBusName');
  const given = node && textOf(node);
  const bus = given && busName(given);
  const prefix: readonly Part[] = ['arn:', PARTITION, ':events:', REGION, ':', ACCOUNT, ':rule/'];
  if (!node || (bus && literalOf(bus) === 'default')) return { arn: text(...prefix, ...name) };
  if (!declared || !bus)
    return { arn: [attributeHole(declaration.id, 'Arn')], ref: [{ kind: 'name', resource: declaration.id, chars: 'any' }] };
  return { arn: text(...prefix, ...bus, '/', ...declared), ref: text(...bus, '|', ...declared) };
}

/** A bus may be named or given by ARN; undefined when a hole leaves open which. */
function busName(given: Text): Text | undefined {
  if (!startsWith(given, 'arn:'))
    return given.some((part) => isHole(part) && mayHold(part, '/') && part.kind !== 'parameter') ? undefined : given;
  const pieces = split(given, ':event-bus/');
  return pieces.length === 2 ? pieces[1] : undefined;
}

/**
 * `parameter/NAME` for a plain name, `parameter/a/b` for the path `/a/b`. A name that starts with an open hole may be either: its
 * allowed values or its default tell which is meant, and without them the ARN stays open.
 */
function parameter({ name, declaration, textOf, startOf }: SpecialCase): { readonly arn: Text | undefined; readonly ref: Text } {
  const declared = textOf(at(declaration.properties, 'Name')) ?? name;
  return { arn: parameterArn(declared, startOf), ref: declared };
}

function parameterArn(name: Text, startOf: StartOf): Text | undefined {
  const prefix: readonly Part[] = ['arn:', PARTITION, ':ssm:', REGION, ':', ACCOUNT, ':parameter'];
  const [first] = name;
  if (startsWith(name, '/')) return text(...prefix, ...name);
  if (first === undefined || !isHole(first) || !mayHold(first, '/')) return text(...prefix, '/', ...name);
  const start = startOf(first);
  if (start === undefined) return undefined;
  return start === '/' ? text(...prefix, ...name) : text(...prefix, '/', ...name);
}
