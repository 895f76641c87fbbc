/**
 * Knowledge bases of Amazon Bedrock. Source: "Prerequisites for creating an Amazon Bedrock knowledge base" and "Query a
 * knowledge base and generate responses" of the Bedrock User Guide: generating also retrieves, and invokes the model.
 */
import { present } from '../predicate.ts';
import { ANY, named } from '../resource.ts';
import { main, need, rows, type ServiceRules } from '../rule.ts';
import { modelAt } from './bedrock-runtime.ts';

const KNOWLEDGE = 'retrieveAndGenerateConfiguration.knowledgeBaseConfiguration';
const base = named({
  service: 'bedrock',
  before: 'knowledge-base/',
  from: `${KNOWLEDGE}.knowledgeBaseId`,
  types: ['AWS::Bedrock::KnowledgeBase'],
});
const EXTERNAL = 'retrieveAndGenerateConfiguration.externalSourcesConfiguration';

const generate = rows(
  main('bedrock:RetrieveAndGenerate', ANY),
  need('bedrock:Retrieve', base, present(KNOWLEDGE)),
  need('bedrock:InvokeModel', modelAt(`${KNOWLEDGE}.modelArn`), present(KNOWLEDGE)),
  need('bedrock:InvokeModel', modelAt(`${EXTERNAL}.modelArn`), present(EXTERNAL)),
);

export const bedrockAgentRuntime: ServiceRules = {
  clients: ['bedrock-agent-runtime'],
  prefix: 'bedrock',
  resources: {},
  operations: { RetrieveAndGenerate: generate, RetrieveAndGenerateStream: generate },
  partial: true,
};
