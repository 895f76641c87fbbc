/** Amazon OpenSearch Serverless. Source: the operation table of "Actions, resources, and condition keys for Amazon OpenSearch Serverless". */
import { catalogForm } from '../arn-format.ts';
import { present } from '../predicate.ts';
import { need, type ServiceRules } from '../rule.ts';

const group = catalogForm('aoss', 'CollectionGroup', { operation: 'GetCollectionGroup', members: ['collectionGroupName'] });

export const opensearchServerless: ServiceRules = {
  clients: ['opensearchserverless'],
  prefix: 'aoss',
  resources: {},
  operations: {},
  besides: { CreateCollection: [need('aoss:AddCollectionToCollectionGroup', group, present('collectionGroupName'))] },
};
