/**
 * The resource objects of boto3: identifiers, actions, collections and waiters of each resource type, from its models
 * (`resources-1.json`, Apache-2.0). Attributes are not listed: what is none of these is one.
 *
 * boto3-resources.jsonl  [client id, service, {type: resource}], one line a service
 *   resource     {i: identifiers, l: load, a: actions, b: batch actions, h: related resources, c: collections, w: waiters};
 *                what is empty is left out, and the service itself has no identifiers
 *   identifier   name, or [name, member] when an attribute of that name gives it too
 *   load         [operation, params]
 *   action       [name, operation, params, made]
 *   related      [name, made]
 *   collection   [name, operation, params, made]
 *   waiter       [name, waiter of the client, params]
 *   params       [[target, source, value], …]; target is a path into the operation's input, `Delete.Objects[].Key`
 *   made         [type, identifiers, whether the answer holds its attributes]; identifiers as params
 *   source       i: an identifier of the resource, s: the value itself, d: a path into its attributes, r: a path into the answer,
 *                q: a path into the operation's input, n: an argument of the program
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byText } from '../generated-files.mjs';

const SOURCES = { identifier: 'i', string: 's', data: 'd', response: 'r', requestParameter: 'q', input: 'n' };

function source(from) {
  const kind = SOURCES[from.source];
  if (kind === undefined) throw new Error(`a resource of boto3 takes a value from ${from.source}, which is not known`);
  return kind === 'n' ? [from.target, kind] : [from.target, kind, from.name ?? from.path ?? from.value];
}

const sources = (list = []) => list.map(source);

const made = (resource) => resource && [resource.type, sources(resource.identifiers), ...(resource.path === undefined ? [] : [1])];

const entries = (record = {}) => Object.entries(record).sort(([a], [b]) => byText(a, b));

/** Without trailing nothing. */
const short = (...parts) => {
  while (parts.length > 0 && (parts.at(-1) === undefined || parts.at(-1).length === 0)) parts.pop();
  return parts;
};

const request = ([
  name,
  {
    request: { operation, params },
    resource,
  },
]) => short(name, operation, sources(params), made(resource));

function resourceOf(model) {
  const parts = {
    i: (model.identifiers ?? []).map(({ name, memberName }) => (memberName === undefined ? name : [name, memberName])),
    l: model.load && short(model.load.request.operation, sources(model.load.request.params)),
    a: entries(model.actions).map(request),
    b: entries(model.batchActions).map(request),
    h: entries(model.has).map(([name, { resource }]) => [name, made(resource)]),
    c: entries(model.hasMany).map(request),
    w: entries(model.waiters).map(([name, { waiterName, params }]) => short(name, waiterName, sources(params))),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined && part.length > 0));
}

/** `folder` is boto3's `data`; `idOf` gives the client of a service's name. */
export const boto3Resources = (folder, idOf) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const version = readdirSync(join(folder, name)).sort(byText).at(-1);
      const model = JSON.parse(readFileSync(join(folder, name, version, 'resources-1.json')));
      const types = entries(model.resources).map(([type, resource]) => [type, resourceOf(resource)]);
      return [idOf(name), resourceOf(model.service), Object.fromEntries(types)];
    })
    .sort(([a], [b]) => byText(a, b));
