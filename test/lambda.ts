/** A Lambda function for tests that look at its code only. */
import { join } from 'node:path';
import type { LambdaFunction, LayerContent } from '../src/model/app.ts';
import { ALWAYS } from '../src/model/condition.ts';

export interface Given extends Omit<Partial<LambdaFunction>, 'layers'> {
  /** relative to the root */
  readonly codeUri?: string;
  readonly entryPoints?: readonly string[];
  /** folders relative to the root, [folder, BuildMethod], or as the model has them */
  readonly layers?: readonly (string | readonly [string, string] | LayerContent)[];
}

export function lambda(root: string, given: Given = {}): LambdaFunction {
  const { codeUri = '.', entryPoints, layers = [], ...rest } = given;
  const span = { file: 'template.yaml', line: 1, column: 1 };
  return {
    id: 'Fn',
    span,
    when: ALWAYS,
    runtime: 'nodejs20.x',
    handler: 'app.handler',
    packageType: 'Zip',
    code: { kind: 'folder', path: join(root, codeUri), ...(entryPoints === undefined ? {} : { build: 'esbuild', entryPoints }) },
    environment: new Map(),
    triggers: [],
    configuration: {
      tracing: undefined,
      vpc: false,
      vpcWhen: ALWAYS,
      fileSystems: [],
      logGroup: ['/aws/lambda/Fn'],
      logGroupDeclared: false,
      layerArns: [],
      properties: { kind: 'map', entries: [], open: false },
    },
    role: { roleId: 'FnRole', kind: 'generated', sharedWith: [], attachments: [] },
    ...rest,
    layers: layers.map((layer, i) => {
      if (typeof layer === 'object' && 'id' in layer) return layer;
      const [folder, build] = typeof layer === 'string' ? [layer, undefined] : layer;
      return { id: `Layer${i + 1}`, path: join(root, folder), ...(build === undefined ? {} : { build }) };
    }),
  };
}
