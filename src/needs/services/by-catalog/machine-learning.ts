/** Language, vision and predictions. */
import { equals } from '../../predicate.ts';
import { ANY } from '../../resource.ts';
import { need, passRole, type ServiceRules } from '../../rule.ts';
import { service } from './said.ts';

const bedrockMembers: ServiceRules['members'] = {
  AgentId: ['agentId'],
  AgentAliasId: ['agentAliasId'],
  FlowId: ['flowIdentifier'],
  FlowAliasId: ['aliasIdentifier'],
  PromptId: ['promptIdentifier'],
  PromptVersion: ['promptVersion'],
  KnowledgeBaseId: ['knowledgeBaseId'],
  GuardrailId: ['guardrailIdentifier'],
  'foundation-model.ResourceId': ['modelIdentifier', 'modelId', 'baseModelIdentifier'],
  'custom-model.ResourceId': ['modelIdentifier'],
  'model-customization-job.ResourceId': ['jobIdentifier'],
  'model-invocation-job.JobIdentifier': ['jobIdentifier'],
  'evaluation-job.ResourceId': ['jobIdentifier'],
  'provisioned-model.ResourceId': ['provisionedModelId'],
  'inference-profile.ResourceId': ['inferenceProfileIdentifier'],
  'application-inference-profile.ResourceId': ['inferenceProfileIdentifier'],
  'imported-model.ResourceId': ['modelIdentifier'],
  'prompt-router.ResourceId': ['promptRouterArn'],
};
const lexV2: ServiceRules['members'] = {
  BotId: ['botId'],
  BotAliasId: ['botAliasId'],
  TestSetId: ['testSetId'],
  'bot version.BotName': [],
  'bot alias.BotName': [],
};
const PERSONALIZE = ['personalize.amazonaws.com'];

/** Amazon Comprehend finds out the language in the name of the caller. Source: Amazon Translate, "Automatic language detection". */
const detected = need('comprehend:DetectDominantLanguage', ANY, equals('SourceLanguageCode', 'auto'));

export const MACHINE_LEARNING: readonly ServiceRules[] = [
  service('comprehend', 'comprehend', { passedTo: ['comprehend.amazonaws.com'] }),
  service('comprehendmedical', 'comprehendmedical', { passedTo: ['comprehendmedical.amazonaws.com'] }),
  service('translate', 'translate', {
    differs: { '*': { 'comprehend:DetectDominantLanguage': 'the language of a text is detected with the permissions of the caller' } },
    passedTo: ['translate.amazonaws.com'],
    members: { 'terminology.ResourceName': ['Name', 'TerminologyNames[]'], 'parallel-data.ResourceName': ['Name', 'ParallelDataNames[]'] },
    besides: { TranslateText: [detected], TranslateDocument: [detected], StartTextTranslationJob: [detected] },
  }),
  service(['bedrock', 'bedrock-agent'], 'bedrock', { passedTo: ['bedrock.amazonaws.com'], members: bedrockMembers }),
  // the version of a bot is reached by its alias
  service('lex-runtime-service', 'lex', { members: { BotName: ['botName'], BotAlias: ['botAlias'], BotVersion: ['botAlias'] } }),
  service('lex-runtime-v2', 'lex', { members: { BotId: ['botId'], BotAliasId: ['botAliasId'] } }),
  service('lex-model-building-service', 'lex', {
    passedTo: ['lex.amazonaws.com'],
    members: {
      'bot.BotName': ['botName', 'name'],
      'bot version.BotName': ['botName', 'name'],
      BotVersion: ['version', 'botVersion', 'versionOrAlias'],
      ChannelName: ['name'],
      'bot alias.BotAlias': ['name', 'botAlias'],
      'channel.BotAlias': ['botAlias'],
    },
  }),
  service('lex-models-v2', 'lex', { passedTo: ['lexv2.amazonaws.com'], members: lexV2 }),
  service('personalize', 'personalize', { passedTo: PERSONALIZE, members: { solution: ['solutionArn', 'solutionVersionArn'] } }),
  service('personalize-events', 'personalize'),
  service('personalize-runtime', 'personalize'),
  service('forecast', 'forecast', {
    passedTo: ['forecast.amazonaws.com'],
    members: { forecastExport: ['ForecastExportJobArn'] },
    besides: { CreateDataset: [passRole('EncryptionConfig.RoleArn', 'forecast.amazonaws.com')] },
  }),
  service('forecastquery', 'forecast'),
  service('kendra', 'kendra', {
    passedTo: ['kendra.amazonaws.com'],
    members: { 'data-source.DataSourceId': ['DataSourceId', 'Id'], ExperienceId: ['Id'] },
  }),
  service('sagemaker-runtime', 'sagemaker'),
  service('sagemaker', 'sagemaker', { passedTo: ['sagemaker.amazonaws.com'] }),
];
