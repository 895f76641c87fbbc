/**
 * Knowledge bases of Amazon Bedrock. Source: "Prerequisites for creating an Amazon Bedrock knowledge base" and "Query a
 * knowledge base and generate responses" of the Bedrock User Guide: generating also retrieves, and invokes the model.
 */
import { everyOfType } from '../arn-format.ts';
import { present } from '../predicate.ts';
import { ANY, allUnder, arnFrom, named } from '../resource.ts';
import { main, need, rows, type ServiceRules } from '../rule.ts';
import { modelAt } from './bedrock-runtime.ts';
import { objectByUri } from './s3-resources.ts';

const KNOWLEDGE = 'retrieveAndGenerateConfiguration.knowledgeBaseConfiguration';
const base = named({
  service: 'bedrock',
  before: 'knowledge-base/',
  from: `${KNOWLEDGE}.knowledgeBaseId`,
  types: ['AWS::Bedrock::KnowledgeBase'],
});
const EXTERNAL = 'retrieveAndGenerateConfiguration.externalSourcesConfiguration';

const TO_SQL = 'transformationConfiguration.textToSqlConfiguration.knowledgeBaseConfiguration';
const BEARER = 'only requests with an API key need it; a function signs with its role';

const generate = rows(
  main('bedrock:RetrieveAndGenerate', ANY),
  need('bedrock:Retrieve', base, present(KNOWLEDGE)),
  need('bedrock:InvokeModel', modelAt(`${KNOWLEDGE}.modelArn`), present(KNOWLEDGE)),
  need('bedrock:InvokeModel', modelAt(`${EXTERNAL}.modelArn`), present(EXTERNAL)),
);

const AS_CALLER =
  'the caller also retrieves from the knowledge base and invokes the model ("Query a knowledge base and generate responses")';

/** The retrievers are a list of kinds that name their bases each in its own way. */
const bases = everyOfType('bedrock', 'knowledge-base', 'the knowledge bases of the retrievers');

export const bedrockAgentRuntime: ServiceRules = {
  clients: ['bedrock-agent-runtime'],
  prefix: 'bedrock',
  resources: {},
  operations: { RetrieveAndGenerate: generate, RetrieveAndGenerateStream: generate },
  members: {
    AgentId: ['agentId'],
    AgentAliasId: ['agentAliasId'],
    FlowId: ['flowIdentifier'],
    FlowAliasId: ['flowAliasIdentifier'],
    FlowExecutionId: ['executionIdentifier'],
    SessionId: ['sessionIdentifier', 'sessionId'],
    KnowledgeBaseId: ['knowledgeBaseId'],
  },
  besides: {
    AgenticRetrieveStream: [main('bedrock:Retrieve', bases)],
    GenerateQuery: [
      need(
        'bedrock:GetKnowledgeBase',
        arnFrom(`${TO_SQL}.knowledgeBaseArn`, 'bedrock', 'knowledge-base/', ['AWS::Bedrock::KnowledgeBase']),
        present(TO_SQL),
      ),
    ],
    GetDocumentContent: [
      main(
        'bedrock:Retrieve',
        named({ service: 'bedrock', before: 'knowledge-base/', from: 'knowledgeBaseId', types: ['AWS::Bedrock::KnowledgeBase'] }),
      ),
    ],
    ListInvocationSteps: [
      main('bedrock:ListInvocations', named({ service: 'bedrock', before: 'session/', from: 'sessionIdentifier', types: [] })),
    ],
  },
  differs: {
    '*': { 'bedrock:CallWithBearerToken': BEARER },
    RetrieveAndGenerate: { 'bedrock:Retrieve': AS_CALLER, 'bedrock:InvokeModel': AS_CALLER },
    RetrieveAndGenerateStream: { 'bedrock:Retrieve': AS_CALLER, 'bedrock:InvokeModel': AS_CALLER },
  },
};

const DATA_CALLER =
  'files are read and results written with the permissions of the caller ("Prerequisites for using Bedrock Data Automation")';

/** Bedrock Data Automation. */
export const bedrockDataAutomationRuntime: ServiceRules = {
  clients: ['bedrock-data-automation-runtime'],
  prefix: 'bedrock',
  resources: {},
  operations: {},
  members: {
    'data-automation-project': ['dataAutomationConfiguration.dataAutomationProjectArn'],
    'data-automation-profile': ['dataAutomationProfileArn'],
    'data-automation-invocation-job': ['invocationArn'],
    blueprint: ['blueprints[].blueprintArn'],
  },
  besides: {
    InvokeDataAutomationAsync: [
      need('s3:GetObject', objectByUri('inputConfiguration.s3Uri'), present('inputConfiguration.s3Uri')),
      need('s3:PutObject', allUnder(objectByUri('outputConfiguration.s3Uri'), '*'), present('outputConfiguration.s3Uri')),
    ],
  },
  differs: {
    '*': { 'bedrock:CallWithBearerToken': BEARER },
    InvokeDataAutomationAsync: { 's3:GetObject': DATA_CALLER, 's3:PutObject': DATA_CALLER },
  },
};
