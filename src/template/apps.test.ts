import { describe, expect, it } from 'vitest';
import { displayText } from '../model/text.ts';
import { readApps } from './apps.ts';

const fixtures = new URL('../../test/fixtures/templates/', import.meta.url).pathname;

describe('readApps', () => {
  const { apps, findings } = readApps(`${fixtures}orders`, { root: `${fixtures}orders` });
  const [app] = apps;
  const fn = (id: string) => {
    const found = app?.functions.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`no function ${id}`);
    return found;
  };

  it('finds the template of the folder', () => {
    expect(apps.map(({ template }) => template)).toEqual(['template.yaml']);
    expect(findings).toEqual([]);
    expect(app?.findings).toEqual([]);
  });

  it('merges Globals and binds names to resources', () => {
    const environment = Object.fromEntries(
      [...fn('Place').environment].map(([name, value]) => [name, value.kind === 'text' ? displayText(value.text) : value.kind]),
    );
    expect(environment).toEqual({
      STAGE: '${Stage}',
      TABLE: 'orders-${Stage}',
      QUEUE: 'https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Queue}',
    });
    expect(fn('Place').runtime).toBe('nodejs20.x');
    expect(fn('Place').code).toEqual({ kind: 'folder', path: `${fixtures}orders/src` });
  });

  it('reads what the generated role holds', () => {
    expect(fn('Work').role.roleId).toBe('WorkRole');
    expect(
      fn('Work').role.attachments.map((item) => (item.kind === 'managed' ? displayText(item.arn).split('/').at(-1) : item.kind)),
    ).toEqual(['samTemplate', 'AWSLambdaBasicExecutionRole', 'AWSXrayWriteOnlyAccess', 'AWSLambdaSQSQueueExecutionRole']);
  });

  it('reads triggers with what they name', () => {
    const [post] = fn('Place').triggers;
    expect(post).toMatchObject({
      kind: 'api',
      api: 'rest',
      method: 'POST',
      route: '/orders/*',
      path: 'Events.Post',
      span: { line: 43, column: 9 },
    });
    expect(fn('Work').triggers.map(({ kind }) => kind)).toEqual(['sqs', 's3']);
    expect(fn('Work').when).toEqual([{ name: 'IsProd', holds: true }]);
  });

  it('shows the loop that an S3 event closes: bucket, permission, function, role', () => {
    const references = (id: string) => [...(app?.resources.get(id)?.references ?? [])].sort();
    expect(references('Uploads')).toEqual(['Work', 'WorkUploadPermission']);
    expect(references('WorkUploadPermission')).toEqual(['Work']);
    expect(references('Work')).toEqual(['WorkRole']);
    expect(references('WorkRole')).toEqual(['Uploads']);
  });

  it('takes a given parameter in place of its hole, and decides conditions with it', () => {
    const dev = readApps(`${fixtures}orders`, { root: `${fixtures}orders`, parameters: new Map([['Stage', 'dev']]) }).apps[0];
    expect(dev?.functions.map(({ id }) => id)).toEqual(['Place']);
    expect(dev?.functions[0]?.environment.get('TABLE')).toEqual({ kind: 'text', text: ['orders-dev'] });
  });
});
