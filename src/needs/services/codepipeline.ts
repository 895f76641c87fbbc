/** AWS CodePipeline. Source: the operation table of "Actions, resources, and condition keys for AWS CodePipeline". */

import { present } from '../predicate.ts';
import { arnFrom, type ResourceForm } from '../resource.ts';
import { each, need, passRole, type Row, type ServiceRules } from '../rule.ts';

const webhook: ResourceForm = arnFrom('webhook.name', 'codepipeline', 'webhook:');
const SERVICES = ['cloudformation.amazonaws.com', 'codebuild.amazonaws.com', 'codepipeline.amazonaws.com'];
const connection: ResourceForm = arnFrom('configuration.ConnectionArn', 'codestar-connections', 'connection/');

/** A role of an action is given to the service that runs it. */
const declared: readonly Row[] = [
  passRole('pipeline.roleArn', ...SERVICES),
  each(
    'pipeline.stages[].actions[]',
    passRole('roleArn', ...SERVICES),
    passRole('configuration.RoleArn', ...SERVICES),
    need('codestar-connections:PassConnection', connection, present('configuration.ConnectionArn')),
  ),
];

export const codepipeline: ServiceRules = {
  clients: ['codepipeline'],
  prefix: 'codepipeline',
  resources: {},
  operations: {},
  members: {
    PipelineName: ['pipelineName', 'pipeline.name', 'name', 'webhook.targetPipeline'],
    StageName: ['stageName'],
    ActionName: ['actionName'],
    WebhookName: ['webhookName', 'webhook.name', 'name'],
    Owner: ['actionType.owner', 'actionTypeId.owner'],
    Category: ['category', 'actionType.id.category', 'actionTypeId.category'],
    Provider: ['provider', 'actionType.id.provider', 'actionTypeId.provider'],
    Version: ['version', 'actionType.id.version', 'actionTypeId.version'],
  },
  besides: {
    CreatePipeline: declared,
    UpdatePipeline: declared,
    // tags are replaced as a whole
    PutWebhook: [need('codepipeline:UntagResource', webhook, present('tags'))],
  },
};
