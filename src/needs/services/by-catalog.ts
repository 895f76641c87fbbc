/**
 * Services whose operations are what their names say: the action of the name, on the resources of the catalog, tags and roles
 * beside. What is said here is which parameters fill the variables of ARNs where names differ, and to whom roles go. Source: the
 * service's page of the Service Authorization Reference.
 */
import type { ServiceRules } from '../rule.ts';

type Said = Partial<Omit<ServiceRules, 'clients' | 'prefix'>>;

const service = (client: string | readonly string[], prefix: string, said: Said = {}): ServiceRules => ({
  clients: typeof client === 'string' ? [client] : client,
  prefix,
  resources: {},
  operations: {},
  ...said,
});

export const BY_CATALOG: readonly ServiceRules[] = [
  service('comprehend', 'comprehend', { passedTo: ['comprehend.amazonaws.com'] }),
  service('pipes', 'pipes', { passedTo: ['pipes.amazonaws.com'], members: { 'pipe.Name': ['Name'] } }),
  service('translate', 'translate', {
    passedTo: ['translate.amazonaws.com'],
    members: { 'terminology.ResourceName': ['Name', 'TerminologyNames[]'], 'parallel-data.ResourceName': ['Name', 'ParallelDataNames[]'] },
  }),
  service('xray', 'xray'),
];
