/** Libraries that agents and chains of language models are made of. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { javascript } from '../../javascript/index.ts';
import { python } from '../../python/language.ts';

beforeAll(() => Promise.all([javascript.prepare(), python.prepare()]));

const seen = (source: string) =>
  callsIn(
    python,
    { 'app.py': source },
    { runtime: 'python3.13', handler: 'app.handler', ...environment({ MODEL: 'amazon.nova-lite-v1:0', KB: 'kb1', TABLE: 'chats' }) },
  );

describe('Strands', () => {
  const agent = (made: string, used: string) =>
    seen(`import os, boto3
from strands import Agent, tool
from strands.models import BedrockModel
from strands.session.s3_session_manager import S3SessionManager
from strands_tools import calculator, retrieve, use_aws
@tool
def put(bucket: str):
    boto3.client("s3").put_object(Bucket=bucket, Key="k")
@tool(name="get")
def fetch(key: str):
    boto3.client("s3").get_object(Bucket="docs", Key=key)
def handler(event, context):
    agent = ${made}
    return ${used}
`);

  it.each([
    [
      'Agent(model=os.environ["MODEL"])',
      'agent("hello")',
      ['bedrock-runtime ConverseStream {modelId: amazon.nova-lite-v1:0, guardrailConfig: {}}'],
    ],
    [
      'Agent(model=BedrockModel(model_id=os.environ["MODEL"], streaming=False))',
      'agent(event["text"])',
      ['bedrock-runtime Converse {modelId: amazon.nova-lite-v1:0, guardrailConfig: {}}'],
    ],
    [
      'Agent(BedrockModel(model_id="a", guardrail_id="g"))',
      'agent.structured_output(dict, "x")',
      ['bedrock-runtime ConverseStream {modelId: a, guardrailConfig: {guardrailIdentifier: g}}'],
    ],
    [
      'Agent()',
      'agent("x")',
      ['bedrock-runtime ConverseStream {modelId: ?the default model of the version of Strands, guardrailConfig: {}}'],
    ],
    ['Agent(model="a")', '"not asked"', []],
    [
      'Agent(model="a", tools=[put, fetch, calculator])',
      'agent("x")',
      [
        's3 PutObject {Bucket: ?what the model passes, Key: k}',
        's3 GetObject {Bucket: docs, Key: ?what the model passes}',
        'bedrock-runtime ConverseStream {modelId: a, guardrailConfig: {}}',
      ],
    ],
  ])('%s is asked by %s', (made, used, expected) => {
    const { calls, lost } = agent(made, used);
    expect(lost).toEqual([]);
    expect(calls).toEqual(expected);
  });

  it('keeps sessions in a bucket', () => {
    const { calls } = agent('Agent(model="a", session_manager=S3SessionManager(session_id="s", bucket="chats", prefix="in/"))', '1');
    expect(calls.map((call) => call.slice(0, 30))).toEqual(
      [
        's3 GetObject {Bucket: chats, Ke',
        's3 PutObject {Bucket: chats, Ke',
        's3 DeleteObject {Bucket: chats,',
        's3 ListObjectsV2 {Bucket: chats',
      ].map((call) => call.slice(0, 30)),
    );
  });

  it('has tools that call AWS', () => {
    const { calls, lost } = agent('Agent(model="a", tools=[retrieve, use_aws])', 'agent("x")');
    expect(calls[0]).toContain('bedrock-agent-runtime Retrieve {knowledgeBaseId: ?the knowledge base that the model asks}');
    expect(lost.join()).toContain('the model chooses the operation that it calls');
  });
});

describe('LangChain', () => {
  const chain = (imports: string, made: string) =>
    seen(`import os, boto3
${imports}
from langchain_core.prompts import ChatPromptTemplate
def handler(event, context):
    made = ${made}
    return (ChatPromptTemplate.from_template("x") | made).invoke(event)
`);
  const both = (model: string): readonly string[] => [
    `bedrock-runtime InvokeModel {modelId: ${model}}`,
    `bedrock-runtime InvokeModelWithResponseStream {modelId: ${model}}`,
  ];

  it.each([
    [
      'from langchain_aws import ChatBedrock',
      'ChatBedrock(model_id=os.environ["MODEL"], client=boto3.client("bedrock-runtime"))',
      both('amazon.nova-lite-v1:0'),
    ],
    ['from langchain_aws.chat_models import ChatBedrock', 'ChatBedrock(model="a")', both('a')],
    [
      'from langchain_aws import ChatBedrockConverse',
      'ChatBedrockConverse(model="a", region_name="eu-west-1")',
      ['bedrock-runtime Converse {modelId: a} in eu-west-1', 'bedrock-runtime ConverseStream {modelId: a} in eu-west-1'],
    ],
    [
      'from langchain_aws.embeddings import BedrockEmbeddings',
      'BedrockEmbeddings()',
      ['bedrock-runtime InvokeModel {modelId: amazon.titan-embed-text-v1}'],
    ],
    [
      'from langchain_aws import AmazonKnowledgeBasesRetriever',
      'AmazonKnowledgeBasesRetriever(knowledge_base_id=os.environ["KB"])',
      ['bedrock-agent-runtime Retrieve {knowledgeBaseId: kb1}'],
    ],
    ['from langchain_community.chat_models import BedrockChat', 'BedrockChat(model_id="a")', both('a')],
    [
      'from langchain_community.chat_message_histories import DynamoDBChatMessageHistory',
      'DynamoDBChatMessageHistory(table_name=os.environ["TABLE"], session_id="s").clear()',
      ['GetItem', 'PutItem', 'UpdateItem']
        .map((name) => `dynamodb ${name} {TableName: chats, Key: ?a session}`)
        .concat('dynamodb DeleteItem {TableName: chats}'),
    ],
    [
      'from langchain_community.document_loaders import S3FileLoader',
      'S3FileLoader("docs", "a.txt")',
      ['s3 GetObject {Bucket: docs, Key: a.txt}'],
    ],
    ['from langchain_community.vectorstores import FAISS', 'FAISS.load_local("/tmp", None)', []],
    ['from langchain.chains import ConversationalRetrievalChain', 'ConversationalRetrievalChain.from_llm(llm=None)', []],
    [
      'from langchain_aws import ChatBedrock\nfrom langchain.chains import ConversationalRetrievalChain',
      'ConversationalRetrievalChain.from_llm(llm=ChatBedrock(model="a"))',
      both('a'),
    ],
  ])('%s: %s', (imports, made, expected) => {
    const { calls, lost } = chain(imports, made);
    expect(lost).toEqual([]);
    expect(calls).toEqual(expected);
  });

  it.each([
    ['from langchain_community.document_loaders import AmazonTextractPDFLoader', 'AmazonTextractPDFLoader("x")'],
    ['from langchain.chat_models import init_chat_model', 'init_chat_model("bedrock:a")'],
  ])('says what it does not know: %s', (imports, made) => {
    expect(chain(imports, made).lost).toHaveLength(1);
  });

  it('has a package for AWS in JavaScript', () => {
    const { calls } = callsIn(
      javascript,
      {
        'app.mjs': `import { ChatBedrockConverse, AmazonKnowledgeBaseRetriever } from '@langchain/aws';
const model = new ChatBedrockConverse({ model: 'a', region: 'eu-west-1' });
const docs = new AmazonKnowledgeBaseRetriever({ knowledgeBaseId: process.env.KB });
export const handler = (event) => model.invoke(event.text);`,
      },
      { runtime: 'nodejs22.x', handler: 'app.handler', ...environment({ KB: 'kb1' }) },
    );
    expect(calls).toEqual([
      'bedrock-runtime Converse {modelId: a} in eu-west-1',
      'bedrock-runtime ConverseStream {modelId: a} in eu-west-1',
      'bedrock-agent-runtime Retrieve {knowledgeBaseId: kb1}',
    ]);
  });
});

describe('the client of Anthropic', () => {
  it.each([
    ['AnthropicBedrock()', 'client.messages.create(model="a", max_tokens=1, messages=[])', ['bedrock-runtime InvokeModel {modelId: a}']],
    [
      'AnthropicBedrock(aws_region="eu-west-1")',
      'client.messages.stream(model="a", max_tokens=1, messages=[])',
      ['bedrock-runtime InvokeModelWithResponseStream {modelId: a} in eu-west-1'],
    ],
    ['Anthropic(api_key="k")', 'client.messages.create(model="a")', []],
  ])('%s calls Bedrock where it is the one of Bedrock', (made, used, expected) => {
    const { calls, lost } = seen(
      `from anthropic import Anthropic, AnthropicBedrock\nclient = ${made}\ndef handler(event, context):\n    return ${used}\n`,
    );
    expect([calls, lost]).toEqual([expected, []]);
  });
});
