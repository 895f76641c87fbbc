/** Apps of several functions, to see what one gets of what another one sends. */
import { expect } from 'vitest';
import { CodeAnalyser, Files } from '../../src/code/index.ts';
import { appOf } from '../template-text.ts';
import { line } from './calls.ts';

export interface Fn {
  readonly file: string;
  readonly code: string;
  readonly env?: Readonly<Record<string, string>>;
  /** the target of an event source mapping */
  readonly from?: string;
  /** `Events` in YAML's flow form */
  readonly events?: string;
}

const RUNTIMES: Readonly<Record<string, readonly [string, string]>> = {
  mjs: ['nodejs22.x', 'handler'],
  py: ['python3.13', 'handler'],
  go: ['provided.al2023', 'bootstrap'],
  java: ['java21', 'handleRequest'],
};

function template(functions: Readonly<Record<string, Fn>>, resources: string): string {
  const each = Object.entries(functions).map(([id, { file, env = {}, from, events }]) => {
    const [base = '', ending = ''] = file.split('/').at(-1)?.split('.') ?? [];
    const [runtime = '', name = ''] = RUNTIMES[ending] ?? [];
    const handler = ending === 'go' ? 'bootstrap' : ending === 'java' ? `app.${base}::${name}` : `${base}.${name}`;
    const variables = Object.entries(env).map(([key, value]) => `${key}: ${value}`);
    const source = from ? `{ Queue: { Type: SQS, Properties: { Queue: !GetAtt ${from}.Arn } } }` : events;
    return `  ${id}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ${ending === 'go' || ending === 'java' ? id.toLowerCase() : '.'}
      Runtime: ${runtime}
      Handler: ${handler}
      Environment: { Variables: { ${variables.join(', ')} } }
${source ? `      Events: ${source}\n` : ''}`;
  });
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${each.join('')}${resources}`;
}

/** The calls of one function of an app. */
export async function callsOf(id: string, functions: Readonly<Record<string, Fn>>, resources: string): Promise<readonly string[]> {
  const files = Object.fromEntries(Object.values(functions).map(({ file, code }) => [file, code]));
  const app = appOf(template(functions, resources), files);
  const fn = app.functions.find((one) => one.id === id);
  if (!fn) throw new Error(`no function ${id}`);
  const alone = await new CodeAnalyser(app, new Files(app.root)).analyse(fn);
  const code = new CodeAnalyser(app, new Files(app.root));
  for (const one of app.functions) await code.analyse(one);
  // asking for one function gives what asking for all gives
  expect((await code.analyse(fn)).calls).toEqual(alone.calls);
  return alone.calls.map(line);
}
