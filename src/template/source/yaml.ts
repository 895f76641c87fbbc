/**
 * YAML to positioned nodes. CloudFormation's tags become long forms, aliases share their node, merge keys are applied.
 * Source of the tags: CloudFormation "Intrinsic function reference". Every fault is a finding; what follows is still read.
 */
import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { Finding } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import { indentFlow } from './flow-indent.ts';
import { type Entry, type Node, scalar, sequence } from './node.ts';

/** Nodes that a template may have once its aliases are written out. CloudFormation itself stops at 1 MB of text. */
export const MAX_NODES = 400_000;
export const MAX_DEPTH = 100;

interface Reader {
  readonly file: string;
  readonly lines: LineCounter;
  /** characters that were put before a line to make it parse */
  readonly added: ReadonlyMap<number, number>;
  readonly findings: Finding[];
  /** anchors already read; the size counts a shared node as often as it is used */
  readonly anchors: Map<string, { readonly node: Node; readonly size: number }>;
  readonly reading: Set<string>;
  size: number;
}

/** Undefined when the text holds no document. */
export function readYaml(text: string, file: string, findings: Finding[]): Node | undefined {
  let lines = new LineCounter();
  let document = parse(text, lines);
  let added: ReadonlyMap<number, number> = new Map();
  const indented = faults(document.errors).length > 0 ? indentFlow(text) : undefined;
  if (indented) {
    const others = new LineCounter();
    const again = parse(indented.text, others);
    if (faults(again.errors).length < faults(document.errors).length) {
      lines = others;
      document = again;
      added = indented.added;
    }
  }
  const reader: Reader = { file, lines, added, findings, anchors: new Map(), reading: new Set(), size: 0 };
  reportErrors(faults(document.errors), reader);
  return document.contents ? read(document.contents, reader, 0) : undefined;
}

const parse = (text: string, lineCounter: LineCounter) =>
  parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, merge: true, logLevel: 'silent' });

/** Flow collections indented less than their parent: the parsers of AWS's tools take them, and so does this one. */
const faults = (errors: readonly YAMLParseError[]): readonly YAMLParseError[] =>
  errors.filter((error) => !(error.code === 'BAD_INDENT' && error.message.startsWith('Flow')));

/** One fault often makes the parser stumble again and again: what follows the first few is no news. */
const MAX_ERRORS = 3;

function reportErrors(errors: readonly YAMLParseError[], reader: Reader): void {
  const lines = new Set<number>();
  for (const error of errors) {
    const span = spanAt(reader, error.pos[0]);
    if (lines.has(span.line) || lines.size >= MAX_ERRORS) continue;
    lines.add(span.line);
    // several documents in one file: the first is the template, as CloudFormation reads it
    const several = error.code === 'MULTIPLE_DOCS';
    const message = several ? 'only the first document of the file is read' : `the YAML cannot be read here: ${firstLine(error.message)}`;
    reader.findings.push({ code: 'yaml-syntax', severity: several ? 'warning' : 'error', message, span });
  }
}

const firstLine = (message: string): string => {
  const line = message.split('\n')[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1);
};

function spanAt(reader: Reader, offset: number): Span {
  const { line, col } = reader.lines.linePos(offset);
  return { file: reader.file, line: Math.max(line, 1), column: Math.max(col - (reader.added.get(line) ?? 0), 1) };
}

function invalid(reader: Reader, span: Span, code: string, message: string, reason: string): Node {
  // a bomb goes off once
  if (code !== 'yaml-alias-bomb' || !reader.findings.some((finding) => finding.code === code))
    reader.findings.push({ code, severity: 'error', message, span });
  return { kind: 'invalid', reason, span };
}

function read(yaml: ParsedNode | null, reader: Reader, depth: number): Node {
  const span = spanAt(reader, yaml?.range[0] ?? 0);
  if (!yaml) return scalar(null, span);
  if (isAlias(yaml)) return readAlias(yaml.source, span, reader);
  const anchor = 'anchor' in yaml ? yaml.anchor : undefined;
  const before = reader.size;
  reader.size += 1;
  if (depth > MAX_DEPTH)
    return invalid(
      reader,
      span,
      'template-too-deep',
      `the template is nested deeper than ${MAX_DEPTH} levels; what is inside is not read`,
      'a part nested too deep to be read',
    );
  if (anchor) reader.reading.add(anchor);
  const node = tagged(yaml, content(yaml, span, reader, depth), span, reader);
  if (anchor) {
    reader.reading.delete(anchor);
    reader.anchors.set(anchor, { node, size: reader.size - before });
  }
  return node;
}

function readAlias(anchor: string, span: Span, reader: Reader): Node {
  const known = reader.anchors.get(anchor);
  if (!known) {
    const why = reader.reading.has(anchor) ? 'contains itself' : 'is not defined before it';
    return invalid(reader, span, 'yaml-alias', `the alias *${anchor} ${why}; write the value out`, `the alias *${anchor}`);
  }
  if (reader.size + known.size > MAX_NODES)
    return invalid(
      reader,
      span,
      'yaml-alias-bomb',
      `the aliases of this file stand for more than ${MAX_NODES} values; *${anchor} is not followed`,
      `the alias *${anchor}, which is not followed`,
    );
  reader.size += known.size;
  return known.node;
}

function content(yaml: ParsedNode, span: Span, reader: Reader, depth: number): Node {
  if (isSeq(yaml))
    return sequence(
      yaml.items.map((item) => (isPair(item) ? scalar(null, span) : read(item as ParsedNode, reader, depth + 1))),
      span,
    );
  if (isMap(yaml)) return { kind: 'mapping', entries: readEntries(yaml as YAMLMap.Parsed, reader, depth), span };
  if (!isScalar(yaml)) return scalar(null, span);
  const value = yaml.value;
  const block = yaml.type === 'BLOCK_LITERAL' || yaml.type === 'BLOCK_FOLDED' ? { content: blockStart(yaml.range[0], reader) } : {};
  if (typeof value === 'string') return { kind: 'scalar', value, span, ...block };
  const written = yaml.source === undefined ? {} : { written: yaml.source };
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', value, span, ...written };
  if (typeof value === 'bigint') return { kind: 'scalar', value: String(value), span };
  return scalar(null, span);
}

/** A block scalar's header (`|-`) ends its line; the first line of the value is the next one. */
function blockStart(offset: number, reader: Reader): Span {
  const header = spanAt(reader, offset);
  return { file: header.file, line: header.line + 1, column: 1 };
}

function readEntries(yaml: YAMLMap.Parsed, reader: Reader, depth: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const merged: Node[] = [];
  for (const pair of yaml.items) {
    const span = spanAt(reader, pair.key.range[0]);
    const value = read(pair.value, reader, depth + 1);
    const key = isScalar(pair.key) ? pair.key.value : undefined;
    if (isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN') {
      merged.push(...(value.kind === 'sequence' ? value.items : [value]));
      continue;
    }
    if (isCollection(pair.key) || key === undefined) {
      reader.findings.push({ code: 'yaml-key', severity: 'error', message: 'a key must be a string; write it out', span });
      continue;
    }
    const name = typeof key === 'string' ? key : isScalar(pair.key) && pair.key.source ? pair.key.source : String(key);
    if (entries.has(name))
      reader.findings.push({
        code: 'duplicate-key',
        severity: 'warning',
        message: `the key ${name} is given twice; the last one is read`,
        span,
      });
    entries.set(name, { span, value });
  }
  // YAML merge keys: the mapping's own keys win, then the earlier of several merged mappings
  for (const other of merged)
    if (other.kind === 'mapping') for (const [key, entry] of other.entries) if (!entries.has(key)) entries.set(key, entry);
  return entries;
}

const SHORT_NAMES: ReadonlySet<string> = new Set([
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
]);

function tagged(yaml: ParsedNode, node: Node, span: Span, reader: Reader): Node {
  const tag = yaml.tag;
  if (tag === undefined || !tag.startsWith('!') || node.kind === 'invalid') return node;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { kind: 'mapping', span, entries: new Map([[name, { span, value: node }]]) };
  if (SHORT_NAMES.has(name)) {
    const argument = name === 'GetAtt' ? attributeArgument(node, span) : node;
    return { kind: 'mapping', span, entries: new Map([[`Fn::${name}`, { span, value: argument }]]) };
  }
  return invalid(
    reader,
    span,
    'intrinsic-unknown',
    `!${name} is no intrinsic function of CloudFormation; its value is not read`,
    `the unknown tag !${name}`,
  );
}

/** `!GetAtt Stack.Outputs.Url`: the resource ends at the first dot. */
function attributeArgument(node: Node, span: Span): Node {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node;
  const dot = node.value.indexOf('.');
  if (dot < 0) return node;
  return sequence([scalar(node.value.slice(0, dot), span), scalar(node.value.slice(dot + 1), span)], span);
}
