/**
 * The control plane of Amazon API Gateway, both versions: the actions are HTTP verbs, and the resources the paths of the
 * REST API behind the operations. Source: "Actions, resources, and condition keys for Amazon API Gateway Management (V2)".
 */
import { REGION, type Text, text } from '../../model/text.ts';
import { arn, literally, saysAnything } from '../arn.ts';
import { textsAt } from '../input.ts';
import { type ResourceForm, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { main, type OperationRule, passRole, rows } from '../rule.ts';

const VERBS: readonly (readonly [RegExp, ...(readonly string[])])[] = [
  // version 1 puts tags, version 2 posts them
  [/^Tag/, 'POST', 'PUT'],
  [/^(?:Get|Export)/, 'GET'],
  [/^(?:Delete|Flush|Reset|Untag)/, 'DELETE'],
  [/^(?:Create|TestInvoke|ImportApiKeys|ImportApi$|ImportRestApi|Generate)/, 'POST'],
  [/^(?:Put|Import|Reimport)/, 'PUT'],
  [/^Update/, 'PATCH'],
];

/** Collections by the member that holds an id, and by the operation's name where it is about the collection. */
const COLLECTIONS: readonly (readonly [path: string, ids: readonly string[], operation: RegExp])[] = [
  ['restapis', ['restApiId'], /RestApi/],
  ['apis', ['ApiId'], /^(?:Get|Create|Delete|Update|Import|Reimport|Export)Apis?$/],
  ['usageplans', ['usagePlanId'], /UsagePlan/],
  ['apikeys', ['apiKey'], /ApiKey/],
  ['domainnames', ['domainName', 'DomainName'], /DomainName/],
  ['vpclinks', ['vpcLinkId', 'VpcLinkId'], /VpcLink/],
  ['clientcertificates', ['clientCertificateId'], /ClientCertificate/],
  ['account', [], /Account$/],
];

/** `/restapis/ID` and what is below it, `/restapis` alone, or every path where the operation does not say. */
export function apiGatewayRule(operation: string, members: readonly string[] = []): OperationRule | undefined {
  const [, ...verbs] = VERBS.find(([pattern]) => pattern.test(operation)) ?? [];
  if (verbs.length === 0) return undefined;
  const byId = COLLECTIONS.flatMap(([path, ids]) => ids.filter((id) => members.includes(id)).map((id) => ({ path, id })))[0];
  const byName = COLLECTIONS.find(([, , pattern]) => pattern.test(operation))?.[0];
  const roles = members.filter((name) => /^(?:credentials|CredentialsArn|authorizerCredentials|AuthorizerCredentialsArn)$/.test(name));
  return rows(
    ...verbs.map((verb) => main(`apigateway:${verb}`, byId ? withId(byId.path, byId.id) : byName ? whole(byName) : everything)),
    ...roles.map((name) => passRole(name, 'apigateway.amazonaws.com')),
  );
}

const place = (path: Text, region: Text | undefined): Text => arn('apigateway', path, { region: region ?? [REGION], account: [] });

const whole = (path: string): ResourceForm => ({
  describe: `arn:\${Partition}:apigateway:\${Region}::/${path}`,
  targets: (scope) => [{ resource: place(text(`/${path}`), scope.region), certainty: 'exact', when: [] }],
});

const everything: ResourceForm = {
  describe: 'arn:${Partition}:apigateway:${Region}::/*',
  targets: (scope) => [unresolvedTarget(place(text('/*'), scope.region), [], 'the path behind the operation')],
};

const withId = (path: string, id: string): ResourceForm => ({
  describe: `arn:\${Partition}:apigateway:\${Region}::/${path}/\${${id}} and what is below it`,
  targets: (scope) =>
    textsAt(scope.input, id).flatMap((value): readonly Target[] => {
      if (value.kind !== 'text' || !saysAnything(value.text)) {
        const why = value.kind === 'unknown' ? value.reason : `${id}, which is known only at run time`;
        return [unresolvedTarget(place(text(`/${path}/*`), scope.region), value.when, why)];
      }
      const own = text(`/${path}/`, ...literally(value.text));
      return [own, text(...own, '/*')].map((resource) => targetOf(place(resource, scope.region), value.text, value.when));
    }),
});
