import { describe, expect, it } from 'vitest';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { type Hole, PARTITION, type Part, type Text, text } from '../../model/text.ts';
import { jsonDatum } from '../json-datum.ts';
import { parsePolicy, readPolicy } from '../parse.ts';
import type { PolicyKind, Statement } from '../statement.ts';

const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
const NO_VALUE: Hole = { kind: 'pseudo', name: 'AWS::NoValue', chars: 'any' };
const parse = (statement: object, kind: PolicyKind = 'identity') => parsePolicy({ Version: '2012-10-17', Statement: [statement] }, kind);
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('what is wrong with a statement', () => {
  it.each<[string, PolicyKind, object, string, readonly string[]]>([
    ['what is right', 'identity', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }, '', []],
    [
      'an effect in lower case',
      'identity',
      { Effect: 'allow', Action: 's3:GetObject', Resource: '*' },
      'effect',
      ['error statement-effect \u00a7.Effect: the Effect is "Allow" or "Deny", in this case'],
    ],
    [
      'a Deny in lower case',
      'identity',
      { Effect: 'deny', Action: 's3:GetObject', Resource: '*' },
      'effect',
      ['error statement-effect \u00a7.Effect: the Effect is "Allow" or "Deny", in this case'],
    ],
    [
      'another effect',
      'identity',
      { Effect: 'Permit', Action: 's3:GetObject', Resource: '*' },
      'effect',
      ['error statement-effect \u00a7.Effect: the Effect is "Allow" or "Deny", in this case'],
    ],
    [
      'an effect that is no string',
      'identity',
      { Effect: true, Action: 's3:GetObject', Resource: '*' },
      'effect',
      ['error statement-effect \u00a7.Effect: the Effect is "Allow" or "Deny", in this case'],
    ],
    [
      'no effect',
      'identity',
      { Action: 's3:GetObject', Resource: '*' },
      'effect',
      ['error statement-effect \u00a7.Effect: the statement has no Effect'],
    ],
    [
      'an unknown element',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Actions: '*' },
      'statement',
      ['error statement-element \u00a7.Actions: a statement has no element "Actions"'],
    ],
    [
      'an element in another case',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', condition: {} },
      'statement',
      ['error statement-element \u00a7.condition: the element "condition" is spelled "Condition"'],
    ],
    [
      'an empty element',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', '': 1 },
      'statement',
      ['error statement-element \u00a7.: a statement has no element ""'],
    ],
    [
      'a Sid that is no string',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Sid: 7 },
      '',
      ['error statement-sid \u00a7.Sid: the Sid is a string'],
    ],
    [
      'a Sid with a space',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Sid: 'a b' },
      '',
      ['error statement-sid \u00a7.Sid: a Sid in IAM has letters and digits only'],
    ],
    ['a Sid with a space in a trust policy', 'trust', { Effect: 'Allow', Action: 's3:GetObject', Sid: 'a b', Principal: '*' }, '', []],
    ['a Sid with a space in an SCP', 'scp', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Sid: 'a b' }, '', []],
    [
      'no action',
      'identity',
      { Effect: 'Allow', Resource: '*' },
      'action',
      ['error missing-action \u00a7.Action: the statement has neither Action nor NotAction'],
    ],
    [
      'Action and NotAction',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', NotAction: 's3:*' },
      'action',
      ['error unsupported-element-combination \u00a7.NotAction: a statement has Action or NotAction, not both'],
    ],
    ['NotAction', 'identity', { Effect: 'Allow', Resource: '*', NotAction: 's3:*' }, '', []],
    [
      'no actions',
      'identity',
      { Effect: 'Allow', Action: [], Resource: '*' },
      '',
      ['warning empty-action \u00a7.Action: the list is empty, so it matches nothing'],
    ],
    [
      'an action that is no string',
      'identity',
      { Effect: 'Allow', Action: 7, Resource: '*' },
      'action',
      ['error invalid-action \u00a7.Action: the value is not a string'],
    ],
    [
      'an action that is null',
      'identity',
      { Effect: 'Allow', Action: [null], Resource: '*' },
      'action',
      ['error invalid-action \u00a7.Action[0]: the value is not a string'],
    ],
    [
      'an action that is an object',
      'identity',
      { Effect: 'Allow', Action: { a: 1 }, Resource: '*' },
      'action',
      ['error invalid-action \u00a7.Action: the value is not a string'],
    ],
    [
      'actions that are wrong',
      'identity',
      { Effect: 'Allow', Action: ['s3:*', 'x', ':x', 's3:', 's3:a:b', 's3:a b', 's*:x'], Resource: '*' },
      'action',
      [
        'error invalid-action \u00a7.Action[1]: an action is "service:Name" or "*"',
        'error invalid-action \u00a7.Action[2]: the service before the colon is missing',
        'error invalid-action \u00a7.Action[3]: the name after the colon is missing',
        'error invalid-action \u00a7.Action[4]: an action has one colon, between its service and its name',
        'error invalid-action \u00a7.Action[5]: an action cannot hold " "',
        'warning wildcard-service \u00a7.Action[6]: a wildcard in the service of an action is not documented; name the service',
      ],
    ],
    [
      'an action with a strange character',
      'identity',
      { Effect: 'Allow', Action: 's3:\u0101', Resource: '*' },
      'action',
      ['error invalid-character \u00a7.Action: the value holds a character outside U+0020 to U+00FF'],
    ],
    [
      'a strange character elsewhere',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::\u0101', Principal: '*' },
      '',
      [],
    ],
    ['characters that IAM takes', 'identity', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::\u00ff\t\n\r ~' }, '', []],
    [
      'a character that IAM does not take',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::\u0007' },
      'resource',
      ['error invalid-character \u00a7.Resource: the value holds a character outside U+0020 to U+00FF'],
    ],
    [
      'no resource',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject' },
      'resource',
      ['error missing-resource \u00a7.Resource: the statement has neither Resource nor NotResource'],
    ],
    [
      'Resource and NotResource',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', NotResource: '*' },
      'resource',
      ['error unsupported-element-combination \u00a7.NotResource: a statement has Resource or NotResource, not both'],
    ],
    [
      'a resource that is wrong',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: ['*', 'b', 'arn:aws:sqs', ''] },
      'resource',
      [
        'error invalid-resource \u00a7.Resource[1]: a resource is "*" or starts with "arn:"',
        'warning incomplete-arn \u00a7.Resource[2]: the ARN has 3 of six fields; the missing ones stand for "*"',
        'error invalid-resource \u00a7.Resource[3]: the resource is empty',
      ],
    ],
    [
      'an incomplete ARN in a session policy',
      'session',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:sqs' },
      'resource',
      ['error invalid-resource \u00a7.Resource: the ARN has 3 of six fields, which a session policy may not leave out'],
    ],
    [
      'an incomplete ARN in a resource policy',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:sqs', Principal: '*' },
      '',
      ['warning incomplete-arn \u00a7.Resource: the ARN has 3 of six fields, so it names no resource'],
    ],
    [
      'an incomplete ARN in an RCP',
      'rcp',
      { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:sqs', Principal: '*' },
      '',
      ['warning incomplete-arn \u00a7.Resource: the ARN has 3 of six fields; the missing ones stand for "*"'],
    ],
    [
      'a principal in an identity policy',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' },
      'principal',
      ['error unsupported-principal \u00a7.Principal: this kind of policy has no Principal: it is attached to one'],
    ],
    [
      'a NotPrincipal in an SCP',
      'scp',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', NotPrincipal: '*' },
      'principal',
      ['error unsupported-principal \u00a7.NotPrincipal: this kind of policy has no Principal: it is attached to one'],
    ],
    [
      'no principal',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
      'principal',
      ['error missing-principal \u00a7.Principal: the statement has neither Principal nor NotPrincipal'],
    ],
    [
      'Principal and NotPrincipal',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*', NotPrincipal: '*' },
      'principal',
      ['error unsupported-element-combination \u00a7.NotPrincipal: a statement has Principal or NotPrincipal, not both'],
    ],
    [
      'a NotPrincipal that allows',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', NotPrincipal: '*' },
      'principal',
      ['error unsupported-principal \u00a7.NotPrincipal: NotPrincipal goes with Deny only'],
    ],
    ['a NotPrincipal that denies', 'resource', { Effect: 'Deny', Action: 's3:GetObject', Resource: '*', NotPrincipal: '*' }, '', []],
    [
      'a NotPrincipal in a trust policy',
      'trust',
      { Effect: 'Deny', Action: 's3:GetObject', NotPrincipal: '*' },
      'principal',
      ['error unsupported-principal \u00a7.NotPrincipal: this kind of policy takes no NotPrincipal'],
    ],
    [
      'a NotPrincipal in an RCP',
      'rcp',
      { Effect: 'Deny', Action: 's3:GetObject', Resource: '*', NotPrincipal: '*' },
      'principal',
      ['error unsupported-principal \u00a7.NotPrincipal: this kind of policy takes no NotPrincipal'],
    ],
    [
      'principals that are wrong',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: { AWS: ['*', 'bob', 7], Aws: '*', Service: '*' } },
      'principal',
      [
        'error invalid-principal \u00a7.Principal.AWS[1]: the principal "bob" is no account, user, role or session',
        'error invalid-principal \u00a7.Principal.Aws: "Aws" is no type of principal',
        'error invalid-principal \u00a7.Principal.Service: a service principal cannot hold a wildcard',
      ],
    ],
    [
      'a principal that is a string',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: 'bob' },
      'principal',
      ['error invalid-principal \u00a7.Principal: a Principal is "*" or an object of AWS, Service, Federated, CanonicalUser'],
    ],
    [
      'a principal that is a list',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: ['*'] },
      'principal',
      ['error invalid-principal \u00a7.Principal: a Principal is "*" or an object of AWS, Service, Federated, CanonicalUser'],
    ],
    [
      'a principal that is a number',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: { AWS: 123456789012 } },
      '',
      [],
    ],
    [
      'a principal that is a small number',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: { AWS: 12 } },
      '',
      [],
    ],
    [
      'a principal that is a boolean',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: { AWS: true } },
      'principal',
      ['error invalid-principal \u00a7.Principal.AWS: the value is not a string'],
    ],
    [
      'no principals',
      'resource',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: { AWS: [] } },
      '',
      ['warning empty-principal \u00a7.Principal.AWS: the list is empty, so it matches nothing'],
    ],
    ['no types of principals', 'resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: {} }, '', []],
    [
      'a resource in a trust policy',
      'trust',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' },
      'resource',
      ['error unsupported-resource \u00a7.Resource: a trust policy has no Resource: the role is the resource'],
    ],
    ['a repository policy', 'resource', { Effect: 'Allow', Action: 'ecr:*', Principal: '*' }, '', []],
    [
      'a repository policy about more',
      'resource',
      { Effect: 'Allow', Action: ['ecr:*', 's3:*'], Principal: '*' },
      'resource',
      ['error missing-resource \u00a7.Resource: the statement has neither Resource nor NotResource'],
    ],
    [
      'a repository policy about nothing',
      'resource',
      { Effect: 'Allow', Action: [], Principal: '*' },
      'resource',
      [
        'warning empty-action \u00a7.Action: the list is empty, so it matches nothing',
        'error missing-resource \u00a7.Resource: the statement has neither Resource nor NotResource',
      ],
    ],
    [
      'a repository policy about all else',
      'resource',
      { Effect: 'Allow', Principal: '*', NotAction: 'ecr:*' },
      'resource',
      ['error missing-resource \u00a7.Resource: the statement has neither Resource nor NotResource'],
    ],
    [
      'an identity policy about repositories',
      'identity',
      { Effect: 'Allow', Action: 'ecr:*' },
      'resource',
      ['error missing-resource \u00a7.Resource: the statement has neither Resource nor NotResource'],
    ],
    [
      'an RCP that allows',
      'rcp',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' },
      'effect',
      ['error rcp-syntax \u00a7.Effect: a resource control policy of your own only denies'],
    ],
    ['RCPFullAWSAccess', 'rcp', { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }, '', []],
    [
      'RCPFullAWSAccess with a condition',
      'rcp',
      { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*', Condition: {} },
      'effect',
      ['error rcp-syntax \u00a7.Effect: a resource control policy of your own only denies'],
    ],
    [
      'an RCP about everything',
      'rcp',
      { Effect: 'Deny', Action: '*', Resource: '*', Principal: '*' },
      '',
      ['error rcp-syntax \u00a7.Action: an action of a resource control policy names its service; AWS refuses "*"'],
    ],
    [
      'an RCP about everything among other actions',
      'rcp',
      { Effect: 'Deny', Action: ['s3:GetObject', '*'], Resource: '*', Principal: '*' },
      '',
      ['error rcp-syntax \u00a7.Action: an action of a resource control policy names its service; AWS refuses "*"'],
    ],
    ['an RCP about one action', 'rcp', { Effect: 'Deny', Action: 's3:GetObject', Resource: '*', Principal: '*' }, '', []],
    [
      'an RCP with NotAction',
      'rcp',
      { Effect: 'Deny', Principal: '*', NotAction: 's3:*', Resource: '*' },
      'action',
      ['error rcp-syntax \u00a7.NotAction: a resource control policy takes no NotAction'],
    ],
    [
      'an RCP about one principal',
      'rcp',
      { Effect: 'Deny', Action: 's3:GetObject', Resource: '*', Principal: { AWS: '*' } },
      'principal',
      ['error rcp-syntax \u00a7.Principal: the Principal of a resource control policy is "*"'],
    ],
    [
      'an RCP about somebody',
      'rcp',
      { Effect: 'Deny', Action: 's3:GetObject', Resource: '*', Principal: 'x' },
      'principal',
      [
        'error invalid-principal \u00a7.Principal: a Principal is "*" or an object of AWS, Service, Federated, CanonicalUser',
        'error rcp-syntax \u00a7.Principal: the Principal of a resource control policy is "*"',
      ],
    ],
    [
      'conditions that are right',
      'identity',
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: '*',
        Condition: { StringEquals: { 'a:b': ['x', 1, true] }, 'ForAnyValue:StringLikeIfExists': { 'c:d': 'y*' }, Null: { 'e:f': false } },
      },
      '',
      [],
    ],
    [
      'a condition that is a string',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: 'x' },
      'condition',
      ['error invalid-condition \u00a7.Condition: a Condition is an object of operators'],
    ],
    [
      'a condition that is a list',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: [] },
      'condition',
      ['error invalid-condition \u00a7.Condition: a Condition is an object of operators'],
    ],
    [
      'an operator that is a string',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { Bool: 'x' } },
      'condition',
      ['error invalid-condition \u00a7.Condition.Bool: an operator holds an object of condition keys'],
    ],
    [
      'an operator that does not exist',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { Is: { 'a:b': 'x' }, Bool: { 'a:b': 'true' } } },
      'condition',
      ['error invalid-condition-operator \u00a7.Condition.Is: the operator "Is" does not exist'],
    ],
    [
      'a set operator that does not exist',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { 'ForSome:Bool': { 'a:b': 'true' } } },
      'condition',
      ['error invalid-condition-operator \u00a7.Condition.ForSome:Bool: the set operator "ForSome" does not exist'],
    ],
    [
      'keys that are none',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { username: 'x', ':x': 'x', 'x:': 'x' } } },
      'condition',
      [
        'error invalid-condition-key \u00a7.Condition.StringLike.username: "username" is no condition key, such as aws:SourceArn',
        'error invalid-condition-key \u00a7.Condition.StringLike.:x: ":x" is no condition key, such as aws:SourceArn',
        'error invalid-condition-key \u00a7.Condition.StringLike.x:: "x:" is no condition key, such as aws:SourceArn',
      ],
    ],
    [
      'a key that comes twice',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'a:b': 'x', 'A:B': 'y' } } },
      'condition',
      ['error repeated-condition-key \u00a7.Condition.StringLike.A:B: the condition key "A:B" is there twice, whatever its case'],
    ],
    [
      'a key of two operators',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'a:b': 'x' }, StringEquals: { 'a:b': 'y' } } },
      '',
      [],
    ],
    [
      'values that are none',
      'identity',
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: '*',
        Condition: { StringLike: { 'a:b': [null, { x: 1 }, ['x']] }, Bool: { 'a:b': 'maybe' } },
      },
      'condition',
      [
        'error invalid-condition \u00a7.Condition.StringLike.a:b[0]: the value is not a string',
        'error invalid-condition \u00a7.Condition.StringLike.a:b[1]: the value is not a string',
        'error invalid-condition \u00a7.Condition.StringLike.a:b[2]: the value is not a string',
        'error invalid-condition-value \u00a7.Condition.Bool.a:b: "maybe" is no Boolean',
      ],
    ],
    [
      'no values',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'a:b': [] } } },
      '',
      ['warning empty-condition \u00a7.Condition.StringLike.a:b: the list is empty, so it matches nothing'],
    ],
    [
      'variables that are none',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::${', Condition: { StringLike: { 'a:b': ['${', '${x}', '${}'] } } },
      'resource condition',
      [
        'error invalid-resource \u00a7.Resource: the policy variable has no closing brace',
        'error invalid-variable \u00a7.Condition.StringLike.a:b[0]: the policy variable has no closing brace',
        'error invalid-variable \u00a7.Condition.StringLike.a:b[2]: the policy variable is empty',
      ],
    ],
    [
      'variables where none are',
      'identity',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { NumericEquals: { 'a:b': '${x:y}' } } },
      'condition',
      ['error invalid-condition-value \u00a7.Condition.NumericEquals.a:b: "${x:y}" is no number'],
    ],
  ])('%s: %s', (_name, kind, statement, faults, told) => {
    const { policy, findings } = parse(statement, kind);
    expect(findings.map((one) => `${one.severity} ${one.code} ${one.message.replaceAll('Statement[0]', '§')}`)).toEqual(told);
    const elements = new Set(policy.statements.flatMap((one) => one.faults.map((fault) => fault.element)));
    expect([...elements].join(' ')).toBe(faults);
    for (const { path, message } of findings) expect(message.startsWith(`${path}: `)).toBe(true);
    for (const { path, message } of policy.statements.flatMap((one) => one.faults))
      expect(findings.map((one) => one.message)).toContain(`${path}: ${message}`);
  });

  it('and that it is too long', () => {
    const long = (length: number) => parse({ ...allow, Resource: `arn:aws:s3:::${'a'.repeat(length)}` }).findings.map((one) => one.message);
    expect(long(4083)).toEqual([]);
    expect(long(4084)).toEqual(['Statement[0].Resource: the value has more than 4096 characters']);
  });

  it('and that it is no object: it may have been a Deny of anything', () => {
    const { policy, findings } = parsePolicy({ Version: '2012-10-17', Statement: ['x', 7] }, 'identity');
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      ...Array(4).fill('statement-type Statement[0]: a statement is an object'),
      ...Array(4).fill('statement-type Statement[1]: a statement is an object'),
    ]);
    expect(policy.statements[1]).toMatchObject({
      effect: 'Deny',
      index: 1,
      path: 'Statement[1]',
      faults: [{ element: 'principal' }, { element: 'action' }, { element: 'resource' }, { element: 'condition' }],
      open: [],
    });
  });
});

describe('a statement that is compiled', () => {
  const effectOf = (Effect: unknown) => parse({ ...allow, Effect }).policy.statements.map((one) => one.effect);
  it('keeps its parts', () => {
    const [statement] = parse({
      ...allow,
      Sid: 'One',
      Action: ['s3:Get*', 's3:Put*'],
      Condition: { 'ForAnyValue:StringNotLikeIfExists': { 'AWS:TagKeys': ['a', 1] } },
    }).policy.statements;
    expect(statement).toMatchObject({
      effect: 'Allow',
      sid: 'One',
      index: 0,
      path: 'Statement[0]',
      when: [],
      action: { negated: false, entries: [{ source: ['s3:Get*'], service: 's3' }, { source: ['s3:Put*'] }] },
      resource: { negated: false, entries: [{ shape: 'anything' }] },
      principal: undefined,
      conditions: [
        {
          operator: 'ForAnyValue:StringNotLikeIfExists',
          base: 'StringNotLike',
          set: 'ForAnyValue',
          ifExists: true,
          negated: true,
          key: 'AWS:TagKeys',
          lookupKey: 'aws:tagkeys',
          values: [{ source: ['a'] }, { source: ['1'] }],
        },
      ],
      faults: [],
      open: [],
    });
    const [denied] = parse({ Effect: 'Deny', NotAction: 's3:*', NotResource: '*', NotPrincipal: '*' }, 'resource').policy.statements;
    expect(denied).toMatchObject({
      effect: 'Deny',
      sid: undefined,
      action: { negated: true },
      resource: { negated: true },
      principal: { negated: true, entries: [{ kind: 'everyone' }] },
    });
    expect(
      parse({ ...allow, Resource: undefined, Action: 'sts:AssumeRole', Principal: '*' }, 'trust').policy.statements[0]?.resource,
    ).toBeUndefined();
    expect(parse({ ...allow, Principal: { AWS: 12 } }, 'resource').policy.statements[0]?.principal?.entries).toEqual([
      { kind: 'account', account: '000000000012' },
    ]);
  });

  it('takes for a Deny what may have been meant as one', () => {
    expect(['Allow', 'Deny', 'allow', 'ALLOW', 'deny', 'x', 7, undefined].flatMap(effectOf)).toEqual([
      'Allow',
      'Deny',
      'Allow',
      'Allow',
      'Deny',
      'Deny',
      'Deny',
      'Deny',
    ]);
  });

  it('has nothing of what is not understood', () => {
    const [statement] = parse({
      Effect: 'Deny',
      Resource: 'arn:aws:s3:::\u0007',
      Condition: { Bool: { 'aws:SecureTransport': 'maybe' } },
    }).policy.statements;
    expect(statement).toMatchObject({ action: { negated: false, entries: [] }, resource: { entries: [] }, conditions: [] });
    expect(parse({ ...allow, Principal: 'bob' }, 'resource').policy.statements[0]?.principal).toEqual({ negated: false, entries: [] });
    const trusted = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Federated: '\u0101' } };
    expect(parse(trusted, 'trust').findings.map((one) => one.code)).toEqual(['invalid-character']);
  });

  it('has policy variables in the new version only', () => {
    const shape = (Version: unknown, Resource = 'arn:aws:s3:::${aws:username}') => {
      const Condition = { StringEquals: { 'a:b': '${aws:username}' } };
      const document = { ...(Version === undefined ? {} : { Version }), Statement: { ...allow, Resource, Condition } };
      const [statement] = parsePolicy(document, 'identity').policy.statements;
      return [statement?.resource?.entries[0]?.shape, statement?.conditions[0]?.values[0]?.shape];
    };
    expect(shape('2012-10-17')).toEqual(['variable', 'variable']);
    expect(shape('2008-10-17')).toEqual(['exact', 'exact']);
    expect(shape(undefined)).toEqual(['exact', 'exact']);
    expect(shape('2020-01-01')).toEqual(['variable', 'variable']);
  });
});

describe('what is wrong with a document', () => {
  const told = (document: unknown, kind: PolicyKind = 'identity') => {
    const { policy, findings } = parsePolicy(document, kind);
    const faults = policy.statements.flatMap((one) => one.faults.map((fault) => `${fault.element} ${fault.path}`));
    return [policy.version, policy.unreadable ?? '', ...findings.map((one) => `${one.severity} ${one.code} ${one.message}`), ...faults];
  };
  const Version = '2012-10-17';
  const sid = (Sid: string, Resource = '*') => ({ ...allow, Sid, Resource });
  it.each<[unknown, PolicyKind, readonly string[]]>([
    [{ Version, Statement: [allow] }, 'identity', ['2012-10-17', '']],
    [{ Version, Statement: allow }, 'identity', ['2012-10-17', '']],
    [
      { Statement: [allow] },
      'identity',
      ['2008-10-17', '', 'warning missing-version Version: without it the policy has no policy variables; write "2012-10-17"'],
    ],
    [{ Version: '2008-10-17', Statement: [allow] }, 'identity', ['2008-10-17', '']],
    [{ Version: '2008-10-17', Statement: [] }, 'resource', ['2008-10-17', '']],
    [
      { Version: '2012', Statement: [allow] },
      'identity',
      ['2012-10-17', '', 'error policy-version Version: the Version is "2012-10-17" or "2008-10-17"', 'statement Version'],
    ],
    [
      { Version: 2012, Statement: [allow] },
      'identity',
      ['2012-10-17', '', 'error policy-version Version: the Version is "2012-10-17" or "2008-10-17"', 'statement Version'],
    ],
    [
      { Version: '2008-10-17', Statement: [allow] },
      'scp',
      ['2008-10-17', '', 'error policy-version Version: the Version of this kind of policy is "2012-10-17"', 'statement Version'],
    ],
    [
      { Statement: [] },
      'rcp',
      [
        '2008-10-17',
        '',
        'warning missing-version Version: without it the policy has no policy variables; write "2012-10-17"',
        'error policy-version Version: the Version of this kind of policy is "2012-10-17"',
      ],
    ],
    [{ Version }, 'identity', ['2012-10-17', '', 'error missing-statement Statement: the policy has none, so it grants nothing']],
    [
      { Version, Id: 'x', Statement: [] },
      'identity',
      ['2012-10-17', '', 'warning policy-id Id: an Id belongs into resource-based policies only'],
    ],
    [{ Version, Id: 'x', Statement: [] }, 'scp', ['2012-10-17', '']],
    [{ Version, Id: 'x', Statement: [] }, 'resource', ['2012-10-17', '']],
    [{ Version, Id: 7, Statement: [] }, 'resource', ['2012-10-17', '', 'error policy-id Id: the Id is a string']],
    [
      { Version, Comment: 'x', Statement: [allow, allow] },
      'identity',
      ['2012-10-17', '', 'error policy-element Comment: a policy has no element "Comment"', 'statement Comment', 'statement Comment'],
    ],
    [
      { Version, STATEMENT: [] },
      'identity',
      [
        '2008-10-17',
        'the element "STATEMENT" is spelled "Statement"',
        'error policy-unreadable the policy cannot be read: the element "STATEMENT" is spelled "Statement"',
      ],
    ],
    ['[]', 'identity', ['2008-10-17', 'it is not an object', 'error policy-unreadable the policy cannot be read: it is not an object']],
    [7, 'identity', ['2008-10-17', 'it is not an object', 'error policy-unreadable the policy cannot be read: it is not an object']],
    [
      { Version, Statement: [sid('A'), sid('B'), sid('A')] },
      'identity',
      ['2012-10-17', '', 'error unique-sids Statement[2].Sid: the Sid "A" is also that of another statement'],
    ],
    [{ Version, Statement: [sid('A1'), sid('')] }, 'identity', ['2012-10-17', '']],
    [
      { Version, Statement: [sid('a-b'), sid(' a')] },
      'identity',
      [
        '2012-10-17',
        '',
        'error statement-sid Statement[0].Sid: a Sid in IAM has letters and digits only',
        'error statement-sid Statement[1].Sid: a Sid in IAM has letters and digits only',
      ],
    ],
  ])('%j as %s', (document, kind, wanted) => {
    expect(told(document, kind)).toEqual(wanted);
  });

  it('keeps its name, kind and what cannot be read', () => {
    expect(parsePolicy('{', 'scp', 'mine').policy).toMatchObject({ kind: 'scp', name: 'mine', statements: [] });
    expect(parsePolicy('{', 'scp').findings).toEqual([
      {
        code: 'policy-unreadable',
        severity: 'error',
        path: '',
        message: expect.stringMatching(/^the policy cannot be read: it is no JSON \(.+\)$/),
      },
    ]);
    expect(parsePolicy({ Version }, 'trust', 'mine').policy).toEqual({
      kind: 'trust',
      name: 'mine',
      version: '2012-10-17',
      statements: [],
      unreadable: undefined,
    });
  });
});

describe('a document of a template', () => {
  const string = (...parts: readonly Part[]): Datum => ({ kind: 'text', text: text(...parts) });
  const unknown = (reason: string): Datum => ({ kind: 'unknown', reason });
  const map = (entries: readonly (readonly [string | Text, Datum])[], open = false): MapDatum => ({
    kind: 'map',
    open,
    entries: entries.map(([key, value]) => ({ key: typeof key === 'string' ? [key] : key, value })),
  });
  const list = (items: readonly Datum[], open = false): Datum => ({ kind: 'list', items, open });
  const parts = (more: Readonly<Record<string, Datum | undefined>> = {}) =>
    Object.entries({ Effect: string('Allow'), Action: string('s3:*'), Resource: string('*'), ...more }).flatMap(([key, value]) =>
      value ? [[key, value] as const] : [],
    );
  const statement = (more: Readonly<Record<string, Datum | undefined>> = {}, open = false) => map(parts(more), open);
  const document = (...statements: readonly Datum[]) =>
    map([
      ['Version', string('2012-10-17')],
      ['Statement', list(statements)],
    ]);
  const read = (datum: Datum, kind: PolicyKind = 'identity') => {
    const { policy, findings } = readPolicy(datum, kind);
    return { ...policy, told: findings.map((one) => `${one.code} ${one.message}`) };
  };
  const one = (more: Readonly<Record<string, Datum | undefined>>, kind: PolicyKind = 'identity') => {
    const { statements, told } = read(document(statement(more)), kind);
    return { statements, told };
  };
  const shown = ({ effect, path, open }: Statement) => `${effect} ${path} ${open.join(', ')}`;

  it.each<[string, Datum, readonly string[]]>([
    ['that is not known', unknown('a macro'), ['Allow Statement a macro', 'Deny Statement a macro']],
    ['that is a parameter', string(P), ['Allow Statement ${P}', 'Deny Statement ${P}']],
    ['that is a parameter in part', string('x', P), ['Allow Statement x${P}', 'Deny Statement x${P}']],
    ['that is taken away', string(NO_VALUE), []],
    ['with a statement that is not known', document(unknown('x')), ['Allow Statement[0] x', 'Deny Statement[0] x']],
    ['with a statement that is a parameter in part', document(string('x', P)), ['Allow Statement[0] x${P}', 'Deny Statement[0] x${P}']],
    ['with a statement that is a parameter', document(string(P)), ['Allow Statement[0] ${P}', 'Deny Statement[0] ${P}']],
    ['with a statement that is taken away', document(string(NO_VALUE), statement()), ['Allow Statement[1] ']],
    [
      'with further statements',
      map([
        ['Version', string('2012-10-17')],
        ['Statement', list([statement()], true)],
      ]),
      [
        'Allow Statement[0] ',
        'Allow Statement[*] further statements that are not known',
        'Deny Statement[*] further statements that are not known',
      ],
    ],
    [
      'with statements that are not known',
      map([
        ['Version', string('2012-10-17')],
        ['Statement', unknown('x')],
      ]),
      ['Allow Statement x', 'Deny Statement x'],
    ],
    [
      'with further elements',
      map([['Version', string('2012-10-17')]], true),
      ['Allow Statement further elements that are not known', 'Deny Statement further elements that are not known'],
    ],
    [
      'with an element that is not known',
      map([
        ['Statement', list([])],
        [[P], string('x')],
      ]),
      ['Allow Statement the element ${P}', 'Deny Statement the element ${P}'],
    ],
    ['with further parts of a statement', document(statement({}, true)), ['Allow Statement[0] further elements that are not known']],
    ['with a part that is not known', document(map([...parts(), [[P], string('x')]])), ['Allow Statement[0] the element ${P}']],
    [
      'with an effect that is not known',
      document(statement({ Effect: unknown('x') })),
      ['Allow Statement[0] the effect', 'Deny Statement[0] the effect'],
    ],
    [
      'with an effect that is a parameter',
      document(statement({ Effect: string(P) })),
      ['Allow Statement[0] the effect', 'Deny Statement[0] the effect'],
    ],
    ['with conditions that are not known', document(statement({ Condition: unknown('x') })), ['Allow Statement[0] x']],
    [
      'with further conditions',
      document(statement({ Condition: map([], true) })),
      ['Allow Statement[0] further conditions that are not known'],
    ],
    [
      'with a condition that is a parameter',
      document(statement({ Condition: map([[[P], map([])]]) })),
      ['Allow Statement[0] the condition ${P}'],
    ],
    ['with keys that are not known', document(statement({ Condition: map([['Bool', unknown('x')]]) })), ['Allow Statement[0] x']],
  ])('%s', (_name, datum, wanted) => {
    const { statements, told, unreadable } = read(datum);
    expect(statements.map(shown)).toEqual(wanted);
    expect([unreadable, told.filter((message) => !message.startsWith('missing-version'))]).toEqual([undefined, []]);
  });

  it('may allow and may deny anything where nothing is known', () => {
    expect(read(unknown('x')).version).toBe('2008-10-17');
    const [allowed, denied] = read(unknown('x')).statements;
    const hole = { kind: 'runtime', reason: 'x', chars: 'any' };
    expect(allowed).toEqual({
      effect: 'Allow',
      sid: undefined,
      index: 0,
      path: 'Statement',
      when: [],
      action: { negated: false, entries: [expect.objectContaining({ tokens: [hole], service: undefined })] },
      resource: { negated: false, entries: [{ tokens: [hole], source: [hole], shape: 'symbolic', prefix: '' }] },
      principal: { negated: false, entries: [{ kind: 'unknown', reason: 'x' }] },
      conditions: [],
      faults: [],
      open: ['x'],
    });
    expect(denied).toEqual({ ...allowed, effect: 'Deny' });
  });

  it('has values that are not known', () => {
    const hole = (reason: string) => [{ kind: 'runtime', reason, chars: 'any' }];
    const choice: Datum = {
      kind: 'choice',
      options: [
        { when: [], value: string('a') },
        { when: [], value: string('b') },
      ],
    };
    const sources = (datum: Datum) => one({ Resource: datum }).statements[0]?.resource?.entries.map((entry) => entry.source);
    expect(sources(list([unknown('x'), string('*')]))).toEqual([hole('x'), ['*']]);
    expect(sources(list([string('*'), string(NO_VALUE)], true))).toEqual([['*'], hole('further values that are not known')]);
    expect(sources(list([], true))).toEqual([hole('further values that are not known')]);
    const named = (name: string): Hole => ({ kind: 'parameter', name, chars: 'any' });
    expect(sources(string(named('AWS::NoValue')))).toEqual([[named('AWS::NoValue')]]);
    expect(sources(string(PARTITION))).toEqual([[PARTITION]]);
    expect(sources(choice)).toEqual([hole('which of several values it is')]);
    expect(sources(string('arn:aws:s3:::', P))).toEqual([['arn:aws:s3:::', P]]);
    expect(one({ Resource: list([], true) }).told).toEqual([]);
    expect(one({ Resource: string(P, 'a'.repeat(4097)) }).told).toEqual([
      'value-too-long Statement[0].Resource: the value has more than 4096 characters',
    ]);
    expect(one({ Sid: string('S', P) }).statements[0]?.sid).toBe('S${P}');
  });

  it('has principals that are not known', () => {
    const entries = (Principal: Datum) => one({ Principal }, 'resource').statements[0]?.principal?.entries;
    expect(entries(unknown('x'))).toEqual([{ kind: 'unknown', reason: 'x' }]);
    expect(entries(string(P))).toEqual([{ kind: 'unknown', reason: '${P}' }]);
    expect(entries(map([], true))).toEqual([{ kind: 'unknown', reason: 'further principals that are not known' }]);
    expect(entries(map([['AWS', string('*')]], true))).toEqual([
      { kind: 'unknown', reason: 'further principals that are not known' },
      { kind: 'everyone' },
    ]);
    expect(one({ Principal: string(P), Effect: string('Deny') }, 'rcp').told).toEqual([
      'rcp-syntax Statement[0].Principal: the Principal of a resource control policy is "*"',
    ]);
  });

  it('says which elements are there twice', () => {
    const twice = read(document(map([...parts(), ['Action', string('s3:*')]])));
    expect(twice.statements[0]?.faults.map((fault) => fault.element)).toEqual(['statement']);
    expect(twice.told).toEqual(['repeated-element Statement[0].Action: the element "Action" is there twice']);
    const operator = ['Bool', map([])] as const;
    const { statements, told } = read(document(statement({ Condition: map([operator, operator]) })));
    expect(statements[0]?.faults.map((fault) => fault.element)).toEqual(['condition']);
    expect(told).toEqual(['repeated-element Statement[0].Condition.Bool: the operator "Bool" is there twice']);
    const version = ['Version', string('2012-10-17')] as const;
    expect(read(map([version, version])).unreadable).toBe('the element "Version" is there twice');
    expect(read(list([])).unreadable).toBe('it is not an object');
    expect(read(string('x')).unreadable).toBe('it is not an object');
  });

  it('may be one of several, and so may its statements', () => {
    const when = (name: string, holds = true) => [{ name, holds }];
    const pick = (name: string, yes: Datum, no: Datum): Datum => ({
      kind: 'choice',
      options: [
        { when: when(name), value: yes },
        { when: when(name, false), value: no },
      ],
    });
    const told = (datum: Datum) =>
      read(datum).statements.map((one) => [one.path, one.when.map((c) => `${c.holds ? '' : '!'}${c.name}`).join(' ')]);
    expect(told(pick('A', document(statement()), string(NO_VALUE)))).toEqual([['Statement[0]', 'A']]);
    expect(told(pick('A', document(statement()), unknown('x')))).toEqual([
      ['Statement[0]', 'A'],
      ['Statement', '!A'],
      ['Statement', '!A'],
    ]);
    const statements = (datum: Datum) =>
      map([
        ['Version', string('2012-10-17')],
        ['Statement', datum],
      ]);
    expect(told(statements(pick('A', list([statement(), pick('B', statement(), string(NO_VALUE))]), statement())))).toEqual([
      ['Statement[0]', 'A B'],
      ['Statement[1]', 'A B'],
      ['Statement[0]', 'A !B'],
      ['Statement', '!A'],
    ]);
    expect(told(statements(pick('A', list([pick('A', string(NO_VALUE), statement())]), string(NO_VALUE))))).toEqual([]);
    expect(told(pick('A', statements(list([pick('A', statement(), unknown('x'))])), string(NO_VALUE)))).toEqual([['Statement[0]', 'A']]);
    const same = read(document(pick('A', statement({ Sid: string('S') }), statement({ Sid: string('S'), Action: string('x:y') }))));
    expect([same.statements.length, same.told]).toEqual([2, []]);
    expect(jsonDatum('x')).toEqual(string('x'));
  });
});
