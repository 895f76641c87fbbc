import { describe, expect, it } from 'vitest';
import { action, resourceTypes } from '../catalog/iam.ts';
import { sdkClient } from '../catalog/sdk-client.ts';
import { operations } from '../catalog/sdk-operation.ts';
import { ruleOf } from './catalog-rule.ts';
import { compareTable, formatComparison } from './compare-table.ts';
import {
  compareOperation,
  describeOperation,
  formatOperation,
  namedActions,
  type OperationDescription,
  possibleActions,
} from './operation.ts';
import { SERVICES } from './registry.ts';

function described(name: string, parameters: Readonly<Record<string, string>> = {}): OperationDescription {
  const answer = describeOperation(name, new Map(Object.entries(parameters)));
  if (answer.kind !== 'described') throw new Error(`${name} is not described`);
  return answer.description;
}

describe('a parameter that the operation does not have', () => {
  it('is refused, since the real one would be taken as absent', () => {
    const answer = describeOperation('s3:PutObject', new Map([['acl', 'public-read']]));
    expect(answer).toEqual({ kind: 'unknown', why: 's3:PutObject has no parameter acl; did you mean ACL?', suggestions: [] });
    expect(describeOperation('s3:PutObject', new Map([['ACL', 'public-read']])).kind).toBe('described');
    expect(describeOperation('textract:DetectDocumentText', new Map([['Document.S3Object', 'x']])).kind).toBe('described');
  });
});

describe('the data of operations', () => {
  it('names only actions that exist, in their exact case', () => {
    expect(namedActions().filter((name) => action(name)?.id !== name)).toEqual([]);
  });

  it('names only operations that the SDK has, but for those that AWS documents and no SDK carries', () => {
    const strange = SERVICES.flatMap((rules) =>
      Object.keys(rules.operations)
        .filter((name) => !rules.clients.some((client) => operations(client).has(name)))
        .map((name) => `${rules.clients[0]}:${name}`),
    );
    expect(strange).toEqual([]);
  });

  it('reads only parameters that the operation has', () => {
    const strange: string[] = [];
    for (const rules of SERVICES)
      for (const [name, rule] of Object.entries(rules.operations)) {
        const members = new Set(rules.clients.flatMap((client) => operations(client).get(name)?.input ?? []));
        for (const row of rule.rows) {
          if (row.kind !== 'allow') continue;
          for (const parameter of row.when?.parameters ?? []) {
            const root = /^[^.[{]*/.exec(parameter)?.[0] ?? '';
            if (!members.has(root)) strange.push(`${rules.clients[0]}:${name} ${parameter}`);
          }
        }
      }
    expect(strange).toEqual([]);
  });

  it('asks for no action that does not exist, whatever the operation', () => {
    const made = SERVICES.flatMap((rules) => rules.clients).flatMap((client) =>
      [...operations(client).keys()].flatMap((name) => possibleActions(client, name) ?? []),
    );
    expect([...new Set(made)].filter((id) => action(id)?.id !== id)).toEqual([]);
  });

  it('fills only variables and types that the catalog has, from parameters that an operation has', () => {
    const dead = SERVICES.flatMap((rules) => {
      const types = resourceTypes(rules.prefix);
      const variables = new Set(types.flatMap(({ arnFormat }) => [...arnFormat.matchAll(/\$\{([^}]+)\}/g)].map((m) => m[1] ?? '')));
      const names = new Set(types.map(({ name }) => name));
      const known = rules.clients.flatMap((client) => [...operations(client).values()]);
      const members = new Set(known.flatMap(({ input }) => input));
      const isKey = (key: string): boolean => variables.has(key) || names.has(key);
      const [client = ''] = rules.clients;
      return Object.entries(rules.members ?? {}).flatMap(([key, paths]) => {
        const dot = key.indexOf('.');
        const [of, rest] = [key.slice(0, dot), key.slice(dot + 1)];
        const fits = key === '*' || isKey(key) || (dot > 0 && isKey(rest) && (names.has(of) || known.some(({ name }) => name === of)));
        const strange = paths.filter((path) => !members.has(/^[^.[{]*/.exec(path)?.[0] ?? ''));
        return [...(fits ? [] : [`${client}: ${key}`]), ...strange.map((path) => `${client}: ${key} from ${path}`)];
      });
    });
    expect(dead).toEqual([]);
  });

  it('redirects only operations that exist, to actions that exist', () => {
    const strange = SERVICES.flatMap((rules) =>
      Object.entries(rules.actions ?? {}).filter(
        ([operation, name]) => !action(`${rules.prefix}:${name}`) || !rules.clients.some((client) => operations(client).has(operation)),
      ),
    );
    expect(strange).toEqual([]);
  });

  it('describes no client twice', () => {
    const clients = SERVICES.flatMap((rules) => rules.clients);
    expect(clients.filter((client, i) => clients.indexOf(client) !== i || !sdkClient(client))).toEqual([]);
  });

  it('gives no reason for a difference that is none', () => {
    for (const rules of SERVICES)
      for (const [name, reasons] of Object.entries(rules.differs ?? {})) {
        if (name === '*') continue;
        const possible = rules.clients.flatMap((client) => possibleActions(client, name) ?? []);
        const own = `${rules.prefix}:${name}`;
        // an action that is asked for is a difference only as one that is added: never the operation's own name alone
        for (const named of Object.keys(reasons))
          expect(possible.length === 1 && possible[0] === named && named === own, `${own} ${named}`).toBe(false);
      }
  });
});

describe('pinhole operation', () => {
  it('lists every way an operation can go', () => {
    const { needs, client } = described('s3:CopyObject');
    expect(client).toBe('s3');
    const acl = needs.find((need) => need.action === 's3:PutObjectAcl');
    expect(acl).toMatchObject({ needed: 'maybe', when: expect.stringContaining('ACL is given') });
    expect(needs.find((need) => need.action === 's3:PutObject')).toMatchObject({
      needed: 'yes',
      resource: 'arn:${Partition}:s3:::${Bucket}/${Key}',
    });
  });

  it('decides by the given parameters', () => {
    const { needs } = described('s3:CopyObject', { ACL: 'private' });
    expect(needs.find((need) => need.action === 's3:PutObjectAcl')?.needed).toBe('yes');
    expect(needs.find((need) => need.action === 's3:PutObjectTagging' && need.offered === undefined)?.needed).toBe('no');
    const query = described('dynamodb:query', { IndexName: 'i' });
    expect(query.needs.filter((need) => need.needed === 'yes').map((need) => need.resource)).toEqual([
      'arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}',
    ]);
  });

  it('takes IAM prefixes for clients, and the parameters of items', () => {
    expect(described('states:StartExecution').client).toBe('sfn');
    expect(described('bedrock:Converse').client).toBe('bedrock-runtime');
    const { needs } = described('dynamodb:TransactWriteItems', { Put: '' });
    expect(needs.filter((need) => need.needed === 'yes').map((need) => need.action)).toEqual(['dynamodb:PutItem']);
  });

  it('shows the condition that belongs to a need', () => {
    expect(described('scheduler:CreateSchedule').needs.find((need) => need.action === 'iam:PassRole')).toMatchObject({
      when: 'Target.RoleArn is given',
      conditions: { 'iam:PassedToService': ['scheduler.amazonaws.com'] },
    });
  });

  it('describes other services by the catalog, and never an action that does not exist', () => {
    expect(described('comprehend:DetectSentiment').needs).toMatchObject([{ action: 'comprehend:DetectSentiment', needed: 'yes' }]);
    expect(described('fis:ListExperiments').ownRows).toBe(false);
    expect(ruleOf('s3', 'NoSuchOperation').kind).toBe('unknown');
    expect(ruleOf('nosuchclient', 'Get').kind).toBe('unknown');
  });

  it('says what it does not know, and what was perhaps meant', () => {
    expect(describeOperation('s3')).toMatchObject({ kind: 'unknown' });
    expect(describeOperation('s3:CopyObj')).toMatchObject({ kind: 'unknown', suggestions: ['s3:CopyObject'] });
    expect(describeOperation('cognito-identity-provider:SignUp').kind).toBe('unsigned');
  });

  it('reads as text', () => {
    const text = formatOperation(described('s3:HeadObject'));
    expect(text).toMatch(/^s3:HeadObject\n {2}needs s3:GetObject when VersionId is not given\n/);
    expect(text).toContain("where this differs from AWS's table");
  });
});

describe('the comparison with a table', () => {
  const table = (operation: string, ...actions: readonly string[]) => ({
    services: { sqs: { sdk: ['sqs'], operations: { [operation]: actions.map((name) => ({ action: name })) } } },
  });

  it('finds what is missing and what is added', () => {
    expect(compareTable(table('SendMessageBatch', 'sqs:SendMessage')).unexplained).toBe(0);
    const { compared, unexplained } = compareTable(table('SendMessageBatch', 'sqs:SendMessageBatch'));
    expect(unexplained).toBe(1);
    expect(compared[0]?.differences).toEqual([
      { action: 'sqs:SendMessageBatch', kind: 'missing' },
      { action: 'sqs:SendMessage', kind: 'added' },
    ]);
    expect(formatComparison(compareTable(table('SendMessageBatch', 'sqs:SendMessage')))).toContain('1 equal');
  });

  it('takes a difference with a reason in the data', () => {
    expect(compareOperation('states', 'StartExecution', [])).toEqual([]);
    const [difference] = compareOperation('sfn', 'StartExecution', ['states:StartExecution', 'states:DescribeExecution']);
    expect(difference).toMatchObject({ action: 'states:DescribeExecution', kind: 'missing', reason: expect.any(String) });
  });

  it('agrees with rows of AWS over tags, roles, other names and requests that are not signed', () => {
    const row = (...actions: readonly string[]) => actions.map((name) => ({ action: name }));
    const several = {
      services: {
        athena: { sdk: ['athena'], operations: { CreateWorkGroup: row('athena:CreateWorkGroup', 'athena:TagResource', 'iam:PassRole') } },
        glue: {
          sdk: ['glue'],
          operations: {
            GetColumnStatisticsForTable: row('glue:GetTable'),
            UpdateJob: row('glue:GetUsageProfile', 'glue:UpdateJob', 'iam:PassRole'),
          },
        },
        ec2: { sdk: ['ec2'], operations: { RunInstances: row('ec2:CreateTags', 'ec2:RunInstances', 'iam:PassRole') } },
        es: { sdk: ['opensearch'], operations: { DescribeDomain: row('es:DescribeDomain', 'es:DescribeElasticsearchDomain') } },
        'cognito-idp': { sdk: ['cognito-idp'], operations: { SignUp: row('cognito-idp:SignUp') } },
        apigateway: { sdk: ['apigateway'], operations: { CreateStage: row('apigateway:POST', 'apigateway:PUT') } },
      },
    };
    const { compared, unexplained } = compareTable(several);
    expect(unexplained).toBe(0);
    const differing = compared.flatMap(({ operation, differences }) => differences.map(({ action: id }) => `${operation} ${id}`));
    expect(differing).toEqual([
      'UpdateJob glue:GetUsageProfile',
      'DescribeDomain es:DescribeElasticsearchDomain',
      'SignUp cognito-idp:SignUp',
    ]);
  });

  it('refuses another form', () => {
    expect(() => compareTable({ services: { sqs: { sdk: ['sqs'], operations: { A: 'x' } } } })).toThrow(TypeError);
  });
});
