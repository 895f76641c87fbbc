/**
 * Values that the template puts into parameters and secrets, as the code reads them by name: what no function of the app may write is
 * what the template says. Sources: CloudFormation "AWS::SSM::Parameter", "AWS::SecretsManager::Secret GenerateSecretString",
 * "AWS::SecretsManager::SecretTargetAttachment".
 */
import { parseJsonText } from '../../../delivery/json-text.ts';
import type { App, Resource } from '../../../model/app.ts';
import type { Datum, MapDatum } from '../../../model/datum.ts';
import { literalOf, sameText, type Text, text } from '../../../model/text.ts';
import { fromDatum, parsedJson } from '../../interpreter/data.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { harmless, optionsOf, textValue, union, type Value } from '../../interpreter/values.ts';

const member = (datum: Datum | undefined, name: string): Datum | undefined =>
  datum?.kind === 'map' ? datum.entries.find(({ key }) => literalOf(key) === name)?.value : undefined;

/** What the parameter of that name or ARN holds; undefined when the template does not tell. */
export function storedParameter(machine: Machine, name: Text): Value | undefined {
  const found = resourcesOf(machine.app, 'AWS::SSM::Parameter', (one) => isNamed(one, name));
  if (found.length === 0 || maybeWritten(machine.app, /ssm:(?:\*|Put)|AmazonSSMFullAccess/)) return undefined;
  const values = found.map(({ properties }) => member(properties, 'Value'));
  return values.includes(undefined)
    ? undefined
    : union(values.map((value) => (value ? fromDatum(machine, value) : harmless('a parameter'))));
}

/** What the secret of that name or ARN holds as its text. */
export function storedSecret(machine: Machine, id: Text): Value | undefined {
  const { app } = machine;
  const found = resourcesOf(app, 'AWS::SecretsManager::Secret', ({ arn, properties }) => {
    const name = member(properties, 'Name');
    return (arn !== undefined && sameText(arn, id)) || (name?.kind === 'text' && sameText(name.text, id));
  });
  const [secret] = found;
  if (!secret || found.length > 1 || maybeWritten(app, /secretsmanager:(?:\*|Put|Update)|SecretsManagerReadWrite/)) return undefined;
  const targets = resourcesOf(app, 'AWS::SecretsManager::SecretTargetAttachment', (one) => refersTo(one, secret));
  // a rotation writes what its function makes up
  if (resourcesOf(app, 'AWS::SecretsManager::RotationSchedule', (one) => refersTo(one, secret)).length > 0) return undefined;
  const stated = member(secret.properties, 'SecretString');
  if (stated?.kind === 'text') {
    const parsed = parseJsonText(stated.text);
    if (targets.length > 0) return parsed?.kind === 'map' ? jsonOf(machine, { ...parsed, open: true }) : undefined;
    const holds = literalOf(stated.text) === undefined && (parsed?.kind === 'map' || parsed?.kind === 'list');
    return holds ? jsonText(machine, fromDatum(machine, parsed), textValue(stated.text)) : textValue(stated.text);
  }
  const generated = member(secret.properties, 'GenerateSecretString');
  const template = member(generated, 'SecretStringTemplate');
  const key = member(generated, 'GenerateStringKey');
  const parsed = template?.kind === 'text' ? parseJsonText(template.text) : undefined;
  if (parsed?.kind !== 'map' || key?.kind !== 'text') return undefined;
  const password: Datum = { kind: 'text', text: [{ kind: 'runtime', reason: 'a generated secret', chars: 'any' }] };
  return jsonOf(machine, { ...parsed, entries: [...parsed.entries, { key: key.text, value: password }], open: targets.length > 0 });
}

const jsonOf = (machine: Machine, datum: MapDatum): Value =>
  jsonText(machine, fromDatum(machine, datum), textValue([{ kind: 'runtime', reason: 'a secret', chars: 'any' }]));

const resourcesOf = (app: App, type: string, holds: (resource: Resource) => boolean): readonly Resource[] =>
  [...app.resources.values()].filter((resource) => resource.type === type && holds(resource));

const refersTo = ({ references }: Resource, { id }: Resource): boolean => references.has(id);

/** By its name, or by its ARN `arn:…:parameter/NAME`, where the slash that a name begins with is written once. */
function isNamed({ name }: Resource, wanted: Text): boolean {
  if (!name) return false;
  const index = wanted.findIndex((part) => typeof part === 'string' && part.includes(':parameter/'));
  const part = wanted[index];
  if (typeof part !== 'string') return sameText(name, wanted);
  const rest = text(part.slice(part.indexOf('/')), ...wanted.slice(index + 1));
  return sameText(rest, name) || sameText(rest, text('/', ...name));
}

/** Whether a function of the app may write such values: then they hold what it writes. */
const maybeWritten = ({ functions }: App, granted: RegExp): boolean =>
  functions.some(({ role }) => granted.test(JSON.stringify(role.attachments)));

/** The data of a value that was read with `transform: 'json'`. */
export const parsedValue = (machine: Machine, value: Value): Value =>
  union(optionsOf(value).map((option) => parsedJson(machine, option) ?? harmless('parsed JSON')));
