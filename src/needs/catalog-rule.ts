/**
 * Operations without rows of their own: the action of the operation's name, on the resource types that the catalog gives it,
 * named by the parameters that fit the ARN format's variables. An action that the catalog does not know is never made up.
 */
import { type Action, type ActionResource, action as catalogAction } from '../catalog/iam.ts';
import { sdkClient } from '../catalog/sdk-client.ts';
import { operations } from '../catalog/sdk-operation.ts';
import { ALWAYS } from '../model/condition.ts';
import { ACCOUNT, concat, PARTITION, REGION, type Text, text } from '../model/text.ts';
import { isArn, literally } from './arn.ts';
import { type TextValue, textsAt } from './input.ts';
import { both, either, not, type Predicate, present } from './predicate.ts';
import { rulesOfClient } from './registry.ts';
import { ANY, arnTarget, type Scope, type Target, targetOf, unresolvedTarget } from './resource.ts';
import { type AllowRow, main, need, type OperationRule, passRole, type TypeForm } from './rule.ts';
import { apiGatewayRule } from './services/api-gateway.ts';

export type Found =
  | { readonly kind: 'rule'; readonly rule: OperationRule; readonly ownRows: boolean }
  /** not authorised by IAM: unsigned, or by a token */
  | { readonly kind: 'unsigned' }
  /** `why` ends a sentence that starts "it could not be resolved because" */
  | { readonly kind: 'unknown'; readonly why: string };

const known = new Map<string, Found>();

/** What an operation needs, whatever its parameters. `client` as in `SdkCall`. */
export function ruleOf(client: string, operation: string): Found {
  const key = `${client} ${operation}`;
  const before = known.get(key);
  if (before) return before;
  const made = findRule(client, operation);
  known.set(key, made);
  return made;
}

function findRule(client: string, operation: string): Found {
  const service = rulesOfClient(client);
  const own = service && Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (own) return { kind: 'rule', rule: own, ownRows: true };
  const prefix = service?.prefix ?? sdkClient(client)?.iamPrefix;
  if (prefix === undefined) return { kind: 'unknown', why: `no AWS client is named ${client}` };
  const shape = operations(client).get(operation);
  if (shape?.unsigned) return { kind: 'unsigned' };
  const byVerb = prefix === 'apigateway' ? apiGatewayRule(operation, shape?.input) : undefined;
  if (byVerb) return { kind: 'rule', rule: byVerb, ownRows: true };
  const action = catalogAction(`${prefix}:${operation}`);
  if (!action)
    return { kind: 'unknown', why: `IAM defines no action ${prefix}:${operation}, and what authorises the operation is not known` };
  const besides = service?.besides && Object.hasOwn(service.besides, operation) ? (service.besides[operation] ?? []) : [];
  const rows = [...identityRows(action, service?.resources ?? {}, shape?.input), ...besides];
  return { kind: 'rule', rule: { rows }, ownRows: besides.length > 0 };
}

/** `members`: the input's members; undefined when the SDK's data does not have the operation. */
function identityRows(
  action: Action,
  forms: Readonly<Record<string, TypeForm>>,
  members: readonly string[] | undefined,
): readonly AllowRow[] {
  if (action.resourceTypes.length === 0) return [main(action.id, ANY), ...passedRoles(action, members)];
  const formOf = (type: ActionResource): TypeForm =>
    (Object.hasOwn(forms, type.name) ? forms[type.name] : undefined) ?? fromFormat(type, members);
  // one member for an ARN of any of the kinds: `ResourceArn` of a tagging operation
  const anyArn = action.resourceTypes.length > 1 ? members?.find((member) => /^(?:resource)?arn$/i.test(member)) : undefined;
  const [firstType] = action.resourceTypes;
  if (anyArn !== undefined && firstType) return [main(action.id, fromFormat({ ...firstType, name: 'resource' }, [anyArn]).form)];
  const required = action.resourceTypes.filter((type) => type.required).map(formOf);
  const optional = action.resourceTypes.filter((type) => !type.required).map(formOf);
  const given = optional.filter((type) => type.from.length > 0 && type.from.every((name) => !members || members.includes(rootOf(name))));
  const isGiven = (type: TypeForm): Predicate => both(...type.from.map(present));
  const rows = [
    ...required.map((type) => main(action.id, type.form)),
    ...given.map((type) => (required.length > 0 ? need(action.id, type.form, isGiven(type)) : main(action.id, type.form, isGiven(type)))),
  ];
  if (required.length === 0) rows.push(given.length > 0 ? main(action.id, ANY, not(either(...given.map(isGiven)))) : main(action.id, ANY));
  return [...rows, ...passedRoles(action, members)];
}

const rootOf = (path: string): string => /^[^.[{]*/.exec(path)?.[0] ?? path;

/** A role that a writing operation is given is handed to the service, whichever that is: `RoleArn`, `executionRoleArn`. */
function passedRoles(action: Action, members: readonly string[] = []): readonly AllowRow[] {
  if (action.level === 'Read' || action.level === 'List' || action.service === 'iam') return [];
  return members.filter((name) => /role(?:arn)?$/i.test(name)).map((name) => passRole(name));
}

/** Fills the ARN format's variables from the members whose names fit. */
function fromFormat(type: ActionResource, members: readonly string[] | undefined): TypeForm {
  // a few formats of the reference are two, separated by a comma
  const [format = type.arnFormat] = type.arnFormat.split(', ');
  const variables = [...format.matchAll(/\$\{([^}]+)\}/g)].map((m) => m[1] ?? '').filter((name) => !PLACES.has(name));
  const byArn = members?.find((member) => isArnOf(member, type.name));
  const fill = new Map(variables.map((variable) => [variable, memberFor(variable, type.name, members ?? [])] as const));
  const fills = [...fill.values()].filter((member) => member !== undefined);
  const from = byArn !== undefined ? [byArn] : fills.length > 0 ? [fills[fills.length - 1] ?? ''] : [];
  return {
    form: { describe: type.arnFormat, targets: (scope) => filled(type.arnFormat, byArn, fill, members !== undefined, scope) },
    from,
  };
}

const PLACES = new Map<string, (scope: Scope) => Text>([
  ['Partition', () => [PARTITION]],
  ['Region', (scope) => scope.region ?? [REGION]],
  ['Account', () => [ACCOUNT]],
  ['AccountId', () => [ACCOUNT]],
]);

const squash = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function isArnOf(member: string, type: string): boolean {
  const name = squash(member);
  if (!name.endsWith('arn')) return false;
  const stem = name.slice(0, -'arn'.length);
  const wanted = squash(type);
  return stem === '' || stem === 'resource' || stem === wanted || wanted.endsWith(stem) || stem.endsWith(wanted);
}

/** `${CollectionId}` from CollectionId; `${ClusterName}` from cluster, clusterName, clusterIdentifier; `${Id}` of a collection likewise. */
function memberFor(variable: string, type: string, members: readonly string[]): string | undefined {
  const stem = squash(variable).replace(/(?:name|id|identifier)$/, '');
  const ofType = squash(type);
  const fits = [
    squash(variable),
    ...['name', 'id', 'identifier', ''].map((end) => stem + end).filter((name) => name !== ''),
    ...['name', 'id', 'identifier', ''].map((end) => ofType + end),
    ...(stem === 'app' ? ['applicationid', 'applicationname'] : []),
  ];
  for (const wanted of fits) {
    const found = members.find((member) => squash(member) === wanted);
    if (found !== undefined) return found;
  }
  // a list of them: `InstanceIds`
  const list = members.find((member) => fits.some((wanted) => wanted !== '' && squash(member) === `${wanted}s`));
  return list === undefined ? undefined : `${list}[]`;
}

function filled(
  format: string,
  byArn: string | undefined,
  fill: ReadonlyMap<string, string | undefined>,
  shapeKnown: boolean,
  scope: Scope,
): readonly Target[] {
  const all = spell(format, scope, () => ['*']);
  const arns = byArn === undefined ? [] : textsAt(scope.input, byArn);
  if (arns.length > 0 && arns.some((value) => value.kind !== 'absent'))
    return arns.map((value) =>
      value.kind === 'text' ? arnTarget(value.text, value.when, all) : unresolvedTarget(all, value.when, reasonFor(value, byArn ?? '')),
    );
  // one alternative at a time of the member that comes last; the others must agree on one value
  const variables = [...fill].filter(([, member]) => member !== undefined);
  const [, lastMember] = variables[variables.length - 1] ?? [];
  if (lastMember === undefined)
    // no parameter names a resource, so that every one of the kind is meant
    return [
      shapeKnown ? { resource: all, certainty: 'pattern', when: ALWAYS } : unresolvedTarget(all, ALWAYS, 'parameters that are not known'),
    ];
  return textsAt(scope.input, lastMember).map((value): Target => {
    if (value.kind !== 'text') return unresolvedTarget(all, value.when, reasonFor(value, lastMember));
    if (isArn(value.text)) return arnTarget(value.text, value.when, all);
    const fillOf = (variable: string): Text => {
      const member = fill.get(variable);
      if (member === lastMember) return literally(value.text);
      const [only, ...more] = member === undefined ? [] : textsAt(scope.input, member);
      return only?.kind === 'text' && more.length === 0 ? literally(only.text) : ['*'];
    };
    return targetOf(spell(format, scope, fillOf), value.text, value.when);
  });
}

const reasonFor = (value: Exclude<TextValue, { kind: 'text' }>, member: string): string =>
  value.kind === 'unknown' ? value.reason : `${member}, which the call does not show`;

function spell(format: string, scope: Scope, fillOf: (variable: string) => Text): Text {
  const pieces = format.split(/(\$\{[^}]+\})/).filter((piece) => piece !== '');
  return concat(
    ...pieces.map((piece): Text => {
      const variable = /^\$\{([^}]+)\}$/.exec(piece)?.[1];
      return variable === undefined ? text(piece) : (PLACES.get(variable)?.(scope) ?? fillOf(variable));
    }),
  );
}
