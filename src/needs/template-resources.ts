/** Finding the template's resources by what the code holds: a name, an ARN, or a reference to one. */
import type { App, Resource } from '../model/app.ts';
import { type Hole, type Text, textKey } from '../model/text.ts';

interface Index {
  readonly byArn: ReadonlyMap<string, Resource>;
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
}

const indexes = new WeakMap<App, Index>();

function indexOf(app: App): Index {
  const known = indexes.get(app);
  if (known) return known;
  const byArn = new Map<string, Resource>();
  const byName = new Map<string, Resource[]>();
  const byType = new Map<string, Resource[]>();
  const add = (map: Map<string, Resource[]>, key: string, resource: Resource): void => {
    const list = map.get(key);
    if (list) list.push(resource);
    else map.set(key, [resource]);
  };
  for (const resource of app.resources.values()) {
    if (resource.arn && !byArn.has(textKey(resource.arn))) byArn.set(textKey(resource.arn), resource);
    if (resource.name) add(byName, textKey(resource.name), resource);
    add(byType, resource.type, resource);
  }
  const made = { byArn, byName, byType };
  indexes.set(app, made);
  return made;
}

export const resourceByArn = (app: App, arn: Text): Resource | undefined => indexOf(app).byArn.get(textKey(arn));

export const resourcesByName = (app: App, name: Text): readonly Resource[] => indexOf(app).byName.get(textKey(name)) ?? [];

export const resourceByName = (app: App, name: Text, types: readonly string[]): Resource | undefined =>
  indexOf(app)
    .byName.get(textKey(name))
    ?.find((resource) => types.includes(resource.type));

export const resourcesOfType = (app: App, type: string): readonly Resource[] => indexOf(app).byType.get(type) ?? [];

/** The resource whose reference the hole is: `!Ref Queue`, `!GetAtt Queue.QueueUrl`. */
export function resourceByHole(app: App, hole: Hole, types: readonly string[]): Resource | undefined {
  if (hole.kind !== 'name' && hole.kind !== 'attribute') return undefined;
  const resource = app.resources.get(hole.resource);
  return resource && types.includes(resource.type) ? resource : undefined;
}
