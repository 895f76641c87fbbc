/** Layers of a function: those whose content is in the app, and the ARNs of the others. SAM "AWS::Serverless::LayerVersion". */
import type { LayerContent } from '../../model/app.ts';
import type { Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Reader } from '../reader.ts';
import { at, spanOf, stringOf } from '../source/node.ts';
import { folderOf, locate } from './folder.ts';

const CONTENT: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::LayerVersion', 'ContentUri'],
  ['AWS::Lambda::LayerVersion', 'Content'],
]);

const LAYER_TYPES = [...CONTENT.keys()];

export function readLayers(
  declaration: Declaration,
  reader: Reader,
): { readonly layers: readonly LayerContent[]; readonly arns: readonly Text[] } {
  const layers: LayerContent[] = [];
  const arns: Text[] = [];
  for (const item of reader.scope.items(at(declaration.properties, 'Layers'))) {
    for (const { value } of reader.scope.texts(item.value)) {
      const declared = LAYER_TYPES.map((type) => reader.registry.withArn(type, value)).find((found) => found !== undefined);
      const content = declared && readContent(declared, reader);
      if (content) layers.push(content);
      else if (!declared) arns.push(value);
    }
  }
  return { layers, arns };
}

function readContent(declaration: Declaration, reader: Reader): LayerContent | undefined {
  const key = CONTENT.get(declaration.type) ?? 'ContentUri';
  const path = reader.scope.literal(at(declaration.properties, key));
  if (path === undefined || /\.zip$/i.test(path)) return undefined;
  const located = locate(path, reader.app, spanOf(declaration.properties, key));
  if ('why' in located) {
    if (located.finding)
      reader.report({
        ...located.finding,
        code: 'layer-folder-missing',
        message: `the content of the layer ${declaration.id} is not here: ${located.why}`,
      });
    return undefined;
  }
  const build = stringOf(at(declaration.metadata, 'BuildMethod'));
  return { id: declaration.id, path: folderOf(located), ...(build === undefined ? {} : { build }) };
}
