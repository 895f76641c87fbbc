/**
 * One spelling for every resource expression of a template, so that `!GetAtt Table.Arn`, `!Sub "arn:…:table/${Table}"` and the
 * declared name compare as equal. Works on plain JSON and knows nothing of how pinhole reads templates.
 */
const HERE = '${AWS::Region}:${AWS::AccountId}';

/** Type → the ARN of a resource of that name. */
const ARNS = new Map([
  ...['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable'].map((type) => [
    type,
    `dynamodb:${HERE}:table/`,
  ]),
  ...['AWS::Lambda::Function', 'AWS::Serverless::Function'].map((type) => [type, `lambda:${HERE}:function:`]),
  ...['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'].map((type) => [type, `states:${HERE}:stateMachine:`]),
  ['AWS::S3::Bucket', 's3:::'],
  ['AWS::SQS::Queue', `sqs:${HERE}:`],
  ['AWS::SNS::Topic', `sns:${HERE}:`],
  ['AWS::Events::EventBus', `events:${HERE}:event-bus/`],
  ['AWS::Kinesis::Stream', `kinesis:${HERE}:stream/`],
  ['AWS::KMS::Key', `kms:${HERE}:key/`],
]);
const REF_IS_ARN = new Set([
  'AWS::SNS::Topic',
  'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::StateMachine',
  'AWS::SecretsManager::Secret',
  'AWS::Lambda::LayerVersion',
  'AWS::Serverless::LayerVersion',
]);
const ARN_ATTRIBUTES = new Set(['Arn', 'TopicArn', 'StateMachineArn']);
const NAME_ATTRIBUTES = new Set(['QueueName', 'TopicName', 'Name', 'TableName']);
const MAX_DEPTH = 16;

/** `resources`: logical id → { type, name? }, `name` an expression. Gives the function that spells an expression. */
export function spelling(resources) {
  const spell = (value, variables = {}, depth = 0) => tidy(raw(value, variables, depth));

  function raw(value, variables, depth) {
    if (value === null || value === undefined) return '';
    if (depth > MAX_DEPTH) return '${…}';
    const inner = (item, scope = variables) => spell(item, scope, depth + 1);
    if (Array.isArray(value)) return value.map((item) => inner(item)).join(',');
    if (typeof value !== 'object') return String(value);
    const [[name, argument]] = Object.entries(value);
    switch (name) {
      case 'Ref':
        return ref(argument, variables, inner);
      case 'Fn::GetAtt': {
        const [id, ...attribute] = Array.isArray(argument) ? argument : argument.split('.');
        return attributeOf(id, attribute.join('.'), inner);
      }
      case 'Fn::Sub': {
        const [text, own = {}] = Array.isArray(argument) ? argument : [argument];
        return substitute(text, { ...variables, ...own }, inner);
      }
      case 'Fn::Join':
        return Array.isArray(argument[1]) ? argument[1].map((item) => inner(item)).join(argument[0]) : `\${join:${inner(argument[1])}}`;
      case 'Fn::ImportValue':
        return `\${import:${inner(argument)}}`;
      case 'Fn::If':
        return `\${if:${argument[0]}?${inner(argument[1])}:${inner(argument[2])}}`;
      default:
        return `\${${name}:${JSON.stringify(argument)}}`;
    }
  }

  const nameOf = (id, inner) => (resources[id]?.name === undefined ? `\${${id}}` : inner(resources[id].name, {}));
  const arnOf = (id, inner) => `arn:\${AWS::Partition}:${ARNS.get(resources[id].type)}${nameOf(id, inner)}`;

  function ref(id, variables, inner) {
    if (Object.hasOwn(variables, id)) return inner(variables[id], {});
    const type = resources[id]?.type;
    if (type === undefined) return `\${${id}}`;
    if (type === 'AWS::SQS::Queue') return `\${${id}.QueueUrl}`;
    if (REF_IS_ARN.has(type)) return ARNS.has(type) ? arnOf(id, inner) : `\${${id}}`;
    return nameOf(id, inner);
  }

  function attributeOf(id, attribute, inner) {
    const type = resources[id]?.type;
    if (type !== undefined && REF_IS_ARN.has(type) && (ARN_ATTRIBUTES.has(attribute) || attribute === 'Id')) return ref(id, {}, inner);
    if (attribute === 'Arn' && ARNS.has(type)) return arnOf(id, inner);
    return type !== undefined && NAME_ATTRIBUTES.has(attribute) ? nameOf(id, inner) : `\${${id}.${attribute}}`;
  }

  function substitute(text, variables, inner) {
    return text
      .split(/(\$\{[^}]*\})/)
      .map((part) => {
        if (!part.startsWith('${') || part.startsWith('${!')) return part.replace('${!', '${');
        const name = part.slice(2, -1);
        if (name.startsWith('AWS::')) return part;
        const dot = name.indexOf('.');
        return Object.hasOwn(variables, name) || dot < 0
          ? ref(name, variables, inner)
          : attributeOf(name.slice(0, dot), name.slice(dot + 1), inner);
      })
      .join('');
  }

  return (value) => spell(value);
}

const tidy = (text) => text.replace(/^arn:aws:/, 'arn:${AWS::Partition}:');
