import { describe, expect, it } from 'vitest';
import { run } from '../../../test/support/interpret.ts';
import { sdkClients } from '../../catalog/index.ts';
import { MODELLED } from './packages.ts';

/** What importing the package and touching a member of it reports as lost. */
const lostIn = (name: string): readonly string[] =>
  run({ 'app.mjs': `import * as all from '${name}'; export const handler = () => all.something;` }).analysis.lost.map((lost) => lost.why);

/** A package of each scope that is listed as a whole. */
const EXAMPLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['@aws-sdk/*', ['@aws-sdk/client-s3', '@aws-sdk/util-arn-parser', '@aws-sdk/credential-providers', '@aws-sdk/credential-provider-ini']],
  ['@smithy/*', ['@smithy/node-http-handler', '@smithy/util-stream']],
  ['@middy/*', ['@middy/core', '@middy/http-cors', '@middy/ssm']],
  [
    '@aws-lambda-powertools/*',
    ['batch', 'commons', 'event-handler', 'idempotency', 'jmespath', 'kafka', 'logger', 'metrics', 'parameters', 'parser', 'tracer'].map(
      (name) => `@aws-lambda-powertools/${name}`,
    ),
  ],
]);

describe('packages that the resolver leaves to the library', () => {
  it('have a model', () => {
    for (const [name] of MODELLED)
      for (const example of EXAMPLES.get(name) ?? [name]) expect([example, lostIn(example)]).toEqual([example, []]);
  });

  it('have one for every client of the SDK', () => {
    const lines = sdkClients().map(({ id }) => `import * as c${id.replaceAll('-', '_')} from '@aws-sdk/client-${id}';`);
    const uses = sdkClients().map(({ id, javascriptClass }) => `new c${id.replaceAll('-', '_')}.${javascriptClass}({});`);
    const { analysis } = run({ 'app.mjs': `${lines.join('\n')}\nexport const handler = () => { ${uses.join('\n')} };` });
    expect(analysis.lost).toEqual([]);
  });

  it('are reported when a utility of theirs is not known', () => {
    expect(lostIn('@aws-lambda-powertools/time-travel')).toHaveLength(1);
    expect(lostIn('@aws-sdk/client-time-travel')).toHaveLength(1);
  });
});
