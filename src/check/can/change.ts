/**
 * The smallest change that allows a denied request: one statement where one is missing, one Deny less where there is one. Each
 * step is made and the request decided again, until the engine allows it, so that the answer is shown and not guessed.
 */
import type { App, Resource } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { concat, isHole, type Text, text } from '../../model/text.ts';
import { authorize, type Decision } from '../../policy/authorize.ts';
import { readPolicy } from '../../policy/parse.ts';
import type { AuthorizationRequest, Layers } from '../../policy/request.ts';
import type { Policy } from '../../policy/statement.ts';
import { printerOf } from '../../synthesis/print/printer.ts';
import { type Printer, printText } from '../../synthesis/print/text.ts';
import { type Bindings, bindDatum } from './bindings.ts';
import type { CanCaller, CanTarget, Change, Place } from './question.ts';
import { isFunction, OWN_POLICY, POLICY_RESOURCES } from './resource-policy.ts';
import type { Source } from './sources.ts';
import { documentDatum, listDatum, mapDatum, textDatum } from './template-data.ts';

export interface Situation {
  readonly app: App;
  readonly caller: CanCaller;
  readonly target: CanTarget;
  readonly source: Source | undefined;
  readonly request: AuthorizationRequest;
  readonly layers: Layers;
  readonly places: ReadonlyMap<Policy, readonly Place[]>;
  readonly bindings: Bindings;
  /** what S3 Block Public Access makes of the bucket's policy; undefined: nothing */
  readonly blocked: (policy: Policy | undefined) => Policy | undefined;
}

/** No more steps than there are layers that can stand in the way. */
const MAX_STEPS = 8;

export function changesFor(situation: Situation, first: Decision): { readonly changes: readonly Change[]; readonly afterwards: Decision } {
  const changes: Change[] = [];
  let { layers, blocked } = situation;
  let decision = first;
  for (let step = 0; step < MAX_STEPS && isDenial(decision); step++) {
    const next =
      decision.decision === 'explicitDeny' ? withoutDeny(decision, layers, situation) : withStatement(decision, layers, situation);
    if (!next) break;
    changes.push(next.change);
    if (next.change.layer === 'publicAccessBlock') blocked = () => undefined;
    const { publicAccessBlock: _, ...others } = next.layers;
    const block = blocked(others.resource);
    layers = block ? { ...others, publicAccessBlock: block } : others;
    decision = authorize(situation.request, layers);
  }
  return { changes, afterwards: decision };
}

const isDenial = ({ decision }: Decision): boolean => decision === 'explicitDeny' || decision === 'implicitDeny';

interface Step {
  readonly change: Change;
  readonly layers: Layers;
}

function withoutDeny(decision: Decision, layers: Layers, { places }: Situation): Step | undefined {
  const [ref] = decision.statements;
  if (!ref) return undefined;
  const { layer, policy, statement } = ref;
  const name = policy.name ?? 'the policy';
  const place = placeOf(places.get(policy), statement?.index);
  if (layer === 'publicAccessBlock') return { change: { layer, ...LET_THE_PUBLIC_IN, ...(place ? { place } : {}) }, layers };
  const what = statement
    ? `narrow or remove the Deny ${statement.sid ?? statement.path} of ${name}: no Allow outweighs it`
    : `correct ${name}, which cannot be read: ${policy.unreadable ?? ''}`;
  const without: Policy = statement
    ? { ...policy, statements: policy.statements.filter((one) => one !== statement) }
    : { ...policy, unreadable: undefined };
  const replace = (one: Policy): Policy => (one === policy ? without : one);
  const changed = Object.fromEntries(
    Object.entries(layers).map(([key, value]) => [key, Array.isArray(value) ? value.map(replace) : replace(value as Policy)]),
  ) as Layers;
  return { change: { layer, what, ...(place ? { place } : {}) }, layers: changed };
}

/** A configuration turns off what it leaves out; a public policy can be put only where BlockPublicPolicy is off as well. */
const LET_THE_PUBLIC_IN: Pick<Change, 'what' | 'content'> = {
  what: 'let the bucket be public, if it is meant to be: no Allow outweighs its Block Public Access',
  content: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    },
  },
};

export const placeOf = (places: readonly Place[] | undefined, index: number | undefined): Place | undefined =>
  places?.[index ?? 0] ?? places?.[0];

function withStatement(decision: Decision, layers: Layers, situation: Situation): Step | undefined {
  switch (decision.layer) {
    case 'identity':
      return {
        change: identityChange(situation),
        layers: { ...layers, identity: [...(layers.identity ?? []), added('identity', situation)] },
      };
    case 'boundary':
      return {
        change: boundaryChange(situation),
        layers: { ...layers, boundary: [...(layers.boundary ?? []), added('boundary', situation)] },
      };
    case 'resource':
    case 'trust': {
      const layer = decision.layer;
      const given = layers[layer];
      const extra = added(layer, situation);
      const policy: Policy = given ? { ...given, statements: [...given.statements, ...extra.statements] } : extra;
      return { change: resourceChange(layer, situation), layers: { ...layers, [layer]: policy } };
    }
    default:
      return undefined;
  }
}

/** The statement of the change, compiled, so that the engine sees what the user is told. */
function added(kind: 'identity' | 'boundary' | 'resource' | 'trust', { caller, target, source, request, bindings }: Situation): Policy {
  const byResource = kind === 'resource' || kind === 'trust';
  const arn = source?.sourceArn;
  const condition =
    byResource && source
      ? mapDatum({
          ArnLike: arn && mapDatum({ 'aws:SourceArn': textDatum(arn) }),
          StringEquals: source.sourceAccount && mapDatum({ 'aws:SourceAccount': textDatum(source.sourceAccount) }),
        })
      : undefined;
  const statement = mapDatum({
    Effect: textDatum('Allow'),
    Principal: byResource ? principalDatum(caller) : undefined,
    Action: textDatum(request.action),
    Resource: kind === 'trust' ? undefined : listDatum([textDatum(escaped(patternOf(target, source)))]),
    Condition: condition && condition.entries.length > 0 ? condition : undefined,
  });
  return readPolicy(bindDatum(documentDatum([statement]), bindings), kind, 'the change').policy;
}

function principalDatum({ kind, principal, arn }: CanCaller): Datum {
  if (kind === 'service' && typeof principal === 'object') return mapDatum({ Service: textDatum(principal.Service ?? '') });
  return arn && arn.length > 0 ? mapDatum({ AWS: textDatum(arn) }) : textDatum('*');
}

/** The resource that a statement names: of a qualified call the alias or version with it. */
const patternOf = (target: CanTarget, source: Source | undefined): Text =>
  source?.qualifier ? text(...target.pattern, ':', ...source.qualifier) : target.pattern;

/** A dollar sign of the resource is none of a policy variable. */
const escaped = (value: Text): Text => value.map((part) => (isHole(part) ? part : part.replaceAll('${', '${$}{')));

const statementOf = (situation: Situation, printer: Printer): Readonly<Record<string, unknown>> => ({
  Effect: 'Allow',
  Action: situation.request.action,
  Resource: printText(escaped(patternOf(situation.target, situation.source)), printer),
});

function identityChange(situation: Situation): Change {
  const { app, caller } = situation;
  const statement = statementOf(situation, printerOf(app));
  const { role, functionId, functionSpan } = caller;
  if (!role)
    return { layer: 'identity', what: `add this statement to a policy of ${caller.shown}, outside of this template`, content: [statement] };
  if (role.generatedBy !== undefined && functionId !== undefined)
    return {
      layer: 'identity',
      what: `add this entry to Policies of ${functionId}`,
      ...(functionSpan ? { place: { span: functionSpan, path: `${functionId}.Policies` } } : {}),
      content: { Policies: [{ Version: '2012-10-17', Statement: [statement] }] },
    };
  return {
    layer: 'identity',
    what: `add this entry to Policies of ${role.id}`,
    place: { span: role.span, path: `${role.id}.Policies` },
    content: {
      Policies: [{ PolicyName: policyName(situation), PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
    },
  };
}

/** `AllowSendMessage`. */
const policyName = ({ request }: Situation): string =>
  `Allow${request.action.slice(request.action.indexOf(':') + 1).replaceAll(/[^A-Za-z0-9]/g, '')}`;

function boundaryChange(situation: Situation): Change {
  const { app, caller } = situation;
  const [boundary] = caller.boundary;
  const [place] = boundary?.places ?? [];
  const inTemplate = place !== undefined && !place.path.endsWith('PermissionsBoundary');
  const name = boundary?.policy.name ?? 'the permissions boundary';
  return {
    layer: 'boundary',
    what: `add this statement to ${name}, the permissions boundary of ${caller.role?.id ?? caller.shown}${inTemplate ? '' : '; it is not in this template'}`,
    ...(place ? { place } : {}),
    content: [statementOf(situation, printerOf(app))],
  };
}

function resourceChange(layer: 'resource' | 'trust', situation: Situation): Change {
  const { target } = situation;
  const owner = target.owner;
  if (isFunction(owner) && owner && layer === 'resource') return permissionChange(owner, situation);
  const { app, caller, source, request } = situation;
  const printer = printerOf(app);
  const { bucket, sourceArn, why } = sourceAsPrinted(source, printer);
  const condition = conditionOf(source, sourceArn, printer);
  const statement = {
    Effect: 'Allow',
    Principal: printedPrincipal(caller, printer),
    Action: request.action,
    ...(layer === 'trust' ? {} : { Resource: printText(escaped(target.pattern), printer) }),
    ...(condition ? { Condition: condition } : {}),
  };
  if (!owner)
    return { layer, what: `add this statement to the policy of ${target.shown}, which is not in this template`, content: [statement] };
  const existing = situation.layers[layer];
  const place = existing && situation.places.get(existing)?.[0];
  if (place)
    return { layer, what: `add this statement to ${place.path}`, place, content: [statement], ...waiting(bucket, place.path, why) };
  const own = OWN_POLICY.get(owner.type);
  if (own) {
    const document = { Version: '2012-10-17', Statement: [statement] };
    const content = own.reduceRight<unknown>((inner, key) => ({ [key]: inner }), document);
    return { layer, what: `add this to ${owner.id}`, place: { span: owner.span, path: `${owner.id}.${own.join('.')}` }, content };
  }
  const [by] = POLICY_RESOURCES.get(owner.type) ?? [];
  if (!by) return { layer, what: `add this statement to the policy of ${owner.id}`, place: at(owner), content: [statement] };
  const reference =
    by.type === 'AWS::SecretsManager::ResourcePolicy' || by.names === 'ResourceArn' || by.type.startsWith('AWS::SNS')
      ? printText(owner.arn ?? [], printer)
      : { Ref: owner.id };
  const id = freeId(`${owner.id}Policy`, app);
  return {
    layer,
    what: `add this resource to the template, beside ${owner.id}`,
    place: at(owner),
    content: {
      [id]: {
        Type: by.type,
        Properties: {
          [by.names]: by.list ? [reference] : reference,
          [by.holds]: { Version: '2012-10-17', Statement: [statement] },
        },
      },
    },
    ...waiting(bucket, id, why),
  };
}

const at = (resource: Resource): Place => ({ span: resource.span, path: resource.id });

/**
 * The source's ARN in the template. S3 tries its permission while the bucket is made, so what permits it cannot name the bucket by
 * reference; one with a generated name has no other spelling.
 */
function sourceAsPrinted(source: Source | undefined, printer: Printer): PrintedSource {
  const bucket = source?.from?.type === 'AWS::S3::Bucket' ? source.from : undefined;
  const arn = source?.sourceArn;
  if (!arn) return { bucket, sourceArn: undefined, why: '' };
  if (!bucket) return { bucket, sourceArn: printText(arn, printer), why: '' };
  const circular = arn.some((part) => isHole(part) && part.kind === 'name' && part.resource === bucket.id);
  return circular
    ? { bucket, sourceArn: undefined, why: '; for that reason its ARN can only be stated once the bucket has a BucketName' }
    : { bucket, sourceArn: printText(arn, { ...printer, mayName: (id) => id !== bucket.id }), why: '' };
}

interface PrintedSource {
  readonly bucket: Resource | undefined;
  readonly sourceArn: unknown;
  readonly why: string;
}

const waiting = (bucket: Resource | undefined, id: string, why: string): { readonly remark?: string } =>
  bucket ? { remark: `${bucket.id} needs DependsOn: ${id}, since S3 tries the permission while the bucket is made${why}` } : {};

function conditionOf(source: Source | undefined, sourceArn: unknown, printer: Printer): Readonly<Record<string, unknown>> | undefined {
  const arn = sourceArn === undefined ? undefined : { ArnLike: { 'aws:SourceArn': sourceArn } };
  const account = source?.sourceAccount && { StringEquals: { 'aws:SourceAccount': printText(source.sourceAccount, printer) } };
  return arn || account ? { ...arn, ...account } : undefined;
}

function printedPrincipal(caller: CanCaller, printer: Printer): unknown {
  if (caller.kind === 'service' && typeof caller.principal === 'object') return { Service: caller.principal.Service };
  return caller.arn && caller.arn.length > 0 ? { AWS: printText(caller.arn, printer) } : '*';
}

/** AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"; CloudFormation "AWS::Lambda::Permission". */
function permissionChange(fn: Resource, situation: Situation): Change {
  const { app, caller, source, request, target } = situation;
  const printer = printerOf(app);
  const { bucket, sourceArn, why } = sourceAsPrinted(source, printer);
  const qualifier = source?.qualifier;
  const functionName = qualifier
    ? printText(concat(target.pattern, text(':'), qualifier), printer)
    : target.pattern.length > (fn.arn?.length ?? 0)
      ? printText(target.pattern, printer)
      : { Ref: fn.id };
  const principal =
    caller.kind === 'service' && typeof caller.principal === 'object'
      ? caller.principal.Service
      : caller.arn && printText(caller.arn, printer);
  const base = `${fn.id}${source?.from?.id ?? (caller.kind === 'service' ? serviceName(caller.shown) : 'Caller')}Permission`;
  const id = freeId(base, app);
  return {
    layer: 'resource',
    what: `add this resource to the template, beside ${fn.id}`,
    place: at(fn),
    content: {
      [id]: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: request.action,
          FunctionName: functionName,
          Principal: principal ?? '*',
          ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
          ...(source?.sourceAccount ? { SourceAccount: printText(source.sourceAccount, printer) } : {}),
          ...(source?.eventSourceToken ? { EventSourceToken: printText(source.eventSourceToken, printer) } : {}),
          ...(source?.functionUrlAuthType ? { FunctionUrlAuthType: printText(source.functionUrlAuthType, printer) } : {}),
          ...(source?.viaFunctionUrl ? { InvokedViaFunctionUrl: true } : {}),
        },
      },
    },
    ...waiting(bucket, id, why),
  };
}

/** `s3.amazonaws.com` as part of a logical id: `S3`. */
const serviceName = (principal: string): string =>
  (principal.split('.', 1)[0] ?? '').replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function freeId(base: string, app: App): string {
  let id = base;
  for (let number = 2; app.resources.has(id); number++) id = `${base}${number}`;
  return id;
}
