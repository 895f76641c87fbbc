/** Evaluates the nodes of one template: binds names to parameters and resources, and keeps what deployment decides as holes. */
import { ALWAYS, and, type When } from '../model/condition.ts';
import type { Datum, MapDatum } from '../model/datum.ts';
import type { Finding } from '../model/finding.ts';
import { type Hole, literalOf, PARTITION, pseudo, startsWith, type Text, text, textKey } from '../model/text.ts';
import type { Declaration } from './declaration.ts';
import { branches, decideCondition } from './intrinsics/conditions.ts';
import { type Context, expression, stringValue, unknown } from './intrinsics/context.ts';
import { always, choose, type Guarded, optionsOf, under } from './intrinsics/guarded.ts';
import { INTRINSICS } from './intrinsics/table.ts';
import { type ParameterBinding, parameterValue } from './parameters.ts';
import { type Identity, identify } from './resources/identity.ts';
import { at, intrinsicOf, type MappingNode, type Node } from './source/node.ts';

export interface ScopeInput {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly parameters: ReadonlyMap<string, ParameterBinding>;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  /** other names of resources: `Fn.Alias` for the alias that SAM makes */
  readonly aliases: ReadonlyMap<string, string>;
  readonly report: (finding: Finding) => void;
}

export interface Scope {
  /** undefined: `AWS::NoValue`, or no node */
  evaluate(node: Node | undefined): Datum | undefined;
  /** the map that a node stands for; open when it is none, or differs by a condition */
  map(node: Node | undefined): MapDatum;
  /** the string that the node stands for under each condition; what is no known string becomes an expression */
  texts(node: Node | undefined): readonly Guarded<Text>[];
  /** the string when no condition decides it */
  text(node: Node | undefined): Text | undefined;
  /** the literal string when nothing is left open */
  literal(node: Node | undefined): string | undefined;
  /** the node under each condition, `Fn::If` resolved and `AWS::NoValue` left out */
  alternatives(node: Node | undefined): readonly Guarded<Node>[];
  /** the items of a list under each condition; a single item counts as a list of one */
  items(node: Node | undefined): readonly Guarded<Node>[];
  /** undefined for ids that the template does not have */
  identity(id: string): Identity | undefined;
  /** when a resource is made; undefined when given parameters decide that it never is */
  when(declaration: Declaration): When | undefined;
}

/** Alternatives of one value; nested `Fn::If` over shared aliases would double them without end. */
const MAX_OPTIONS = 256;

const PSEUDO: ReadonlySet<string> = new Set([
  'AWS::Region',
  'AWS::AccountId',
  'AWS::Partition',
  'AWS::StackName',
  'AWS::URLSuffix',
  'AWS::StackId',
]);

export function createScope(input: ScopeInput): Scope {
  const values = new Map<Node, readonly Guarded<Datum | undefined>[]>();
  const identities = new Map<string, Identity>();
  const identifying = new Set<string>();
  const decided = new Map<string, boolean | undefined>();
  /** canonical ARNs without their partition */
  let arns: ReadonlySet<string> | undefined;

  const context: Context = {
    guarded,
    evaluate: (node) => choose(guarded(node)),
    strings: (node) => strings(guarded(node), node),
    reference,
    attribute: (id, name) => {
      const found = identity(input.aliases.get(id) ?? id);
      return found && { kind: 'text', text: found.attribute(name) };
    },
    mapped: (map, first, second) => at(input.mappings, map, first, second),
    decide,
    hasCondition: (name) => input.conditions.has(name),
    report: input.report,
  };

  function guarded(node: Node): readonly Guarded<Datum | undefined>[] {
    const known = values.get(node);
    if (known) return known;
    const fresh = evaluateNode(node);
    values.set(node, fresh);
    return fresh;
  }

  function evaluateNode(node: Node): readonly Guarded<Datum | undefined>[] {
    switch (node.kind) {
      case 'scalar':
        return always(scalarDatum(node.value, node.written));
      case 'invalid':
        return always(unknown(node.reason));
      case 'sequence': {
        const items = node.items.map((item) => context.evaluate(item)).filter((item) => item !== undefined);
        return always({ kind: 'list', items, open: false });
      }
      case 'mapping':
        return evaluateMapping(node);
    }
  }

  function evaluateMapping(node: MappingNode): readonly Guarded<Datum | undefined>[] {
    const chosen = branches(node, context);
    if (chosen) {
      const options = chosen.flatMap(({ when, value }) => under(guarded(value), when));
      return options.length > MAX_OPTIONS ? always(unknown('more conditions than can be told apart')) : options;
    }
    const intrinsic = intrinsicOf(node);
    if (intrinsic) {
      const evaluate = INTRINSICS.get(intrinsic.name.startsWith('Fn::ForEach') ? 'Fn::ForEach' : intrinsic.name);
      if (evaluate) {
        const value = evaluate(intrinsic.argument, context, node);
        return value ? optionsOf(value) : always(undefined);
      }
      input.report({
        code: 'intrinsic-unknown',
        severity: 'error',
        message: `${intrinsic.name} is no intrinsic function of CloudFormation; its value is not known`,
        span: node.span,
      });
      return always(unknown(`the unknown function ${intrinsic.name}`));
    }
    const entries = [];
    let open = false;
    for (const [key, entry] of node.entries) {
      // a transform or a loop among other keys adds keys that are not known
      if (key.startsWith('Fn::')) open = true;
      else {
        const value = context.evaluate(entry.value);
        if (value) entries.push({ key: text(key), value });
      }
    }
    return always({ kind: 'map', entries, open });
  }

  function reference(name: string): Datum | undefined {
    if (PSEUDO.has(name)) return { kind: 'text', text: [pseudo(name)] };
    if (name === 'AWS::NotificationARNs') return { kind: 'list', items: [], open: true };
    const parameter = input.parameters.get(name);
    if (parameter) return parameterValue(parameter);
    const found = identity(input.aliases.get(name) ?? name);
    return found && { kind: 'text', text: found.ref };
  }

  /** While a name is being resolved, a resource that refers to itself through others is known by its hole. */
  function identity(id: string): Identity | undefined {
    const known = identities.get(id);
    if (known) return known;
    const declaration = input.declarations.get(id);
    if (!declaration) return undefined;
    const cyclic = identifying.has(id);
    identifying.add(id);
    const found = identify(declaration, cyclic ? () => undefined : (node) => oneText(node), (hole) => startOf(hole, input.parameters));
    if (!cyclic) {
      identifying.delete(id);
      identities.set(id, found);
    }
    return found;
  }

  function decide(name: string): boolean | undefined {
    if (decided.has(name)) return decided.get(name);
    decided.set(name, undefined);
    const node = input.conditions.get(name);
    const value = node && decideCondition(node, context);
    decided.set(name, value);
    return value;
  }

  function oneText(node: Node | undefined): Text | undefined {
    const options = node ? strings(guarded(node), node) : [];
    return options.length === 1 && options[0]?.when.length === 0 ? options[0].value : undefined;
  }

  /**
   * `arn:aws:…` of a resource of this template gets the canonical partition, so that equal resources have equal texts: outside
   * the partition `aws` such a template would not deploy.
   */
  function canonical(value: Text): Text {
    if (!startsWith(value, 'arn:aws:')) return value;
    arns ??= new Set(
      [...input.declarations.keys()].flatMap((id) => {
        const arn = identity(id)?.arn;
        return arn && arn[0] === 'arn:' && arn[1] === PARTITION ? [textKey(arn.slice(2))] : [];
      }),
    );
    const [first, ...others] = value;
    const rest = text((typeof first === 'string' ? first : '').slice('arn:aws'.length), ...others);
    const key = textKey(rest);
    let matches = arns.has(key);
    for (let end = 1; end < key.length && !matches; end += 1) matches = '/:'.includes(key.charAt(end)) && arns.has(key.slice(0, end));
    return matches ? text('arn:', PARTITION, ...rest) : value;
  }

  function canonicalDatum(datum: Datum): Datum {
    switch (datum.kind) {
      case 'text': {
        const value = canonical(datum.text);
        return value === datum.text ? datum : { kind: 'text', text: value };
      }
      case 'list':
        return { ...datum, items: datum.items.map(canonicalDatum) };
      case 'map':
        return { ...datum, entries: datum.entries.map(({ key, value }) => ({ key: canonical(key), value: canonicalDatum(value) })) };
      case 'choice':
        return { ...datum, options: datum.options.map(({ when, value }) => ({ when, value: canonicalDatum(value) })) };
      default:
        return datum;
    }
  }

  function evaluate(node: Node | undefined): Datum | undefined {
    const value = node && context.evaluate(node);
    return value && canonicalDatum(value);
  }

  const texts = (node: Node | undefined) =>
    node ? strings(guarded(node), node).map(({ when, value }) => ({ when, value: canonical(value) })) : [];

  function alternatives(node: Node | undefined): readonly Guarded<Node>[] {
    if (!node) return [];
    const chosen = branches(node, context);
    if (chosen) return chosen.flatMap(({ when, value }) => under(alternatives(value), when));
    const intrinsic = intrinsicOf(node);
    if (intrinsic?.name === 'Ref' && intrinsic.argument.kind === 'scalar' && intrinsic.argument.value === 'AWS::NoValue') return [];
    if (intrinsic?.name === 'Fn::FindInMap') {
      const [map, first, second] = intrinsic.argument.kind === 'sequence' ? intrinsic.argument.items.map((item) => literal(item)) : [];
      const found = map !== undefined && first !== undefined && second !== undefined ? at(input.mappings, map, first, second) : undefined;
      if (found) return always(found);
    }
    return always(node);
  }

  function literal(node: Node | undefined): string | undefined {
    const value = oneText(node);
    return value && literalOf(value);
  }

  return {
    evaluate,
    map: (node) => {
      const value = evaluate(node);
      return value?.kind === 'map' ? value : { kind: 'map', entries: [], open: value !== undefined };
    },
    texts,
    text: (node) => {
      const value = oneText(node);
      return value && canonical(value);
    },
    literal,
    alternatives,
    items: (node) =>
      alternatives(node).flatMap(({ when, value }) =>
        value.kind === 'sequence'
          ? under(
              value.items.flatMap((item) => alternatives(item)),
              when,
            )
          : [{ when, value }],
      ),
    identity,
    when: (declaration) => {
      if (declaration.condition === undefined) return ALWAYS;
      const holds = decide(declaration.condition);
      return holds === undefined ? [{ name: declaration.condition, holds: true }] : holds ? ALWAYS : undefined;
    },
  };
}

function scalarDatum(value: string | number | boolean | null, written: string | undefined): Datum {
  if (typeof value === 'string') return { kind: 'text', text: text(value) };
  // an account id keeps its leading zero, a version its `.0`
  if (typeof value === 'number' && written !== undefined && written !== String(value)) return { kind: 'text', text: text(written) };
  return { kind: 'scalar', value };
}

function strings(options: readonly Guarded<Datum | undefined>[], node: Node): readonly Guarded<Text>[] {
  return options.flatMap((option): readonly Guarded<Text>[] => {
    if (!option.value) return [];
    return under(optionsOf(option.value), option.when).map(({ when, value }) => ({ when, value: stringValue(value) ?? opaque(node) }));
  });
}

function opaque(node: Node): Text {
  const datum = expression(node);
  return datum.kind === 'text' ? datum.text : [];
}

/** The value in a place that exists only under `when`: options that contradict it go, and what it implies is no longer a choice. */
export function restrict(datum: Datum, when: When): Datum | undefined {
  switch (datum.kind) {
    case 'choice': {
      const implied = (option: When) =>
        option.filter((literal) => !when.some((known) => known.name === literal.name && known.holds === literal.holds));
      return choose(
        datum.options.flatMap((option) =>
          and(when, option.when) ? [{ when: implied(option.when), value: restrict(option.value, when) }] : [],
        ),
      );
    }
    case 'list':
      return { ...datum, items: datum.items.flatMap((item) => restrict(item, when) ?? []) };
    case 'map':
      return {
        ...datum,
        entries: datum.entries.flatMap(({ key, value }) => {
          const kept = restrict(value, when);
          return kept ? [{ key, value: kept }] : [];
        }),
      };
    default:
      return datum;
  }
}

/** A parameter's allowed values tell how its value starts; else its default is taken for the convention. */
function startOf(hole: Hole, parameters: ReadonlyMap<string, ParameterBinding>): string | undefined {
  if (hole.kind !== 'parameter') return undefined;
  const { allowedValues, default: usual } = parameters.get(hole.name) ?? {};
  const values = allowedValues && allowedValues.length > 0 ? allowedValues : usual ? [usual] : [];
  const starts = new Set(values.map((value) => (value.startsWith('/') ? '/' : (value[0] ?? ''))));
  const slashes = [...starts].filter((start) => start === '/').length;
  if (starts.size === 0 || (slashes > 0 && starts.size > 1)) return undefined;
  return [...starts][0];
}
