/**
 * Where a function's code is: a folder of the app, inline text, or elsewhere. SAM "FunctionCode", "sam build" (esbuild, makefile);
 * CloudFormation "AWS::Lambda::Function Code"; `aws cloudformation package` takes a path in place of `Code`.
 */
import { basename, resolve } from 'node:path';
import type { CodeLocation } from '../../model/app.ts';
import type { Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import { parseSub, subArgument, variableNode } from '../intrinsics/sub.ts';
import type { Reader } from '../reader.ts';
import { at, intrinsicOf, isMapping, type Node, spanOf, stringOf, stringsOf } from '../source/node.ts';
import { folderOf, isInside, locate } from './folder.ts';

export function readCode(declaration: Declaration, image: boolean, reader: Reader): CodeLocation {
  const { properties } = declaration;
  if (image) return { kind: 'absent', why: 'it is a container image' };
  const sam = declaration.type === 'AWS::Serverless::Function';
  const [inline] = reader.scope.alternatives(sam ? at(properties, 'InlineCode') : at(properties, 'Code', 'ZipFile'));
  if (inline) return readInline(inline.value, reader);
  const key = sam ? 'CodeUri' : 'Code';
  const [code] = reader.scope.alternatives(at(properties, key));
  // SAM builds the template's folder when CodeUri is not given
  if (!code && sam) return readFolder('.', declaration, key, reader);
  if (!code) return { kind: 'absent', why: 'the template does not say where it is' };
  if (isMapping(code.value) && !intrinsicOf(code.value)) {
    const bucket = at(code.value, sam ? 'Bucket' : 'S3Bucket');
    if (!bucket) return { kind: 'absent', why: 'the template does not say where it is' };
    return uploaded('it is an object in S3', stringOf(at(code.value, sam ? 'Key' : 'S3Key')), declaration, reader);
  }
  const path = reader.scope.literal(code.value);
  if (path === undefined) return uploaded(`${key} is known at deployment only`, undefined, declaration, reader);
  if (path.startsWith('s3://')) return uploaded(`it is at ${path}`, path, declaration, reader);
  return readFolder(path, declaration, key, reader);
}

function readFolder(path: string, declaration: Declaration, key: string, reader: Reader): CodeLocation {
  const span = spanOf(declaration.properties, key);
  if (/\.(?:zip|jar|war)$/i.test(path)) {
    const built = resolve(reader.app.folder, path);
    const traced = isCompiled(declaration) && isInside(built, reader.app.root);
    return { kind: 'absent', why: `${path} is an archive that a build makes`, ...(traced ? { path: built } : {}) };
  }
  const located = locate(path, reader.app, span);
  if ('why' in located) {
    const { finding, missing } = located;
    if (finding && missing !== undefined) {
      const message = `${path} does not exist: sources around it that it may be built from are looked for`;
      reader.report({ ...finding, severity: 'warning', message, functionId: declaration.id });
    } else if (finding) reader.report({ ...finding, functionId: declaration.id });
    return { kind: 'absent', why: located.why, ...(missing === undefined ? {} : { path: missing }) };
  }
  const build = stringOf(at(declaration.metadata, 'BuildMethod'));
  const entryPoints = stringsOf(at(declaration.metadata, 'BuildProperties', 'EntryPoints'));
  return {
    kind: 'folder',
    path: folderOf(located),
    ...(build === undefined ? {} : { build }),
    ...(entryPoints.length === 0 ? {} : { entryPoints }),
  };
}

/** Java and Go are always built before; their sources lie around the archive, under the name of the handler or of the program. */
const isCompiled = (declaration: Declaration): boolean => /^(java|go|provided)/.test(stringOf(at(declaration.properties, 'Runtime')) ?? '');

/** What was uploaded before may be built from sources of the app. */
function uploaded(why: string, key: string | undefined, declaration: Declaration, reader: Reader): CodeLocation {
  const runtime = stringOf(at(declaration.properties, 'Runtime')) ?? '';
  if (!isCompiled(declaration) && !runtime.startsWith('python')) return { kind: 'absent', why };
  return { kind: 'absent', why, path: resolve(reader.app.root, basename(key ?? '')), elsewhere: true };
}

function readInline(node: Node, reader: Reader): CodeLocation {
  const span = (node.kind === 'scalar' && node.content) || node.span;
  const plain = stringOf(node);
  if (plain !== undefined) return { kind: 'inline', source: plain, span };
  const intrinsic = intrinsicOf(node);
  const sub = intrinsic?.name === 'Fn::Sub' ? subArgument(intrinsic.argument) : undefined;
  if (sub) {
    const format = intrinsic?.argument.kind === 'sequence' ? intrinsic.argument.items[0] : intrinsic?.argument;
    const substitutions = new Map<string, Text>();
    let source = '';
    for (const part of parseSub(sub.format)) {
      source += part.kind === 'literal' ? part.value : `\${${part.name}}`;
      if (part.kind === 'variable')
        substitutions.set(part.name, variable(sub.variables?.entries.get(part.name)?.value ?? variableNode(part.name, node), reader));
    }
    return { kind: 'inline', source, span: (format?.kind === 'scalar' && format.content) || format?.span || span, substitutions };
  }
  const source = reader.scope.literal(node);
  return source === undefined ? { kind: 'absent', why: 'its inline code is known at deployment only' } : { kind: 'inline', source, span };
}

function variable(node: Node, reader: Reader): Text {
  const [only, ...others] = reader.scope.texts(node);
  return only && others.length === 0
    ? only.value
    : [{ kind: 'runtime', reason: 'a value that a condition of the template decides', chars: 'any' }];
}
