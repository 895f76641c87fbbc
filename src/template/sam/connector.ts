/**
 * Connectors: the policies and permissions that SAM makes from "this reads or writes that", as far as a function is at one end.
 * SAM "AWS::Serverless::Connector", "Supported source and destination resource types for connectors".
 */
import type { Declaration } from '../declaration.ts';
import { FUNCTION_TYPES } from '../functions/function.ts';
import { at, attribute, fromJson, intrinsicOf, type Node, reference, scalar, sequence, stringOf, stringsOf } from '../source/node.ts';
import type { Expansion } from './expansion.ts';

type Category = 'Read' | 'Write';
/** actions with the resources they are granted on; `{arn}` and `{name}` are those of the other end */
type Grant = readonly (readonly [actions: readonly string[], resources: readonly string[]])[];
type Grants = Readonly<Partial<Record<Category, Grant>>>;

const objects = ['{arn}', '{arn}/*'];
const indexes = ['{arn}', '{arn}/index/*'];
const executions = ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:{name}:*'];

/** What the role of a function gets on the destination of a connector. */
const FROM_FUNCTION: Readonly<Record<string, Grants>> = {
  'AWS::Lambda::Function': { Write: [[['lambda:InvokeAsync', 'lambda:InvokeFunction'], ['{arn}']]] },
  'AWS::S3::Bucket': {
    Read: [
      [
        [
          's3:GetObject',
          's3:GetObjectAcl',
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectTorrent',
          's3:GetObjectVersion',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTorrent',
          's3:ListBucket',
          's3:ListBucketMultipartUploads',
          's3:ListBucketVersions',
          's3:ListMultipartUploadParts',
        ],
        objects,
      ],
    ],
    Write: [
      [
        [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:DeleteObjectVersion',
          's3:PutObject',
          's3:PutObjectLegalHold',
          's3:PutObjectRetention',
          's3:RestoreObject',
        ],
        objects,
      ],
    ],
  },
  'AWS::DynamoDB::Table': {
    Read: [
      [
        [
          'dynamodb:GetItem',
          'dynamodb:Query',
          'dynamodb:Scan',
          'dynamodb:BatchGetItem',
          'dynamodb:ConditionCheckItem',
          'dynamodb:PartiQLSelect',
        ],
        indexes,
      ],
    ],
    Write: [
      [
        [
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DeleteItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:PartiQLDelete',
          'dynamodb:PartiQLInsert',
          'dynamodb:PartiQLUpdate',
        ],
        indexes,
      ],
    ],
  },
  'AWS::SQS::Queue': {
    Read: [[['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], ['{arn}']]],
    Write: [[['sqs:DeleteMessage', 'sqs:SendMessage', 'sqs:ChangeMessageVisibility', 'sqs:PurgeQueue'], ['{arn}']]],
  },
  'AWS::SNS::Topic': { Write: [[['sns:Publish'], ['{arn}']]] },
  'AWS::StepFunctions::StateMachine': {
    Read: [
      [['states:DescribeStateMachine', 'states:ListExecutions'], ['{arn}']],
      [['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'], executions],
    ],
    Write: [
      [['states:StartExecution', 'states:StartSyncExecution'], ['{arn}']],
      [['states:StopExecution'], executions],
    ],
  },
  'AWS::Events::EventBus': { Write: [[['events:PutEvents'], ['{arn}']]] },
  'AWS::Location::PlaceIndex': {
    Read: [
      [
        [
          'geo:DescribePlaceIndex',
          'geo:GetPlace',
          'geo:SearchPlaceIndexForPosition',
          'geo:SearchPlaceIndexForSuggestions',
          'geo:SearchPlaceIndexForText',
        ],
        ['{arn}'],
      ],
    ],
  },
};

/** What the role of a function gets on the source of a connector that it polls. */
const TO_FUNCTION: Readonly<Record<string, Grants>> = {
  'AWS::DynamoDB::Table': {
    Read: [[['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'], ['{arn}/stream/*']]],
  },
  'AWS::SQS::Queue': {
    Read: [[['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], ['{arn}']]],
    Write: [[['sqs:DeleteMessage'], ['{arn}']]],
  },
};

/** Services that may invoke the function at the other end. */
const INVOKERS: ReadonlyMap<string, string> = new Map([
  ['AWS::Events::Rule', 'events.amazonaws.com'],
  ['AWS::SNS::Topic', 'sns.amazonaws.com'],
  ['AWS::S3::Bucket', 's3.amazonaws.com'],
  ['AWS::ApiGateway::RestApi', 'apigateway.amazonaws.com'],
  ['AWS::ApiGatewayV2::Api', 'apigateway.amazonaws.com'],
  ['AWS::AppSync::GraphQLApi', 'appsync.amazonaws.com'],
]);

const SAM_TYPES: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Api', 'AWS::ApiGateway::RestApi'],
  ['AWS::Serverless::Function', 'AWS::Lambda::Function'],
  ['AWS::Serverless::HttpApi', 'AWS::ApiGatewayV2::Api'],
  ['AWS::Serverless::SimpleTable', 'AWS::DynamoDB::Table'],
  ['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine'],
]);

export function expandConnector(connector: Declaration, expansion: Expansion): void {
  const { properties } = connector;
  const destination = at(properties, 'Destination');
  const destinations = destination?.kind === 'sequence' ? destination.items : destination ? [destination] : [];
  const categories = stringsOf(at(properties, 'Permissions')).filter((item): item is Category => item === 'Read' || item === 'Write');
  const source = endOf(at(properties, 'Source'), expansion);
  destinations.forEach((node, index) => {
    const target = endOf(node, expansion);
    const suffix = destinations.length > 1 ? `Destination${index}` : '';
    if (!source || !target) {
      expansion.report({
        code: 'connector-open',
        severity: 'warning',
        message: `an end of the connector ${connector.id} is no resource of the template by Id; what it grants is not read`,
        span: node.span,
      });
      return;
    }
    if (FUNCTION_TYPES.has(source.type))
      grant(connector, `${connector.id}Policy${suffix}`, source, target, FROM_FUNCTION, categories, expansion);
    if (!FUNCTION_TYPES.has(target.type)) return;
    grant(connector, `${connector.id}Policy${suffix}`, target, source, TO_FUNCTION, categories, expansion);
    const principal = INVOKERS.get(plainType(source));
    if (principal !== undefined) invoke(connector, `${connector.id}WriteLambdaPermission${suffix}`, principal, source, target, expansion);
  });
}

function endOf(node: Node | undefined, expansion: Expansion): Declaration | undefined {
  const id = stringOf(at(node, 'Id'));
  return id === undefined ? undefined : expansion.declarations.get(id);
}

const plainType = ({ type }: Declaration): string => SAM_TYPES.get(type) ?? type;

function grant(
  connector: Declaration,
  id: string,
  fn: Declaration,
  other: Declaration,
  table: Readonly<Record<string, Grants>>,
  categories: readonly Category[],
  expansion: Expansion,
): void {
  const type = plainType(other);
  const grants = Object.hasOwn(table, type) ? table[type] : undefined;
  const role = roleOf(fn);
  if (!grants || !role) return;
  const { span } = connector;
  const statements = categories
    .flatMap((category) => grants[category] ?? [])
    .map(([actions, resources]) =>
      fromJson({ Effect: 'Allow', Action: actions, Resource: resources.map((pattern) => sub(pattern, other)) }, span),
    );
  if (statements.length === 0) return;
  const document = fromJson({ Version: '2012-10-17' }, span);
  const statement = sequence(statements, span);
  const entries =
    document.kind === 'mapping' ? new Map([...document.entries, ['Statement', { span, value: statement }] as const]) : new Map();
  expansion.add(
    connector,
    id,
    'AWS::IAM::ManagedPolicy',
    { PolicyDocument: { kind: 'mapping', entries, span }, Roles: sequence([role], span) },
    span,
  );
}

/** `Ref` of the function's role: SAM's own, or the one that `Role` names. */
function roleOf(fn: Declaration): Node | undefined {
  const role = at(fn.properties, 'Role');
  if (!role) return fn.type === 'AWS::Serverless::Function' ? reference(`${fn.id}Role`, fn.span) : undefined;
  const intrinsic = intrinsicOf(role);
  const argument = intrinsic?.name === 'Fn::GetAtt' ? intrinsic.argument : undefined;
  const id = argument?.kind === 'sequence' ? stringOf(argument.items[0]) : stringOf(argument)?.split('.')[0];
  return id === undefined ? undefined : reference(id, fn.span);
}

/** Types whose `Ref` is the ARN have no attribute for it everywhere; both spellings evaluate to the same text. */
function sub(pattern: string, other: Declaration): unknown {
  const name = pattern.includes('{name}') ? 'Name' : 'Arn';
  return { 'Fn::Sub': [pattern.replace(/(?<!\$)\{(?:arn|name)\}/, () => '${End}'), { End: { 'Fn::GetAtt': [other.id, name] } }] };
}

function invoke(connector: Declaration, id: string, principal: string, source: Declaration, fn: Declaration, expansion: Expansion): void {
  const { span } = connector;
  const api = principal === 'apigateway.amazonaws.com';
  const arn = api
    ? fromJson({ 'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${source.id}}/*` }, span)
    : attribute(source.id, 'Arn', span);
  expansion.add(
    connector,
    id,
    'AWS::Lambda::Permission',
    {
      Action: scalar('lambda:InvokeFunction', span),
      FunctionName: reference(fn.id, span),
      Principal: scalar(principal, span),
      SourceArn: arn,
      ...(principal === 's3.amazonaws.com' ? { SourceAccount: reference('AWS::AccountId', span) } : {}),
    },
    span,
  );
}
