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

/** The content of a file that is named by a literal path; undefined for what is in S3 or known at deployment only. */
export function includedFile(node: Node | undefined, { scope, app, report }: IncludeReader): Node | undefined {
  const path = node && scope.literal(node);
  if (path === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return undefined;
  const located = locate(path, app, node?.span ?? { file: '', line: 1, column: 1 });
  if ('why' in located) {
    if (located.finding) report({ ...located.finding, code: 'definition-missing', message: `the definition is not read: ${located.why}` });
    return undefined;
  }
  const file = relative(app.root, located.path).split(sep).join('/');
  const findings: Finding[] = [];
  try {
    const content = parseNodes(readText(located.path, file), file, findings);
    for (const finding of findings) report(finding);
    return content;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report({ code: 'definition-unreadable', severity: 'error', message: error.message, ...(node ? { span: node.span } : {}) });
    return undefined;
  }
}

/** The node, or what `AWS::Include` puts in its place. CloudFormation "AWS::Include transform". */
export function withInclude(node: Node | undefined, reader: IncludeReader): Node | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name !== 'Fn::Transform' || stringOf(at(intrinsic.argument, 'Name')) !== 'AWS::Include') return node;
  return includedFile(at(intrinsic.argument, 'Parameters', 'Location'), reader) ?? node;
}
