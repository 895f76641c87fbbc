/**
 * Needs that come from no SDK operation: database tokens and requests that the code signs itself. The host of the request
 * names the resource: `hostname` is a host or a URL, `region` the one that is signed for.
 */
import { action as catalogAction } from '../catalog/iam.ts';
import type { Resource } from '../model/app.ts';
import { ALWAYS, and } from '../model/condition.ts';
import { concat, type Hole, isExact, isHole, literalOf, REGION, split, startsWith, type Text, text } from '../model/text.ts';
import { arn, arnParts, literally, reasonOf, saysAnything, wildcards, withResource } from './arn.ts';
import { skeleton, type TextValue, textsAt } from './input.ts';
import { ANY, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from './resource.ts';
import { type AllowRow, main, type OperationRule, rows } from './rule.ts';

/** Undefined when IAM has no such action. `action` as in `DirectCall`. */
export function directRule(action: string): OperationRule | undefined {
  const known = catalogAction(action);
  if (!known) return undefined;
  const own = DIRECT.get(known.id);
  if (own) return rows(...own);
  if (known.id.startsWith('es:ESHttp')) return rows(main(known.id, searchDomain));
  return rows(main(known.id, known.resourceTypes.length === 0 ? ANY : everything(known.resourceTypes[0]?.arnFormat ?? '*')));
}

/** Where no rule reads the request: every resource of the action's kind, said to be unresolved. */
const everything = (format: string): ResourceForm => ({
  describe: format,
  targets: (scope) => {
    const resource = concat(
      ...format.split(/(\$\{[^}]+\})/).map((piece): Text => {
        if (piece === '${Region}') return scope.region ?? [REGION];
        if (piece === '${Account}') return [{ kind: 'pseudo', name: 'AWS::AccountId', chars: 'name' }];
        if (piece === '${Partition}') return [{ kind: 'pseudo', name: 'AWS::Partition', chars: 'name' }];
        return text(piece.startsWith('${') ? '*' : piece);
      }),
    );
    return [unresolvedTarget(resource, ALWAYS, 'the host of the request, which does not name the resource')];
  },
});

/** The host of the request and the path in it, without the scheme. */
interface Address {
  readonly host: Text;
  /** of a URL; undefined when only a host is given */
  readonly path: Text | undefined;
}

function addressOf(value: Text): Address {
  const pieces = split(value, '://');
  const rest = pieces.length > 1 ? concat(...pieces.slice(1)) : value;
  const [host = [], ...path] = split(rest, '/');
  return { host, path: pieces.length > 1 || path.length > 0 ? joinPath(path) : undefined };
}

const joinPath = (pieces: readonly Text[]): Text => concat(...pieces.flatMap((piece, i) => (i === 0 ? [piece] : [text('/'), piece])));

/** The template's resource that the host belongs to: `!GetAtt Domain.DomainEndpoint`, `${Api}.execute-api.…`. */
function hostResource(host: Text, scope: Scope, types: readonly string[]): Resource | undefined {
  for (const part of host) {
    if (!isHole(part)) continue;
    const ids =
      part.kind === 'attribute' || part.kind === 'name' ? [part.resource] : part.kind === 'expression' ? referencesIn(part.source) : [];
    for (const id of ids) {
      const resource = scope.app.resources.get(id);
      if (resource && types.includes(resource.type)) return resource;
    }
  }
  return undefined;
}

/** Logical ids that an intrinsic refers to: a host is often cut out of `!GetAtt Api.GraphQLUrl`. */
function referencesIn(source: unknown, depth = 0): readonly string[] {
  if (source === null || typeof source !== 'object' || depth > 8) return [];
  return Object.entries(source).flatMap(([key, value]): readonly string[] => {
    if (key === 'Ref' && typeof value === 'string') return [value];
    if (key === 'Fn::GetAtt')
      return Array.isArray(value) ? [String(value[0])] : typeof value === 'string' ? [value.split('.')[0] ?? ''] : [];
    return referencesIn(value, depth + 1);
  });
}

/** What stands before `separator`: the id in `ID.execute-api.REGION.amazonaws.com`. */
function idBefore(host: Text, separator: string): Text | undefined {
  const [id, ...rest] = split(host, separator);
  return rest.length > 0 && id && id.length > 0 ? id : undefined;
}

type Build = (address: Address, scope: Scope) => readonly Target[];

/** One target for each value of the host. */
const byHost = (describe: string, all: (scope: Scope) => Text, build: Build): ResourceForm => ({
  describe,
  targets: (given) => {
    const region = textsAt(given.input, 'region').flatMap((v) => (v.kind === 'text' ? [v.text] : []))[0];
    const scope: Scope = region ? { ...given, region } : given;
    return textsAt(scope.input, 'hostname').flatMap((value) => {
      if (value.kind !== 'text')
        return [
          unresolvedTarget(all(scope), value.when, value.kind === 'unknown' ? value.reason : 'the host, which the code does not show'),
        ];
      return build(addressOf(value.text), scope).flatMap((target) => {
        const when = and(value.when, target.when);
        return when ? [{ ...target, when }] : [];
      });
    });
  },
});

const placeOf = (scope: Scope) => (scope.region ? { region: scope.region } : {});
const regional = (service: string, resource: string) => (scope: Scope) => arn(service, text(resource), placeOf(scope));
const why = (host: Text): string => (isExact(host) ? 'the host of the request, which does not name the resource' : reasonOf(host));

// ── Databases ────────────────────────────────────────────────────────────────────────────────────────────────

/** The id that IAM knows a database by is an attribute of its own ("Creating and using an IAM policy for IAM database access"). */
const DATABASE_IDS: ReadonlyMap<string, string> = new Map([
  ['AWS::RDS::DBInstance', 'DbiResourceId'],
  ['AWS::RDS::DBCluster', 'DBClusterResourceId'],
]);

const databaseUser: ResourceForm = {
  describe: 'arn:${Partition}:rds-db:${Region}:${Account}:dbuser:${resource id of hostname}/${username}',
  targets: (scope) =>
    textsAt(scope.input, 'username').flatMap((user) => {
      const name = user.kind === 'text' ? wildcards(literally(user.text)) : text('*');
      return databases.targets(scope).flatMap((target) => {
        const when = and(user.when, target.when);
        const userKnown = user.kind === 'text' && isExact(user.text);
        if (!when) return [];
        const resource = concat(target.resource, ['/'], name);
        return [
          { ...target, when, resource, certainty: target.certainty === 'exact' && !userKnown ? ('pattern' as const) : target.certainty },
        ];
      });
    }),
};

const databases = byHost('dbuser:${resource id}', regional('rds-db', 'dbuser:*'), ({ host }, scope) => {
  const resource = hostResource(host, scope, ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::RDS::DBProxy']);
  if (!resource)
    return [
      unresolvedTarget(
        arn('rds-db', text('dbuser:*'), placeOf(scope)),
        ALWAYS,
        'the resource id of the database, which is not in its host',
      ),
    ];
  const attribute = DATABASE_IDS.get(resource.type);
  // the id of a proxy is the last part of its ARN
  const source = { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': [resource.id, 'DBProxyArn'] }] }] };
  const id: Text =
    attribute === undefined
      ? [{ kind: 'expression', source, chars: 'name' }]
      : [{ kind: 'attribute', resource: resource.id, attribute, chars: 'name' }];
  return [targetOf(arn('rds-db', text('dbuser:', ...id), placeOf(scope)), id, ALWAYS)];
});

/** A parameter of the request, which stands in a map of its own or in the URL. */
function parameterOf(name: string, path: Text | undefined, scope: Scope): readonly TextValue[] {
  const [, inUrl] = path ? split(path, `${name}=`) : [];
  const [value] = inUrl ? split(inUrl, '&') : [];
  return value ? [{ kind: 'text', text: value, when: ALWAYS }] : textsAt(scope.input, `query.${name}`);
}

/** A user of a cache, and the cache itself: the request is signed for its name ("Authenticating with IAM", both guides). */
const cacheUser = (service: string, separator: string): ResourceForm =>
  byHost(
    `arn:\${Partition}:${service}:\${Region}:\${Account}:user${separator}\${User}`,
    regional(service, `user${separator}*`),
    ({ path }, scope) =>
      parameterOf('User', path, scope).map((user) => {
        const named = user.kind === 'text' ? user.text : [UNKNOWN_USER];
        return targetOf(arn(service, text(`user${separator}`, ...literally(named)), placeOf(scope)), named, user.when);
      }),
  );

const UNKNOWN_USER: Hole = { kind: 'runtime', reason: 'the user in the request', chars: 'any' };

const memoryDbCluster = byHost(
  'arn:${Partition}:memorydb:${Region}:${Account}:cluster/${hostname}',
  regional('memorydb', 'cluster/*'),
  ({ host }, scope) => [targetOf(arn('memorydb', text('cluster/', ...literally(host)), placeOf(scope)), host, ALWAYS)],
);

/** `ResourceType=ServerlessCache` tells a serverless cache from a replication group. */
const cache = byHost(
  'arn:${Partition}:elasticache:${Region}:${Account}:replicationgroup:${hostname}',
  regional('elasticache', '*'),
  ({ host, path }, scope) =>
    parameterOf('ResourceType', path, scope).flatMap((type) => {
      const serverless = type.kind === 'text' ? literalOf(type.text) === 'ServerlessCache' : type.kind === 'absent' ? false : undefined;
      const kinds =
        serverless === undefined ? ['replicationgroup', 'serverlesscache'] : [serverless ? 'serverlesscache' : 'replicationgroup'];
      return kinds.map((kind) => targetOf(arn('elasticache', text(`${kind}:`, ...literally(host)), placeOf(scope)), host, type.when));
    }),
);

const dsqlCluster = byHost(
  'arn:${Partition}:dsql:${Region}:${Account}:cluster/${id in hostname}',
  regional('dsql', 'cluster/*'),
  ({ host }, scope) => {
    const declared = hostResource(host, scope, ['AWS::DSQL::Cluster']);
    if (declared?.arn) return [targetOf(declared.arn, declared.arn, ALWAYS)];
    const id = idBefore(host, '.dsql.');
    if (!id) return [unresolvedTarget(arn('dsql', text('cluster/*'), placeOf(scope)), ALWAYS, why(host))];
    return [targetOf(arn('dsql', text('cluster/', ...literally(id)), placeOf(scope)), id, ALWAYS)];
  },
);

// ── HTTP ─────────────────────────────────────────────────────────────────────────────────────────────────────

const UNKNOWN_PATH: Text = [{ kind: 'runtime', reason: 'the path of the request', chars: 'any' }];

/** The paths of the request without the first slash and the query: of the URL, else what is given beside the host. */
function pathsOf(inUrl: Text | undefined, scope: Scope): readonly Text[] {
  const paths = inUrl
    ? [inUrl]
    : textsAt(scope.input, 'path').map((value) => (value.kind === 'text' ? withoutSlash(value.text) : UNKNOWN_PATH));
  return paths.map((path) => split(path, '?')[0] ?? []);
}

const withoutSlash = (path: Text): Text =>
  startsWith(path, '/') ? path.flatMap((part, i) => (i === 0 && typeof part === 'string' ? text(part.slice(1)) : [part])) : path;

/** `API/STAGE/METHOD/path` ("Control access for invoking an API", API Gateway Developer Guide). */
const api = byHost(
  'arn:${Partition}:execute-api:${Region}:${Account}:API/STAGE/${method}/${path}',
  regional('execute-api', '*'),
  ({ host, path }, scope) => {
    const id = idBefore(host, '.execute-api.');
    const methods = textsAt(scope.input, 'method').map((m) =>
      m.kind === 'text' ? (literalOf(m.text)?.toUpperCase() ?? '*') : m.kind === 'absent' ? 'GET' : '*',
    );
    return methods.flatMap((method) =>
      pathsOf(path, scope).map((bare) => {
        const [stage = [], ...rest] = split(bare, '/');
        // what stands for the whole path may hold slashes
        const tail = rest.length > 0 ? joinPath(rest) : stage.some(isHole) ? UNKNOWN_PATH : [];
        const resource = concat(
          id ?? text('*'),
          ['/'],
          stage.length > 0 ? literally(stage) : UNKNOWN_PATH,
          [`/${method}/`],
          literally(tail),
        );
        const target = arn('execute-api', resource, placeOf(scope));
        return id && saysAnything(id) ? targetOf(target, id, ALWAYS) : unresolvedTarget(target, ALWAYS, why(host));
      }),
    );
  },
);

/** The id in a function URL is not the function's name: only a URL of the template is known to be a function's. */
const functionOfUrl = byHost('the function behind the URL in ${hostname}', regional('lambda', 'function:*'), ({ host }, scope) => {
  const url = hostResource(host, scope, ['AWS::Lambda::Url']);
  const target = url && textsAt(url.properties, 'TargetFunctionArn').flatMap((v) => (v.kind === 'text' ? [v.text] : []))[0];
  if (!target) return [unresolvedTarget(arn('lambda', text('function:*'), placeOf(scope)), ALWAYS, why(host))];
  const resource =
    startsWith(target, 'arn:') || (target.length === 1 && typeof target[0] !== 'string' && target[0]?.kind === 'attribute')
      ? target
      : arn('lambda', text('function:', ...target), placeOf(scope));
  return [targetOf(resource, target, ALWAYS)];
});

/** `search-NAME-ID.REGION.es.amazonaws.com`, `vpc-NAME-ID…`: the id has 26 characters. */
const searchDomain = byHost(
  'arn:${Partition}:es:${Region}:${Account}:domain/${name in hostname}/*',
  regional('es', 'domain/*'),
  ({ host }, scope) => {
    const declared = hostResource(host, scope, ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain']);
    if (declared?.arn) return [targetOf(concat(declared.arn, ['/*']), declared.arn, ALWAYS)];
    const label = literalOf(split(host, '.')[0] ?? []);
    const name = label === undefined ? undefined : /^(?:search|vpc)-(.+)-[a-z0-9]{26}$/.exec(label)?.[1];
    if (name === undefined) return [unresolvedTarget(arn('es', text('domain/*'), placeOf(scope)), ALWAYS, why(host))];
    return [{ resource: arn('es', text(`domain/${name}/*`), placeOf(scope)), certainty: 'exact', when: ALWAYS }];
  },
);

/** `service/ID/path`: only a host of the template is known to be a service's. */
const latticeService = byHost(
  'arn:${Partition}:vpc-lattice:${Region}:${Account}:service/${id of hostname}/${path}',
  regional('vpc-lattice', 'service/*'),
  ({ host, path }, scope) => {
    const declared = hostResource(host, scope, ['AWS::VpcLattice::Service']);
    return pathsOf(path, scope).map((each) => {
      const tail = concat(['/'], literally(each));
      if (declared?.arn) return targetOf(concat(declared.arn, tail), each, ALWAYS);
      return unresolvedTarget(concat(arn('vpc-lattice', text('service/*'), placeOf(scope)), tail), ALWAYS, why(host));
    });
  },
);

const collection = byHost(
  'arn:${Partition}:aoss:${Region}:${Account}:collection/${id in hostname}',
  regional('aoss', 'collection/*'),
  ({ host }, scope) => {
    const declared = hostResource(host, scope, ['AWS::OpenSearchServerless::Collection']);
    if (declared?.arn) return [targetOf(declared.arn, declared.arn, ALWAYS)];
    const id = idBefore(host, '.aoss.') && split(host, '.')[0];
    if (!id) return [unresolvedTarget(arn('aoss', text('collection/*'), placeOf(scope)), ALWAYS, why(host))];
    return [targetOf(arn('aoss', text('collection/', ...literally(id)), placeOf(scope)), id, ALWAYS)];
  },
);

/**
 * The fields of one root type, where the body shows which, else of all ("Authorization and authentication", AppSync Developer
 * Guide): `apis/API/types/Mutation/*`.
 */
const graphQl = byHost(
  'arn:${Partition}:appsync:${Region}:${Account}:apis/API/types/${type in body}/*',
  regional('appsync', 'apis/*'),
  ({ host }, scope) => {
    const declared = hostResource(host, scope, ['AWS::AppSync::GraphQLApi', 'AWS::Serverless::GraphQLApi']);
    const parts = declared?.arn && arnParts(declared.arn);
    if (!parts)
      return [unresolvedTarget(arn('appsync', text('apis/*'), placeOf(scope)), ALWAYS, 'the id of the API, which is not in its host')];
    const types = [...new Set(textsAt(scope.input, 'body').map((body) => (body.kind === 'text' ? rootType(body.text) : undefined)))];
    return types.map((type) => ({
      ...targetOf(withResource(parts, concat(parts.resource, [type === undefined ? '/*' : `/types/${type}/*`])), parts.resource, ALWAYS),
      ...(type === undefined ? {} : { certainty: 'pattern' as const }),
    }));
  },
);

/** The keyword behind `"query":` in a JSON body; undefined when it is not a constant. */
function rootType(body: Text): string | undefined {
  const keyword = /"query"\s*:\s*"(?:\\[nrt]|\s)*(query|mutation|subscription|\{)/.exec(skeleton(body).slice(0, 2000))?.[1];
  if (keyword === undefined) return undefined;
  return keyword === '{' || keyword === 'query' ? 'Query' : keyword === 'mutation' ? 'Mutation' : 'Subscription';
}

/** "Control access to Lambda function URLs": invoking by URL takes both actions, the second bound to the URL. */
const throughUrl: AllowRow = {
  ...main('lambda:InvokeFunction', functionOfUrl),
  condition: () => ({ Bool: { 'lambda:InvokedViaFunctionUrl': [text('true')] } }),
};

const DIRECT: ReadonlyMap<string, readonly AllowRow[]> = new Map([
  ['rds-db:connect', [main('rds-db:connect', databaseUser)]],
  ['dsql:DbConnect', [main('dsql:DbConnect', dsqlCluster)]],
  ['dsql:DbConnectAdmin', [main('dsql:DbConnectAdmin', dsqlCluster)]],
  ['elasticache:Connect', [main('elasticache:Connect', cache), main('elasticache:Connect', cacheUser('elasticache', ':'))]],
  ['memorydb:Connect', [main('memorydb:Connect', memoryDbCluster), main('memorydb:Connect', cacheUser('memorydb', '/'))]],
  ['execute-api:Invoke', [main('execute-api:Invoke', api)]],
  ['lambda:InvokeFunctionUrl', [main('lambda:InvokeFunctionUrl', functionOfUrl), throughUrl]],
  ['appsync:GraphQL', [main('appsync:GraphQL', graphQl)]],
  ['vpc-lattice-svcs:Invoke', [main('vpc-lattice-svcs:Invoke', latticeService)]],
  ['aoss:APIAccessAll', [main('aoss:APIAccessAll', collection)]],
]);
