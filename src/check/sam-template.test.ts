// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../test/support/app.ts';
import { samPolicyTemplate, samPolicyTemplateNames } from '../catalog/index.ts';
import type { Datum } from '../model/datum.ts';
import { displayText } from '../model/text.ts';
import { granted } from '../policy/grant.ts';
import { readPolicy } from '../policy/parse.ts';
import { samTemplateDocument } from './sam-template.ts';

const name: Datum = { kind: 'text', text: [nameOf('Thing')] };
const read = (template: string, parameters: ReadonlyMap<string, Datum>) => {
  const document = samTemplateDocument(template, parameters);
  if (typeof document === 'string') throw new Error(document);
  return readPolicy(document, 'identity').policy;
};
const resourcesOf = (template: string, parameters: ReadonlyMap<string, Datum>): readonly string[] =>
  read(template, parameters).statements.flatMap((one) => one.resource?.entries.map((entry) => displayText(entry.source)) ?? []);

describe('samTemplateDocument', () => {
  it.each(samPolicyTemplateNames())('%s is a policy once its parameters are given', (template) => {
    const parameters = new Map((samPolicyTemplate(template)?.parameters ?? []).map((parameter) => [parameter, name]));
    const policy = read(template, parameters);
    expect(policy.unreadable).toBeUndefined();
    expect(policy.statements.length).toBeGreaterThan(0);
    for (const statement of policy.statements) expect([statement.faults, statement.open]).toEqual([[], []]);
  });

  it('puts a symbolic name into the ARN', () => {
    expect(resourcesOf('S3ReadPolicy', new Map([['BucketName', name]]))).toEqual([
      'arn:${AWS::Partition}:s3:::${Thing}',
      'arn:${AWS::Partition}:s3:::${Thing}/*',
    ]);
  });

  it('keeps alternatives under their conditions', () => {
    const either: Datum = {
      kind: 'choice',
      options: [
        { when: [{ name: 'Prod', holds: true }], value: { kind: 'text', text: ['live'] } },
        { when: [{ name: 'Prod', holds: false }], value: { kind: 'text', text: ['test'] } },
      ],
    };
    const { statements } = read('SNSPublishMessagePolicy', new Map([['TopicName', either]]));
    expect(
      statements.map((one) => [
        one.when[0]?.holds,
        displayText(one.resource?.entries[0]?.source ?? [])
          .split(':')
          .at(-1),
      ]),
    ).toEqual([
      [true, 'live'],
      [false, 'test'],
    ]);
  });

  it('grants perhaps where a parameter is missing', () => {
    const policy = read('SNSPublishMessagePolicy', new Map());
    expect(granted([policy], { action: 'sns:Publish', resource: ['arn:aws:sns:eu-west-1:123456789012:x'] }).verdict).toBe('unknown');
  });

  it('says that there is no such template', () => {
    expect(samTemplateDocument('NoSuchPolicy', new Map())).toContain('NoSuchPolicy');
  });
});
