/** Template content in long form → YAML as people write it: short tags, and comments where they are asked for. */
import { Document, isCollection, Scalar, YAMLMap, type YAMLSeq } from 'yaml';

export interface YamlOptions {
  /** comment lines above an object, by identity; in a list they stand above its dash */
  readonly comments?: ReadonlyMap<object, readonly string[]>;
}

export function templateYaml(content: unknown, { comments = new Map() }: YamlOptions = {}): string {
  // CloudFormation reads YAML 1.1, where a bare 2012-10-17 is a date and `on` is true
  const document = new Document(undefined, { version: '1.1' });
  document.contents = node(content, document, comments) as Document['contents'];
  return document.toString({ lineWidth: 0, singleQuote: true });
}

function node(value: unknown, document: Document, comments: ReadonlyMap<object, readonly string[]>): unknown {
  if (value === null || typeof value !== 'object') return document.createNode(value);
  const made = tagged(value, document, comments) ?? plain(value, document, comments);
  const lines = comments.get(value);
  if (lines && isCollection(made)) made.commentBefore = lines.map((line) => ` ${line}`).join('\n');
  return made;
}

function plain(value: object, document: Document, comments: ReadonlyMap<object, readonly string[]>): unknown {
  if (Array.isArray(value)) {
    const list = document.createNode([]) as YAMLSeq;
    list.items.push(...value.map((item) => node(item, document, comments)));
    return list;
  }
  const map = new YAMLMap();
  for (const [key, item] of Object.entries(value)) map.add({ key: document.createNode(key), value: node(item, document, comments) });
  return map;
}

/** `{ Ref: X }` as `!Ref X`. A tag cannot stand directly inside another one, so the inner one keeps its long form. */
function tagged(value: object, document: Document, comments: ReadonlyMap<object, readonly string[]>): unknown {
  const [[key, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length > 0 || (key !== 'Ref' && !key.startsWith('Fn::'))) return undefined;
  // these have no short form (CloudFormation User Guide, "Intrinsic function reference")
  if (['Fn::Length', 'Fn::ToJsonString', 'Fn::ForEach'].some((name) => key.startsWith(name))) return undefined;
  const tag = `!${key.replace('Fn::', '')}`;
  if (key === 'Fn::GetAtt' && Array.isArray(argument) && argument.every((part) => typeof part === 'string'))
    return scalar(argument.join('.'), tag);
  if (typeof argument === 'string') return scalar(argument, tag);
  if (!Array.isArray(argument)) return undefined;
  const list = plain(argument, document, comments) as YAMLSeq;
  list.tag = tag;
  list.flow = argument.every((item) => item === null || typeof item !== 'object');
  return list;
}

function scalar(value: string, tag: string): Scalar {
  const made = new Scalar(value);
  made.tag = tag;
  return made;
}
