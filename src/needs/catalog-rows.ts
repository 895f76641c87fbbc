/**
 * Rows for operations that have none of their own: the action of the operation's name on the resource types that the catalog
 * gives it, the tags that it puts on what it makes, and the roles that it hands over.
 */
import { type Action, type ActionResource, action as catalogAction } from '../catalog/iam.ts';
import { identifierKind, type Operation } from '../catalog/sdk-operation.ts';
import { everyOf, formOfAnyType, formOfType, type Naming } from './arn-format.ts';
import { byNoun, creates, nounFits } from './noun.ts';
import { both, either, not, type Predicate, present } from './predicate.ts';
import { ANY, type ResourceForm } from './resource.ts';
import { type AllowRow, main, need, passRole, type Row, type ServiceRules, type TypeForm } from './rule.ts';

/**
 * `shape`: undefined when the SDK's data does not have the operation. `besides`: what the service's rules add, which stand in for
 * derived rows of the same action.
 */
export function catalogRows(
  operation: string,
  action: Action,
  service: ServiceRules | undefined,
  shape: Operation | undefined,
  besides: readonly Row[],
): readonly Row[] {
  const members = shape?.input;
  const naming: Naming = { operation, members, demanded: shape?.required ?? [], ...(service ? { service } : {}) };
  const said = new Set(actionsIn(besides));
  const options: readonly AllowRow[] = [...taggingRows(action, service, naming), ...passedRoles(action, service, members)];
  return [...resourceRows(action, service, naming), ...options.filter((row) => !said.has(row.action)), ...besides];
}

const actionsIn = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((row) => (row.kind === 'each' ? actionsIn(row.rows) : [row.action]));

function resourceRows(action: Action, service: ServiceRules | undefined, naming: Naming): readonly AllowRow[] {
  const types = action.resourceTypes;
  if (types.length === 0) return [main(action.id, ANY)];
  const { members, demanded = [] } = naming;
  const anyArn = types.length > 1 && !creates(naming.operation) ? anyArnMember(service, members) : undefined;
  if (anyArn !== undefined) return [main(action.id, formOfAnyType(types, anyArn))];
  const formOf = (type: ActionResource): TypeForm => written(type.name, service, members) ?? formOfType(type, naming);
  const required = types.filter((type) => type.required).map(formOf);
  const optional = types.filter((type) => !type.required).map(formOf);
  const given = optional.filter((type) => type.from.length > 0 && type.from.every((name) => !members || members.includes(rootOf(name))));
  const isGiven = (type: TypeForm): Predicate => both(...type.from.map(present));
  if (required.length > 0)
    return [...required.map((type) => main(action.id, type.form)), ...given.map((type) => need(action.id, type.form, isGiven(type)))];
  const rows = given.map((type) => main(action.id, type.form, isGiven(type)));
  // one of them is always given where the service demands the parameter
  if (given.some((type) => type.from.every((name) => demanded.includes(name)))) return rows;
  if (given.length > 0) return [...rows, main(action.id, ANY, not(either(...given.map(isGiven))))];
  const names = demanded.some((member) => identifierKind(member) !== undefined);
  return [main(action.id, names && !creates(naming.operation) ? everyOf(types, NOT_TOLD) : ANY)];
}

const NOT_TOLD = 'how the parameters name the resource, which is not known for the operation';

/** One member for an ARN of any of the kinds: `ResourceArn` of a tagging operation, or what the service lists under `*`. */
function anyArnMember(service: ServiceRules | undefined, members: readonly string[] = []): string | undefined {
  const listed = service?.members?.['*']?.find((path) => members.includes(rootOf(path)));
  if (listed !== undefined) return listed;
  const found = members.find((member) => /^resources?arns?(?:list)?$|^arn$/i.test(member));
  return found !== undefined && /s$|list$/i.test(found) ? `${found}[]` : found;
}

/** The service's own form of the type, where the operation has the parameters that it reads. */
function written(type: string, service: ServiceRules | undefined, members: readonly string[] | undefined): TypeForm | undefined {
  const form = service && Object.hasOwn(service.resources, type) ? service.resources[type] : undefined;
  return form?.from.every((name) => !members || members.includes(rootOf(name))) ? form : undefined;
}

const rootOf = (path: string): string => /^[^.[{]*/.exec(path)?.[0] ?? path;

// ── Tags ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Of the resource that is made; objects and instances that are made later have tags of their own: `S3ObjectTags`, `propagateTags`. */
const TAGS = [
  /^(?:tags?|tag_?list|tag_?set|tagspecifications?)$/i,
  /^(?!.*(?:[Mm]anaged|[Pp]ropagate|[Cc]opy|[Ii]nclude|[Oo]bject|[Aa]ws|[Vv]olume)).*[a-z]Tags$/,
];
const TAG_ACTIONS = ['TagResource', 'AddTagsToResource', 'AddTags', 'CreateTags'];

/**
 * Tags that a resource is made with are decided over the tagging action too (IAM User Guide, "Controlling access during AWS
 * requests", and the operation tables of the Service Authorization Reference).
 */
function taggingRows(action: Action, service: ServiceRules | undefined, naming: Naming): readonly AllowRow[] {
  if (/Tag|^Untag/.test(naming.operation) || action.level === 'Read' || action.level === 'List' || service?.tagging === 'none') return [];
  const tags = TAGS.flatMap((pattern) => naming.members?.find((member) => pattern.test(member)) ?? [])[0];
  const keys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => [...type.conditionKeys, ...type.actionConditionKeys])];
  if (tags === undefined || !keys.some((key) => key.startsWith('aws:RequestTag') || key === 'aws:TagKeys')) return [];
  const names = service?.tagging === undefined ? TAG_ACTIONS : [service.tagging];
  const tagging = names.map((name) => catalogAction(`${action.service}:${name}`)).find((found) => found !== undefined);
  if (!tagging) return [];
  if (service?.tagged) return [service.tagged(naming.operation)];
  return taggedForms(action, tagging, service, naming).map((form) => need(tagging.id, form, present(tags)));
}

/** What is tagged: the type that the operation's name says, else the one of its own types that can be tagged. */
function taggedForms(action: Action, tagging: Action, service: ServiceRules | undefined, naming: Naming): readonly ResourceForm[] {
  const types = tagging.resourceTypes;
  if (types.length === 0) return [ANY];
  const best = [...types].sort(byNoun(naming.operation))[0];
  const chosen =
    best && nounFits(naming.operation, best.name) > 0
      ? best
      : types.length === 1
        ? types[0]
        : action.resourceTypes.find((own) => types.some((type) => type.name === own.name));
  return [
    chosen
      ? (written(chosen.name, service, naming.members)?.form ?? formOfType(chosen, naming).form)
      : everyOf(types, 'the kind of resource that is tagged'),
  ];
}

// ── Roles ────────────────────────────────────────────────────────────────────────────────────────────────────

/** A role that a writing operation is given is handed to the service: `RoleArn`, `executionRoleArn`. */
function passedRoles(action: Action, service: ServiceRules | undefined, members: readonly string[] = []): readonly AllowRow[] {
  const services = service?.passedTo ?? [];
  if (services === 'none' || action.level === 'Read' || action.level === 'List' || action.service === 'iam') return [];
  return members.filter((name) => /role(?:arn)?$/i.test(name)).map((name) => passRole(name, ...services));
}
