/** The apps of a path: the templates that are found there, each with the local templates that it nests. */
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { App } from '../model/app.ts';
import { type Finding, InputError } from '../model/finding.ts';
import { literalOf } from '../model/text.ts';
import { configuredTemplates, discover, type FoundTemplate, otherTool } from './discovery/discover.ts';
import { findRoot } from './discovery/root.ts';
import { isInside, locate } from './functions/folder.ts';
import type { Scope } from './scope.ts';
import { readTemplate } from './template.ts';

export interface ReadOptions {
  /** folder outside of which nothing is read; the enclosing repository or workspace unless given */
  readonly root?: string;
  /** values for template parameters; they win over those of samconfig */
  readonly parameters?: ReadonlyMap<string, string>;
}

export interface ReadApps {
  readonly apps: readonly App[];
  /** evaluates expressions in the terms of an app's template */
  readonly scopes: ReadonlyMap<App, Scope>;
  /** what concerns no single template */
  readonly findings: readonly Finding[];
}

/**
 * Reads a template, or the templates of a folder. Throws `InputError` when there is nothing to read; one template of several
 * that cannot be read is a finding.
 */
export function readApps(path: string, options: ReadOptions = {}): ReadApps {
  const start = realPath(path);
  const isFolder = statSync(start).isDirectory();
  const tool = isFolder ? undefined : otherTool(basename(start));
  if (tool !== undefined) throw new InputError(`${path} is a file of ${tool}, which is not read yet`);
  const folder = isFolder ? start : dirname(start);
  const root = findRoot(folder, options.root);
  if (!isInside(folder, root)) throw new InputError(`${path} is not inside of the root ${root}`);
  const findings: Finding[] = [];
  const show = (file: string) => relative(root, file).split(sep).join('/');
  const found = isFolder
    ? inFolder(start, path, show, findings)
    : [{ path: start, parameters: samParameters(folder, start, show, findings) }];
  const scopes = new Map<App, Scope>();
  const seen = new Set<string>();
  const read = (template: FoundTemplate, depth: number): void => {
    const file = realpathSync(template.path);
    if (seen.has(file)) return;
    seen.add(file);
    try {
      if (!isInside(file, root)) throw new InputError(`the template ${file} is not inside of the root ${root}; give another with --root`);
      const { app, scope } = readTemplate(file, {
        root,
        parameters: new Map([...template.parameters, ...(depth === 0 ? (options.parameters ?? []) : [])]),
      });
      scopes.set(app, scope);
      // parameters of a nested stack are given by its parent: they stay open
      if (depth < MAX_NESTING)
        for (const nested of nestedTemplates(app, findings)) read({ path: nested, parameters: new Map() }, depth + 1);
    } catch (error) {
      if (!(error instanceof InputError) || (found.length === 1 && depth === 0)) throw error;
      findings.push({
        code: 'template-unreadable',
        severity: 'error',
        message: error.message,
        ...(error.span ? { span: error.span } : {}),
      });
    }
  };
  for (const template of found) read(template, 0);
  return { apps: [...scopes.keys()], scopes, findings };
}

const MAX_NESTING = 10;

function realPath(path: string): string {
  try {
    return realpathSync(resolve(path));
  } catch {
    throw new InputError(`${path} does not exist`);
  }
}

function inFolder(folder: string, given: string, show: (path: string) => string, findings: Finding[]): readonly FoundTemplate[] {
  const { templates, others } = discover(folder, show, findings);
  if (templates.length === 0) {
    const why =
      others.length > 0
        ? `it is a folder of ${others.join(' and ')}, which is not read yet`
        : 'give a folder with a SAM or CloudFormation template, or the template itself';
    throw new InputError(`no template was found in ${given}: ${why}`);
  }
  for (const tool of others)
    findings.push({
      code: 'tool-not-read',
      severity: 'warning',
      message: `the folder also holds an app of ${tool}, which is not read yet`,
    });
  return templates;
}

/** A template that is named by itself gets the parameters of its folder's samconfig when that is the template samconfig means. */
function samParameters(folder: string, file: string, show: (path: string) => string, findings: Finding[]): ReadonlyMap<string, string> {
  const [own] = configuredTemplates(folder, show, findings);
  return own && realPath(own.path) === file ? own.parameters : new Map();
}

const NESTED: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Application', 'Location'],
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
]);

/** Absolute paths of the local templates that an app nests. */
function nestedTemplates(app: App, findings: Finding[]): readonly string[] {
  const folder = resolve(app.root, dirname(app.template));
  return [...app.resources.values()].flatMap((resource) => {
    const key = NESTED.get(resource.type);
    const value = resource.properties.entries.find((entry) => literalOf(entry.key) === key)?.value;
    const path = value?.kind === 'text' ? literalOf(value.text) : undefined;
    if (key === undefined || path === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return [];
    const located = locate(path, { root: app.root, folder }, resource.span);
    if (!('why' in located)) return located.file ? [located.path] : [];
    findings.push({
      code: 'nested-template-missing',
      severity: 'warning',
      message: `the template of ${resource.id} is not read: ${located.why}`,
      span: resource.span,
    });
    return [];
  });
}
