/**
 * Amazon API Gateway's management API of WebSocket connections. Source: "Control access to a WebSocket API with IAM
 * permissions": `execute-api:ManageConnections` on `API/STAGE/METHOD/@connections/ID`; API and stage are in the endpoint.
 */
import { ALWAYS } from '../../model/condition.ts';
import { holesOf, isExact, isHole, mayHold, split, type Text, text } from '../../model/text.ts';
import { arn, literally, reasonOf, wildcards } from '../arn.ts';
import { textsAt } from '../input.ts';
import { type ResourceForm, type Scope, type Target, unresolvedTarget } from '../resource.ts';
import { main, rows, type ServiceRules } from '../rule.ts';

const connection = (method: string): ResourceForm => ({
  describe: `arn:\${Partition}:execute-api:\${Region}:\${Account}:API/STAGE/${method}/@connections/*, from the client's endpoint`,
  targets: (scope) => {
    const { api, stage, why } = placeOf(scope.endpoint);
    const region = scope.region ? { region: scope.region } : {};
    // connections come and go: an id that is known would still be one of many
    const ids = textsAt(scope.input, 'ConnectionId').map((v) => (v.kind === 'text' && isExact(v.text) ? literally(v.text) : text('*')));
    return ids.map((id): Target => {
      const resource = arn('execute-api', text(...wildcards(api), '/', ...wildcards(stage), `/${method}/@connections/`, ...id), region);
      if (why !== undefined) return unresolvedTarget(resource, ALWAYS, why);
      return { resource, certainty: 'pattern', when: ALWAYS };
    });
  },
});

interface Place {
  readonly api: Text;
  readonly stage: Text;
  readonly why?: string;
}

/** `https://API.execute-api.REGION.amazonaws.com/STAGE`. A custom domain hides the API. */
function placeOf(endpoint: Scope['endpoint']): Place {
  if (!endpoint) return { api: text('*'), stage: text('*'), why: "the client's endpoint, which the code does not show" };
  const withoutScheme = split(endpoint, '://').at(-1) ?? endpoint;
  const [host = [], stage] = split(withoutScheme, '/');
  const named = split(host, '.execute-api.');
  const [api] = named;
  const known = named.length > 1 && api !== undefined && api.length > 0 && saysName(api);
  const stageText = stage && stage.length > 0 ? stage : text('*');
  if (known && api) return { api, stage: stageText };
  const why = isExact(host) && holesOf(host).length === 0 ? 'the API behind a custom domain' : reasonOf(endpoint);
  return { api: text('*'), stage: known ? stageText : text('*'), why };
}

/** A hole that may hold more than the API's id (a whole host) is no id. */
const saysName = (api: Text): boolean =>
  isExact(api) && api.every((part) => !isHole(part) || !mayHold(part, '/') || part.kind !== 'expression');

export const apigatewayManagement: ServiceRules = {
  clients: ['apigatewaymanagementapi'],
  prefix: 'execute-api',
  resources: {},
  operations: {
    PostToConnection: rows(main('execute-api:ManageConnections', connection('POST'))),
    GetConnection: rows(main('execute-api:ManageConnections', connection('GET'))),
    DeleteConnection: rows(main('execute-api:ManageConnections', connection('DELETE'))),
  },
};
