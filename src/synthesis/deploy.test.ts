// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the format of Fn::Sub
import { describe, expect, it } from 'vitest';
import { ARNS, appOf, lambda, nameOf, need, parameter, resource, SPAN } from '../../test/support/app.ts';
import type { App, LambdaFunction, Resource } from '../model/app.ts';
import type { Deployment } from '../model/derivation.ts';
import type { Need } from '../model/need.ts';
import { text } from '../model/text.ts';
import { namedConditions } from './conditions.ts';
import { deploymentsOf } from './deploy.ts';
import { findCycle } from './graph.ts';
import { namesIn } from './print/intrinsic.ts';
import { printerOf } from './print/printer.ts';
import { roleResources } from './role.ts';
import { statementsOf } from './statements.ts';

const deploy = (app: App, needs: ReadonlyMap<string, readonly Need[]>): readonly Deployment[] => {
  const printer = printerOf(app);
  return deploymentsOf(
    app,
    app.functions.map((fn) => ({ fn, statements: statementsOf(needs.get(fn.id) ?? [], () => undefined) })),
    printer,
  );
};

/** The references of the template with the printed roles in it, counted from what is printed. */
function resultingGraph(app: App, deployments: readonly Deployment[]): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map([...app.resources].map(([id, one]) => [id, new Set(one.references)]));
  const setting = { printer: printerOf(app), conditions: namedConditions(new Set()) };
  app.functions.forEach((fn, i) => {
    const deployment = deployments[i];
    if (!deployment) return;
    for (const [id, content] of roleResources(fn, deployment, setting)) graph.set(id, new Set(namesIn(content)));
    graph.get(fn.id)?.add(deployment.roleId);
  });
  return graph;
}

const sidsOf = (deployment: Deployment | undefined) => ({
  role: deployment?.inline.map(({ statement }) => statement.actions.join()) ?? [],
  apart: deployment?.attached.flatMap((policy) => policy.statements.map(({ statement }) => statement.actions.join())) ?? [],
});

interface Loop {
  readonly title: string;
  readonly resources: readonly Resource[];
  readonly needs: readonly Need[];
}

/** Each template has a resource that waits for the function, and a function that needs that resource. */
const LOOPS: readonly Loop[] = [
  {
    title: 'a bucket that waits for the permission of its notification',
    resources: [
      resource('Bucket', 'AWS::S3::Bucket', { arn: ARNS.bucket, references: ['Permission'] }),
      resource('Permission', 'AWS::Lambda::Permission', { references: ['Fn'] }),
    ],
    needs: [need('s3:GetObject', text(...ARNS.bucket(nameOf('Bucket')), '/*'))],
  },
  {
    title: 'a user pool with the function as its trigger',
    resources: [resource('Pool', 'AWS::Cognito::UserPool', { arn: ARNS.userPool, references: ['Fn'] })],
    needs: [need('cognito-idp:AdminGetUser', ARNS.userPool(nameOf('Pool')))],
  },
  {
    title: 'a REST API that integrates the function',
    resources: [resource('Api', 'AWS::Serverless::Api', { references: ['Fn'] })],
    needs: [need('execute-api:Invoke', text('arn:aws:execute-api:*:*:', nameOf('Api'), '/*'))],
  },
  {
    title: 'a topic that the function subscribes to and publishes to',
    resources: [resource('Topic', 'AWS::SNS::Topic', { arn: ARNS.topic, references: ['Fn'] })],
    needs: [need('sns:Publish', ARNS.topic(nameOf('Topic')))],
  },
  {
    title: 'a state machine that invokes the function which starts it',
    resources: [
      resource('Machine', 'AWS::StepFunctions::StateMachine', { arn: ARNS.stateMachine, references: ['MachineRole', 'Fn'] }),
      resource('MachineRole', 'AWS::IAM::Role', { references: ['Fn'] }),
    ],
    needs: [need('states:StartExecution', ARNS.stateMachine(nameOf('Machine')))],
  },
  {
    title: 'a key whose policy names the function’s role',
    resources: [resource('Key', 'AWS::KMS::Key', { arn: ARNS.key, references: ['FnRole'] })],
    needs: [need('kms:Decrypt', ARNS.key(nameOf('Key')), { kind: 'encryption' })],
  },
  {
    title: 'the log group of the function itself',
    resources: [],
    needs: [need('logs:PutLogEvents', ARNS.logGroup('/aws/lambda/', nameOf('Fn')), { kind: 'baseline' })],
  },
];

describe('deploymentsOf', () => {
  for (const loop of LOOPS) {
    const app = appOf([...loop.resources, resource('Fn', 'AWS::Serverless::Function', { arn: ARNS.function })], [lambda('Fn')]);
    const inOnePlace = need('dynamodb:PutItem', ARNS.table('elsewhere'));

    it(`closes no loop: ${loop.title}`, () => {
      const deployments = deploy(app, new Map([['Fn', [...loop.needs, inOnePlace]]]));
      expect(findCycle(resultingGraph(app, deployments))).toBeUndefined();
      expect(sidsOf(deployments[0])).toEqual({ role: ['dynamodb:PutItem'], apart: loop.needs.map((one) => one.action) });
    });

    it(`would have closed one: ${loop.title}`, () => {
      const deployments = deploy(app, new Map([['Fn', loop.needs]]));
      const naive = deployments.map((one) => ({ ...one, attached: [], inline: one.attached.flatMap((policy) => policy.statements) }));
      expect(findCycle(resultingGraph(app, naive))).toBeDefined();
    });
  }

  it('closes no loop between functions that invoke each other', () => {
    const functions = [lambda('Ping'), lambda('Pong')];
    const app = appOf(
      functions.map((fn) => resource(fn.id, 'AWS::Serverless::Function', { arn: ARNS.function })),
      functions,
    );
    const invoke = (id: string) => [need('lambda:InvokeFunction', ARNS.function(nameOf(id)))];
    const deployments = deploy(
      app,
      new Map([
        ['Ping', invoke('Pong')],
        ['Pong', invoke('Ping')],
      ]),
    );
    expect(findCycle(resultingGraph(app, deployments))).toBeUndefined();
    expect(deployments.map((one) => one.inline.length)).toEqual([1, 0]);
  });

  it('leaves a function without loops one role and no more', () => {
    const app = appOf(
      [resource('Table', 'AWS::DynamoDB::Table', { arn: ARNS.table }), resource('Fn', 'AWS::Lambda::Function')],
      [lambda('Fn')],
    );
    const [deployment] = deploy(app, new Map([['Fn', [need('dynamodb:PutItem', ARNS.table(nameOf('Table')))]]]));
    expect(deployment).toMatchObject({ roleId: 'FnRole', attached: [], findings: [] });
  });

  it('takes a new logical id where today’s role is declared, and names no role twice', () => {
    const fn = lambda('Fn', { role: { roleId: 'FnRole', kind: 'declared', sharedWith: ['Other'], attachments: [] } });
    const app = appOf([resource('FnRole', 'AWS::IAM::Role'), resource('Fn', 'AWS::Lambda::Function', { references: ['FnRole'] })], [fn]);
    expect(deploy(app, new Map())[0]?.roleId).toBe('FnRole2');
  });
});

describe('grants that AWS tries while it deploys', () => {
  const polled = (name: readonly [string] | undefined, references: readonly string[]) =>
    appOf(
      [
        resource('Queue', 'AWS::SQS::Queue', { arn: ARNS.queue, references, ...(name ? { name } : {}) }),
        resource('Fn', 'AWS::Serverless::Function', { arn: ARNS.function }),
      ],
      [lambda('Fn')],
    );
  const poll = (queue: Need['resource']) => new Map([['Fn', [need('sqs:ReceiveMessage', queue, { kind: 'eventSource' as const })]]]);

  it('stay in the role', () => {
    const app = polled(undefined, []);
    const [deployment] = deploy(app, poll(ARNS.queue(nameOf('Queue'))));
    expect(sidsOf(deployment)).toEqual({ role: ['sqs:ReceiveMessage'], apart: [] });
  });

  it('are spelled by the declared name where a reference would close a loop', () => {
    const app = polled(['inbox'], ['Fn']);
    const deployments = deploy(app, poll(ARNS.queue('inbox')));
    expect(sidsOf(deployments[0]).role).toEqual(['sqs:ReceiveMessage']);
    expect(findCycle(resultingGraph(app, deployments))).toBeUndefined();
    expect(JSON.stringify([...roleOf(app, deployments)])).toContain(':inbox');
  });

  it('take the pattern of generated names as the last resort, with a warning', () => {
    const app = polled(undefined, ['Fn']);
    const deployments = deploy(app, poll(ARNS.queue(nameOf('Queue'))));
    expect(findCycle(resultingGraph(app, deployments))).toBeUndefined();
    expect(JSON.stringify([...roleOf(app, deployments)])).toContain('${AWS::StackName}-Queue-*');
    expect(deployments[0]?.findings.map((one) => one.code)).toEqual(['generated-name-pattern']);
  });

  it('of a custom resource are told to be awaited when they stand beside the role', () => {
    const properties = { kind: 'map', entries: [], open: false } as const;
    const trigger = {
      kind: 'customResource',
      properties,
      resource: 'Setup',
      type: 'Custom::Setup',
      path: 'Setup',
      span: SPAN,
      when: [],
    } as const;
    const app = appOf([resource('Fn', 'AWS::Lambda::Function', { arn: ARNS.function })], [lambda('Fn', { triggers: [trigger] })]);
    const logs = need('logs:PutLogEvents', ARNS.logGroup('/aws/lambda/', nameOf('Fn')), { kind: 'baseline' });
    const apart = deploy(app, new Map([['Fn', [logs]]]));
    expect(apart[0]?.findings.map((one) => one.message)).toEqual(['Setup runs Fn during deployment: add DependsOn: FnPolicy to Setup']);
    const inside = deploy(app, new Map([['Fn', [need('s3:GetObject', ARNS.bucket('other'))]]]));
    expect(inside[0]?.findings).toEqual([]);
  });

  it('are reported where nothing else is left', () => {
    const app = appOf(
      [
        resource('Store', 'AWS::S3::Bucket', { arn: ARNS.bucket, references: ['Fn'] }),
        resource('Fn', 'AWS::Lambda::Function', { arn: ARNS.function }),
      ],
      [lambda('Fn')],
    );
    const deployments = deploy(app, new Map([['Fn', [need('s3:PutObject', ARNS.bucket(nameOf('Store')), { kind: 'destination' })]]]));
    expect(deployments[0]?.findings.map((one) => one.code)).toEqual(['grant-after-use']);
    expect(findCycle(resultingGraph(app, deployments))).toBeUndefined();
  });

  const roleOf = (app: App, deployments: readonly Deployment[]) => {
    const [deployment] = deployments;
    const [fn] = app.functions;
    if (!deployment || !fn) throw new Error('the test has one function');
    return roleResources(fn, deployment, { printer: printerOf(app), conditions: namedConditions(new Set()) });
  };
});

describe('template conditions', () => {
  const prod = [{ name: 'Prod', holds: true }];
  const app = appOf(
    [
      resource('Table', 'AWS::DynamoDB::Table', { arn: ARNS.table, when: prod }),
      resource('Named', 'AWS::DynamoDB::Table', { arn: ARNS.table, name: [parameter('TableName')], when: prod }),
      resource('Fn', 'AWS::Serverless::Function', { arn: ARNS.function }),
    ],
    [lambda('Fn')],
  );
  const print = (needs: readonly Need[], fn: LambdaFunction | undefined = app.functions[0]) => {
    const [deployment] = deploy(app, new Map([['Fn', needs]]));
    if (!deployment || !fn) throw new Error('the test has one function');
    const conditions = namedConditions(new Set(['Prod']));
    return { content: roleResources(fn, deployment, { printer: printerOf(app), conditions }), conditions };
  };

  it('stay on an inline policy by Fn::If', () => {
    const { content } = print([need('dynamodb:PutItem', ARNS.table(nameOf('Table')), { when: prod })]);
    expect(content.get('FnRole')?.Properties.Policies).toMatchObject([
      { 'Fn::If': ['Prod', { PolicyName: 'FnProd' }, { Ref: 'AWS::NoValue' }] },
    ]);
  });

  it('stay on a policy of its own by Condition', () => {
    const { content, conditions } = print([
      need('logs:PutLogEvents', ARNS.logGroup('/aws/lambda/', nameOf('Fn')), { when: [{ name: 'Prod', holds: false }] }),
    ]);
    expect(content.get('FnPolicyUnlessProd')?.Condition).toBe('NotProd');
    expect([...conditions.made]).toEqual([['NotProd', { 'Fn::Not': [{ Condition: 'Prod' }] }]]);
  });

  it('forbid to name a resource that may not be there', () => {
    const { content } = print([need('dynamodb:PutItem', ARNS.table(parameter('TableName')))]);
    expect(JSON.stringify(content.get('FnRole'))).toContain('table/${TableName}');
    expect([...namesIn(content.get('FnRole'))]).not.toContain('Named');
  });
});

describe('quotas', () => {
  const app = appOf([resource('Fn', 'AWS::Lambda::Function', { arn: ARNS.function })], [lambda('Fn')]);
  const many = Array.from({ length: 400 }, (_, i) => need('dynamodb:PutItem', ARNS.table(`a-table-with-a-long-name-${i}`)));

  it('move what is too much for inline policies to managed policies of at most 6,144 characters', () => {
    const needs = [...many, need('sqs:ReceiveMessage', ARNS.queue('inbox'), { kind: 'eventSource' })];
    const [deployment] = deploy(app, new Map([['Fn', needs]]));
    expect(deployment?.inline.map(({ statement }) => statement.sid)).toEqual(['PollInbox']);
    const managed = deployment?.attached.filter((policy) => policy.kind === 'managed') ?? [];
    expect(managed.length).toBeGreaterThan(1);
    const [fn] = app.functions;
    if (!fn || !deployment) throw new Error('the test has one function');
    const content = roleResources(fn, deployment, { printer: printerOf(app), conditions: namedConditions(new Set()) });
    for (const { id } of managed) {
      // as long as the deployed document can get
      const deployed = JSON.stringify(content.get(id)?.Properties.PolicyDocument)
        .replaceAll('{"Fn::Sub":', '')
        .replaceAll('"}', '"')
        .replaceAll('${AWS::Partition}', 'aws-us-gov')
        .replaceAll('${AWS::Region}', 'ap-southeast-1')
        .replaceAll('${AWS::AccountId}', '123456789012');
      expect(deployed).not.toContain('${');
      expect(deployed.length).toBeLessThanOrEqual(6144);
    }
    const granted = managed.flatMap((policy) => policy.statements.flatMap(({ statement }) => statement.resources));
    expect(granted).toHaveLength(400);
    const sids = managed.flatMap((policy) => policy.statements.map(({ statement }) => statement.sid));
    expect(new Set(sids).size).toBe(sids.length);
  });
});
