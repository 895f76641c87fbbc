import { describe, expect, it } from 'vitest';
import { SPAN } from '../../../test/support/app.ts';
import { see } from '../../../test/support/interpret.ts';
import type { Trigger } from '../../model/app.ts';
import { ACCOUNT, PARTITION, REGION, type Text, text } from '../../model/text.ts';

const BASE = { path: 'Events.X', span: SPAN, when: [] };
const api = (id: Text, part: 'route' | 'authorizer' = 'route'): Trigger => ({
  ...BASE,
  kind: 'api',
  api: 'websocket',
  part,
  executeApiArn: text('arn:', PARTITION, ':execute-api:', REGION, ':', ACCOUNT, ':', ...id, '/*/$connect'),
});
const SOCKET = text({ kind: 'name', resource: 'Socket', chars: 'name' });
const endpoint = 'exports.handler = async (e) => { const c = e.requestContext; probe(`https://${c.domainName}/${c.stage}`); }';

describe('the event of an API', () => {
  it('names the API that sends it, so that its management endpoint is known', () => {
    expect(see(endpoint, { triggers: [api(SOCKET)] })).toEqual([
      'https://${Socket}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${event.requestContext.stage}',
    ]);
    expect(see('exports.handler = async (e) => probe(e.requestContext.apiId)', { triggers: [api(SOCKET)] })).toEqual(['${Socket}']);
  });

  it('has its address as the host that the caller asked', () => {
    const source = 'exports.handler = async (e) => probe([e.headers.Host, e.headers["x-trace"]])';
    expect(see(source, { triggers: [api(SOCKET)] })).toEqual([
      '[${Socket}.execute-api.${AWS::Region}.${AWS::URLSuffix}, ${event.headers.x-trace}]',
    ]);
  });

  it('may come from each of several APIs', () => {
    const triggers = [api(SOCKET), api(text('abc123'))];
    expect(see('exports.handler = async (e) => probe(e.requestContext.apiId)', { triggers })).toEqual(['${Socket} | abc123']);
  });

  it('keeps every other field a field of the event', () => {
    expect(see('exports.handler = async (e) => probe([e.body, e.requestContext.connectionId])', { triggers: [api(SOCKET)] })).toEqual([
      '[${event.body}, ${event.requestContext.connectionId}]',
    ]);
  });

  it('says nothing of the API where any may send it, and to an authorizer', () => {
    for (const trigger of [api(text('*')), api(SOCKET, 'authorizer')])
      expect(see(endpoint, { triggers: [trigger] })).toEqual(['https://${event.requestContext.domainName}/${event.requestContext.stage}']);
  });
});
