import { describe, expect, it } from 'vitest';
import {
  app,
  attribute,
  direct,
  event,
  name,
  needsOf,
  type PlainMap,
  regional,
  resource,
  short,
  show,
} from '../../test/needs/constructed.ts';

const needs = (action: string, input: PlainMap, within = app()): readonly string[] =>
  show(needsOf([], within, { direct: [direct(action, input)] }).needs).map(short);

describe('needs without an SDK operation', () => {
  it('connects to a database as its user', () => {
    const within = app(resource('Db', 'AWS::RDS::DBCluster', regional('rds', 'cluster:', name('Db'))));
    expect(needs('rds-db:connect', { hostname: [attribute('Db', 'Endpoint.Address')], username: 'app' }, within)).toEqual([
      'rds-db:connect arn:aws:rds-db:R:A:dbuser:${Db.DBClusterResourceId}/app',
    ]);
    expect(needs('rds-db:connect', { hostname: 'db.example.com', username: 'app' })).toEqual([
      'rds-db:connect arn:aws:rds-db:R:A:dbuser:*/app (unresolved)',
    ]);
  });

  it('connects to a DSQL cluster, named by its host', () => {
    expect(needs('dsql:DbConnectAdmin', { hostname: 'abc123.dsql.eu-west-1.on.aws', region: 'eu-west-1' })).toEqual([
      'dsql:DbConnectAdmin arn:aws:dsql:eu-west-1:${AWS::AccountId}:cluster/abc123',
    ]);
  });

  it('connects to a cache as its user', () => {
    const token = [name('Cache'), '/?Action=connect&User=', event('user')];
    expect(needs('elasticache:Connect', { hostname: ['https://', ...token] })).toEqual([
      'elasticache:Connect arn:aws:elasticache:R:A:replicationgroup:${Cache}',
      'elasticache:Connect arn:aws:elasticache:R:A:user:* (unresolved)',
    ]);
    expect(needs('elasticache:Connect', { hostname: 'carts', query: { User: 'app', ResourceType: 'ServerlessCache' } })).toEqual([
      'elasticache:Connect arn:aws:elasticache:R:A:serverlesscache:carts',
      'elasticache:Connect arn:aws:elasticache:R:A:user:app',
    ]);
    expect(needs('memorydb:Connect', { hostname: 'orders', query: { Action: 'connect', User: 'app' } })).toEqual([
      'memorydb:Connect arn:aws:memorydb:R:A:cluster/orders',
      'memorydb:Connect arn:aws:memorydb:R:A:user/app',
    ]);
  });

  it('calls an API by method and path', () => {
    expect(
      needs('execute-api:Invoke', {
        hostname: ['https://', name('Api'), '.execute-api.eu-west-1.amazonaws.com/prod/orders/', event('id')],
        method: 'post',
      }),
    ).toEqual(['execute-api:Invoke arn:aws:execute-api:R:A:${Api}/prod/POST/orders/* (pattern)']);
    expect(
      needs('execute-api:Invoke', { hostname: [name('Api'), '.execute-api.eu-west-1.amazonaws.com'], path: '/prod/orders?x=1' }),
    ).toEqual(['execute-api:Invoke arn:aws:execute-api:R:A:${Api}/prod/GET/orders']);
    expect(needs('execute-api:Invoke', { hostname: [event('host')], path: '/prod/a' })).toEqual([
      'execute-api:Invoke arn:aws:execute-api:R:A:*/prod/GET/a (unresolved)',
    ]);
  });

  it('calls an API whose path is not known', () => {
    const host = [name('Api'), '.execute-api.eu-west-1.amazonaws.com'];
    const anything = ['execute-api:Invoke arn:aws:execute-api:R:A:${Api}/*/GET/* (pattern)'];
    expect(needs('execute-api:Invoke', { hostname: host, path: [event('path')] })).toEqual(anything);
    expect(needs('execute-api:Invoke', { hostname: host })).toEqual(anything);
    expect(needs('execute-api:Invoke', { hostname: host, path: '/prod' })).toEqual([
      'execute-api:Invoke arn:aws:execute-api:R:A:${Api}/prod/GET/',
    ]);
  });

  it('calls a service of VPC Lattice by the path', () => {
    const within = app(resource('Orders', 'AWS::VpcLattice::Service', [attribute('Orders', 'Arn')]));
    const host = [attribute('Orders', 'DnsEntry.DomainName')];
    expect(needs('vpc-lattice-svcs:Invoke', { hostname: host, path: '/orders?open' }, within)).toEqual([
      'vpc-lattice-svcs:Invoke ${Orders.Arn}/orders',
    ]);
    expect(needs('vpc-lattice-svcs:Invoke', { hostname: ['https://', ...host, '/orders/', event('id')] }, within)).toEqual([
      'vpc-lattice-svcs:Invoke ${Orders.Arn}/orders/* (pattern)',
    ]);
    expect(needs('vpc-lattice-svcs:Invoke', { hostname: [event('host')], path: '/orders' }, within)).toEqual([
      'vpc-lattice-svcs:Invoke arn:aws:vpc-lattice:R:A:service/*/orders (unresolved)',
    ]);
  });

  it('invokes a function by its URL with both actions', () => {
    const target = regional('lambda', 'function:', name('Target'));
    const within = app(resource('Url', 'AWS::Lambda::Url', undefined, { TargetFunctionArn: target }));
    expect(needs('lambda:InvokeFunctionUrl', { hostname: [attribute('Url', 'FunctionUrl')] }, within)).toEqual([
      'lambda:InvokeFunctionUrl arn:aws:lambda:R:A:function:${Target}',
      'lambda:InvokeFunction arn:aws:lambda:R:A:function:${Target} Bool(lambda:InvokedViaFunctionUrl=true)',
    ]);
  });

  it('asks a search domain, a collection, a GraphQL API', () => {
    expect(needs('es:ESHttpPost', { hostname: 'https://search-logs-abcdefghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com' })).toEqual([
      'es:ESHttpPost arn:aws:es:R:A:domain/logs/*',
    ]);
    expect(needs('aoss:APIAccessAll', { hostname: 'abc.eu-west-1.aoss.amazonaws.com' })).toEqual([
      'aoss:APIAccessAll arn:aws:aoss:R:A:collection/abc',
    ]);
    const within = app(resource('Graph', 'AWS::AppSync::GraphQLApi', regional('appsync', 'apis/', attribute('Graph', 'ApiId'))));
    expect(needs('appsync:GraphQL', { hostname: [attribute('Graph', 'GraphQLUrl')] }, within)).toEqual([
      'appsync:GraphQL arn:aws:appsync:R:A:apis/${Graph.ApiId}/*',
    ]);
  });

  it('finds the API that a host was cut out of, and the root type of a constant query', () => {
    const within = app(resource('Graph', 'AWS::AppSync::GraphQLApi', regional('appsync', 'apis/', attribute('Graph', 'ApiId'))));
    const source = { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Graph', 'GraphQLUrl'] }] }] };
    const hostname = [{ kind: 'expression', source, chars: 'name' } as const];
    expect(
      needs('appsync:GraphQL', { hostname, body: ['{"query":"\\n  mutation Send { send(id: ', event('id'), ') }"}'] }, within),
    ).toEqual(['appsync:GraphQL arn:aws:appsync:R:A:apis/${Graph.ApiId}/types/Mutation/* (pattern)']);
  });

  it('reports an action whose request it cannot read, and one that does not exist', () => {
    const known = needsOf([], app(), { direct: [direct('vpc-lattice-svcs:Invoke', { hostname: 'h' })] });
    expect(known.needs).toMatchObject([{ action: 'vpc-lattice-svcs:Invoke', certainty: 'unresolved' }]);
    expect(known.unresolved).toHaveLength(1);
    const missing = needsOf([], app(), { direct: [direct('nosuch:Thing', {})] });
    expect(missing.needs).toEqual([]);
    expect(missing.unresolved).toMatchObject([{ what: 'nosuch:Thing', fallback: 'none' }]);
  });
});
