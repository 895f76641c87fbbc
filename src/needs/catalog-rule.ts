/**
 * What an operation needs: the rows of its service, else the action of its name as the catalog describes it. An action that the
 * catalog does not know is never made up.
 */
import { action as catalogAction } from '../catalog/iam.ts';
import { sdkClient } from '../catalog/sdk-client.ts';
import { operations } from '../catalog/sdk-operation.ts';
import { catalogRows } from './catalog-rows.ts';
import { rulesOfClient } from './registry.ts';
import type { OperationRule } from './rule.ts';

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
  const made = shape && service?.rule?.(operation, shape.input);
  if (made) return { kind: 'rule', rule: made, ownRows: true };
  const name = service?.actions && Object.hasOwn(service.actions, operation) ? service.actions[operation] : operation;
  const action = catalogAction(`${prefix}:${name}`);
  if (!action)
    return { kind: 'unknown', why: `IAM defines no action ${prefix}:${operation}, and what authorises the operation is not known` };
  const besides = service?.besides && Object.hasOwn(service.besides, operation) ? (service.besides[operation] ?? []) : [];
  const rows = catalogRows(operation, action, service, shape, besides);
  return { kind: 'rule', rule: { rows }, ownRows: service !== undefined && (besides.length > 0 || !service.partial) };
}
