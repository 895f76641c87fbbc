/** Layers of a function: those whose content is in the app, and the ARNs of the others. SAM "AWS::Serverless::LayerVersion". */
import type { LayerContent } from '../../model/app.ts';
import type { Text } from '../../model/text.ts';
import { sameText } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { at, spanOf, stringOf } from '../source/node.ts';
import type { CodeReader } from './code.ts';
import { folderOf, locate } from './folder.ts';

const CONTENT: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::LayerVersion', 'ContentUri'],
  ['AWS::Lambda::LayerVersion', 'Content'],
]);

export function readLayers(
  declaration: Declaration,
  declarations: ReadonlyMap<string, Declaration>,
  reader: CodeReader,
): { readonly layers: readonly LayerContent[]; readonly arns: readonly Text[] } {
  const layers: LayerContent[] = [];
  const arns: Text[] = [];
  for (const item of reader.scope.items(at(declaration.properties, 'Layers'))) {
    for (const { value } of reader.scope.texts(item.value)) {
      const declared = [...declarations.values()].find((other) => {
        const arn = CONTENT.has(other.type) ? reader.scope.identity(other.id)?.arn : undefined;
        return arn !== undefined && sameText(arn, value);
      });
      const content = declared && readContent(declared, reader);
      if (content) layers.push(content);
      else if (!declared) arns.push(value);
    }
  }
  return { layers, arns };
}

function readContent(declaration: Declaration, reader: CodeReader): LayerContent | undefined {
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
