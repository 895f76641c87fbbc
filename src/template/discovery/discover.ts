/**
 * Finds the templates of a folder as their tools do: what samconfig names, else template.yaml and its kin, else any other
 * CloudFormation document with a function, in the folder or below.
 */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { readSamConfig } from './samconfig.ts';

export interface FoundTemplate {
  /** absolute */
  readonly path: string;
  /** what samconfig gives for the parameters */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Discovery {
  readonly templates: readonly FoundTemplate[];
  /** tools whose apps are in the folder and are not read yet */
  readonly others: readonly string[];
}

const TEMPLATES = ['template.yaml', 'template.yml', 'template.json'];
/** outputs of tools, and what packages bring along: no sources of this app */
const SKIPPED: ReadonlySet<string> = new Set([
  '.aws-sam',
  '.git',
  '.serverless',
  '.terraform',
  '.venv',
  '__pycache__',
  'build',
  'cdk.out',
  'coverage',
  'dist',
  'node_modules',
  'out',
  'target',
  'venv',
]);
const OTHER_TOOLS: readonly (readonly [RegExp, string])[] = [
  [/\.tf$/, 'Terraform'],
  [/^cdk\.json$/, 'CDK'],
  [/^serverless\.(?:ya?ml|ts|js|json)$/, 'Serverless Framework'],
];
/** The tool that a file of this name belongs to, when it is one whose apps are not read. */
export const otherTool = (name: string): string | undefined => OTHER_TOOLS.find(([pattern]) => pattern.test(name))?.[1];

const MAX_ENTRIES = 50_000;
const MAX_DEPTH = 12;
const MAX_BYTES = 4 * 1024 * 1024;

export function discover(folder: string, show: (path: string) => string, findings: Finding[]): Discovery {
  const own = configuredTemplates(folder, show, findings);
  const others = new Set<string>();
  if (own.length > 0) return { templates: own, others: [] };
  const templates: FoundTemplate[] = [];
  let budget = MAX_ENTRIES;
  const walk = (here: string, depth: number): void => {
    const entries = list(here);
    budget -= entries.length;
    for (const { name } of entries) {
      const tool = otherTool(name);
      if (tool !== undefined) others.add(tool);
    }
    const found = depth === 0 ? [] : configuredTemplates(here, show, findings).filter(({ path }) => holds(path, ANY_APP));
    if (found.length > 0) templates.push(...found);
    else
      for (const entry of entries)
        if (entry.isFile() && isNamedLikeTemplate(entry.name) && holds(join(here, entry.name), FUNCTION))
          templates.push({ path: join(here, entry.name), parameters: new Map() });
    for (const entry of entries) {
      if (!entry.isDirectory() || SKIPPED.has(entry.name)) continue;
      if (depth >= MAX_DEPTH || budget <= 0) {
        findings.push({
          code: 'search-limit',
          severity: 'warning',
          message: `templates under ${show(join(here, entry.name))} were not looked for; name the template itself`,
        });
        return;
      }
      walk(join(here, entry.name), depth + 1);
    }
  };
  walk(folder, 0);
  return { templates, others: [...others].sort() };
}

/** What the tools would take in this very folder. */
export function configuredTemplates(folder: string, show: (path: string) => string, findings: Finding[]): readonly FoundTemplate[] {
  const config = readSamConfig(folder, show, findings);
  const parameters = config?.parameters ?? new Map();
  if (config?.template !== undefined) {
    const path = resolve(folder, config.template);
    // a configuration may name the output of a build, which does not exist before it
    if (existsSync(path) && !/[\\/]\.aws-sam[\\/]/.test(path)) return [{ path, parameters }];
  }
  const name = TEMPLATES.find((candidate) => existsSync(join(folder, candidate)));
  return name === undefined ? [] : [{ path: join(folder, name), parameters }];
}

/** Sorted by name in code units, so that the order is the same everywhere. Symbolic links are neither files nor folders here. */
function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

const FUNCTION = /AWS::(?:Serverless|Lambda)::Function/;
/** a `template.yaml` may also be of another tool: it counts when it makes functions, or nests what may */
const ANY_APP = /AWS::(?:Serverless|Lambda)::|AWS::CloudFormation::Stack/;

/** Outputs of `package` commands stand beside their sources under names such as packaged.yaml. */
const isNamedLikeTemplate = (name: string): boolean => /\.(?:ya?ml|json|template)$/.test(name) && !/^packaged?[^\\/]*$/.test(name);

/** Whether a file has a `Resources` section and content of the given form. */
function holds(path: string, form: RegExp): boolean {
  try {
    if (statSync(path).size > MAX_BYTES) return false;
    const content = readFileSync(path, 'utf8');
    return form.test(content) && /^\s*["']?Resources["']?\s*:/m.test(content);
  } catch {
    return false;
  }
}
