/** Files of the app that a template takes in: definitions of APIs and state machines. */

import { relative, sep } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { InputError } from '../model/finding.ts';
import { type AppFolder, locate } from './functions/folder.ts';
import type { Scope } from './scope.ts';
import { parseNodes, readText } from './source/document.ts';
import { at, intrinsicOf, type Node, stringOf } from './source/node.ts';

export interface IncludeReader {
  readonly scope: Scope;
  readonly app: AppFolder;
  readonly report: (finding: Finding) => void;
}

export interface Included {
  readonly text: string;
  /** the name that spans carry */
  readonly file: string;
}

/** The text of a file that is named by a literal path; undefined for what is in S3 or known at deployment only. */
export function includedText(node: Node | undefined, { scope, app, report }: IncludeReader): Included | undefined {
  const path = node && scope.literal(node);
  if (path === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return undefined;
  const span = node?.span ?? { file: '', line: 1, column: 1 };
  const located = locate(path, app, span);
  if ('why' in located) {
    if (located.finding) report({ ...located.finding, code: 'definition-missing', message: `the definition is not read: ${located.why}` });
    return undefined;
  }
  const file = relative(app.root, located.path).split(sep).join('/');
  try {
    return { text: readText(located.path, file), file };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report({ code: 'definition-unreadable', severity: 'error', message: error.message, span });
    return undefined;
  }
}

/** The content of such a file. */
export function includedFile(node: Node | undefined, reader: IncludeReader): Node | undefined {
  const included = includedText(node, reader);
  return included && parseIncluded(included, reader);
}

export function parseIncluded({ text, file }: Included, { report }: IncludeReader): Node {
  const findings: Finding[] = [];
  const content = parseNodes(text, file, findings);
  for (const finding of findings) report(finding);
  return content;
}

/** The node, or what `AWS::Include` puts in its place. CloudFormation "AWS::Include transform". */
export function withInclude(node: Node | undefined, reader: IncludeReader): Node | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name !== 'Fn::Transform' || stringOf(at(intrinsic.argument, 'Name')) !== 'AWS::Include') return node;
  return includedFile(at(intrinsic.argument, 'Parameters', 'Location'), reader) ?? node;
}
