/**
 * What a function's layers put under /opt. Source: "Packaging your layer content" of the Lambda developer guide (Node.js looks in
 * nodejs/node_modules and nodejs/nodeNN/node_modules), "Building Lambda layers in AWS SAM" (with a BuildMethod of nodejs, the
 * content folder itself becomes nodejs/).
 */
import { join } from 'node:path';
import type { LambdaFunction, LayerContent } from '../../../model/app.ts';
import type { Files } from '../../files.ts';

/**
 * The places that an absolute path below /opt may have in the app, the layer that wins first: later layers overwrite earlier ones.
 * Both layouts are tried, since a Makefile or a script may put the folder where a BuildMethod of nodejs would.
 */
export function layerPaths(path: string, fn: LambdaFunction): readonly string[] {
  const rest = path.replace(/^\/opt\/+/, '');
  const inPackage = rest.replace(/^nodejs\/+/, '');
  return layers(fn).flatMap(({ path: layer, build }) => {
    const unpacked = join(layer, rest);
    const built = inPackage === rest ? [] : [join(layer, inPackage)];
    return build?.startsWith('nodejs') ? [...built, unpacked] : [unpacked, ...built];
  });
}

/** The node_modules folders that the layers give. */
export function layerModules(fn: LambdaFunction, files: Files): readonly string[] {
  return layers(fn).flatMap(({ path: layer }) => {
    const nodejs = join(layer, 'nodejs');
    const versions = files.list(nodejs).filter((entry) => /^node\d+$/.test(entry.name));
    return [
      ...versions.map((entry) => join(nodejs, entry.name, 'node_modules')),
      join(nodejs, 'node_modules'),
      join(layer, 'node_modules'),
    ];
  });
}

/** The folders in which a layer's package.json and lock file may lie. */
export const layerPackages = (fn: LambdaFunction): readonly string[] =>
  layers(fn).flatMap((layer) => [join(layer.path, 'nodejs'), layer.path]);

const layers = (fn: LambdaFunction): readonly LayerContent[] => [...fn.layers].reverse();
