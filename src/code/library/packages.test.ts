import { describe, expect, it } from 'vitest';
import { REVIEWED } from '../javascript/resolve/reviewed.ts';
import { isHarmlessDependency, isModelled, isTypesOnly, reachesAws, soundsLikeAws } from './packages.ts';

describe('which packages are modelled', () => {
  it('goes by name and by scope', () => {
    for (const name of ['aws-sdk', '@aws-sdk/client-s3', '@smithy/core', '@middy/ssm', 'aws-xray-sdk-core', 'aws4'])
      expect(isModelled(name)).toBe(true);
    for (const name of ['aws-sdk-mock', '@aws-sdk', '@aws-sdkx/a', 'constructor', '']) expect(isModelled(name)).toBe(false);
  });

  it('holds the parts of the SDK that send nothing, which do not reach AWS', () => {
    expect(isModelled('@smithy/types')).toBe(true);
    expect(reachesAws('@smithy/types')).toBe(false);
    expect(reachesAws('@smithy/core')).toBe(true);
    expect(reachesAws('dynamoose')).toBe(true);
    for (const name of ['@aws-lambda-powertools/logger', '@middy/core', '@middy/http-router'])
      expect([isModelled(name), reachesAws(name)]).toEqual([true, false]);
    for (const name of ['@aws-lambda-powertools/parameters', '@aws-lambda-powertools/idempotency', '@middy/ssm'])
      expect(reachesAws(name)).toBe(true);
  });

  it('agrees with the reviewed list and with the packages of types', () => {
    for (const name of REVIEWED) expect([name, isModelled(name) || reachesAws(name) || isTypesOnly(name)]).toEqual([name, false]);
  });
});

describe('what a name or a dependency tells', () => {
  it('hears AWS in a name', () => {
    for (const name of ['my-s3-thing', '@org/dynamodb', 'dynamodb-geo', 'awsome-aws', 'winston-cloudwatch'])
      expect(soundsLikeAws(name)).toBe(true);
    for (const name of ['uuid', 'lasso', 'snsx', 'drawsvg']) expect(soundsLikeAws(name)).toBe(false);
  });

  it('lets a dependency pass where it needs no permission', () => {
    expect(isHarmlessDependency('mongodb', '@aws-sdk/credential-providers')).toBe(true);
    expect(isHarmlessDependency('request', 'aws4')).toBe(true);
    expect(isHarmlessDependency('mongodb', 'aws-sdk')).toBe(false);
  });
});
