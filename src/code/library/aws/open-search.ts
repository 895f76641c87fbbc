/**
 * The HTTP methods that the functions of OpenSearch clients send, by their name in any language (OpenSearch clients, API reference). A
 * function that is not listed may use any.
 */

const VERBS: ReadonlyMap<string, readonly string[]> = new Map([
  ['search', ['get', 'post']],
  ['count', ['get', 'post']],
  ['msearch', ['get', 'post']],
  ['mget', ['get', 'post']],
  ['get', ['get']],
  ['getsource', ['get']],
  ['info', ['get']],
  ['ping', ['head']],
  ['exists', ['head']],
  ['index', ['post', 'put']],
  ['create', ['put']],
  ['update', ['post']],
  ['updatebyquery', ['post']],
  ['deletebyquery', ['post']],
  ['reindex', ['post']],
  ['bulk', ['post', 'put']],
  ['delete', ['delete']],
  ['indices.create', ['put']],
  ['indices.delete', ['delete']],
  ['indices.exists', ['head']],
  ['indices.get', ['get']],
  ['indices.getmapping', ['get']],
  ['indices.putmapping', ['post', 'put']],
  ['indices.refresh', ['get', 'post']],
]);

const EVERY = ['delete', 'get', 'head', 'patch', 'post', 'put'];

/** `name` is a client's function, `search`, or one of a group, `indices.create`. */
export const openSearchVerbs = (name: string): readonly string[] => VERBS.get(name.replaceAll('_', '').toLowerCase()) ?? EVERY;

/** Below these a name may stand for other methods than on the client itself. */
export const OPENSEARCH_GROUPS: ReadonlySet<string> = new Set([
  'indices',
  'cluster',
  'cat',
  'nodes',
  'snapshot',
  'tasks',
  'ingest',
  'security',
  'http',
  'transport',
  'helpers',
  'ml',
]);
