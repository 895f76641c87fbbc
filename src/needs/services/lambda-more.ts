/** AWS Lambda's newer clients. Source: the operation table of "Actions, resources, and condition keys for AWS Lambda". */
import { present } from '../predicate.ts';
import { arnFrom } from '../resource.ts';
import { need, type Row, type ServiceRules } from '../rule.ts';

const LAMBDA = ['lambda.amazonaws.com'];
const connectors = (from: string): Row =>
  need('lambda:PassNetworkConnector', arnFrom(`${from}[]`, 'lambda', 'network-connector:'), present(from));

export const lambdaCore: ServiceRules = { clients: ['lambda-core'], prefix: 'lambda', resources: {}, operations: {}, passedTo: LAMBDA };

export const lambdaMicrovms: ServiceRules = {
  clients: ['lambda-microvms'],
  prefix: 'lambda',
  resources: {},
  operations: {},
  passedTo: LAMBDA,
  besides: {
    CreateMicrovmImage: [connectors('egressNetworkConnectors')],
    RunMicrovm: [connectors('ingressNetworkConnectors'), connectors('egressNetworkConnectors')],
  },
};
