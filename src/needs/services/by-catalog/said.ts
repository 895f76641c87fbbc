/**
 * Services whose operations are what their names say: the action of the name, on the resources of the catalog, tags and roles
 * beside. What the tables of this folder say is which parameters fill the variables of ARNs where names differ, to whom roles go,
 * and the actions that the Service Authorization Reference lists as dependent on another.
 */
import type { ServiceRules } from '../../rule.ts';

type Said = Partial<Omit<ServiceRules, 'clients' | 'prefix'>>;

/** `clients`: one, or several that share an API. */
export const service = (clients: string | readonly string[], prefix: string, said: Said = {}): ServiceRules => ({
  clients: typeof clients === 'string' ? [clients] : clients,
  prefix,
  resources: {},
  operations: {},
  ...said,
});
