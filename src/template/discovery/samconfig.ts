/** What `samconfig.toml` (or its YAML form) says of the template and its parameters. SAM CLI "configuration file". */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, type TomlTable } from 'smol-toml';
import type { Finding } from '../../model/finding.ts';
import { parseNodes, readText } from '../source/document.ts';
import { toJson } from '../source/node.ts';

export interface SamConfig {
  readonly template?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const FILES = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'];
/** later commands win: what is deployed is what counts */
const COMMANDS = ['global', 'build', 'validate', 'package', 'sync', 'deploy'];

/** Undefined when the folder has none. Only the environment `default` is read. `name` is the file's name in messages. */
export function readSamConfig(folder: string, show: (path: string) => string, findings: Finding[]): SamConfig | undefined {
  const file = FILES.find((name) => existsSync(join(folder, name)));
  if (file === undefined) return undefined;
  const path = join(folder, file);
  const content = load(path, show(path), findings);
  let template: string | undefined;
  const parameters = new Map<string, string>();
  for (const command of COMMANDS) {
    const section = table(table(table(content, 'default'), command), 'parameters');
    template = string(section, 'template_file') ?? string(section, 'template') ?? template;
    for (const [key, value] of overrides(own(section, 'parameter_overrides'))) parameters.set(key, value);
  }
  return { ...(template === undefined ? {} : { template }), parameters };
}

type Table = Readonly<Record<string, unknown>>;

function load(path: string, file: string, findings: Finding[]): Table | undefined {
  const fault = (message: string) =>
    findings.push({ code: 'samconfig-syntax', severity: 'warning', message, span: { file, line: 1, column: 1 } });
  const text = readText(path, file);
  if (!basename(path).endsWith('.toml')) {
    const content = toJson(parseNodes(text, file, findings));
    return isTable(content) ? content : undefined;
  }
  try {
    const content: TomlTable = parse(text);
    return content;
  } catch (error) {
    const first = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    fault(`the file cannot be read, so its template and parameters are not used: ${first}`);
    return undefined;
  }
}

const isTable = (value: unknown): value is Table => value !== null && typeof value === 'object' && !Array.isArray(value);
const own = (of: Table | undefined, key: string): unknown => (of && Object.hasOwn(of, key) ? of[key] : undefined);
const table = (of: Table | undefined, key: string): Table | undefined => {
  const value = own(of, key);
  return isTable(value) ? value : undefined;
};
const string = (of: Table | undefined, key: string): string | undefined => {
  const value = own(of, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** `"A=1 B=\"two words\""`, a list of such, or a table. */
function overrides(value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap(overrides);
  if (isTable(value))
    return Object.entries(value).flatMap(([key, item]) => (typeof item === 'object' ? [] : [[key, String(item)] as const]));
  return typeof value === 'string' ? parseOverrides(value) : [];
}

/** `KEY=VALUE` pairs, or the long form `ParameterKey=KEY,ParameterValue=VALUE`; values may be quoted. */
export function parseOverrides(value: string): readonly (readonly [string, string])[] {
  const out: (readonly [string, string])[] = [];
  for (const word of words(value)) {
    const long = /^ParameterKey=([^,]+),ParameterValue=(.*)$/s.exec(word);
    const equals = word.indexOf('=');
    if (long) out.push([long[1] ?? '', long[2] ?? '']);
    else if (equals > 0) out.push([word.slice(0, equals), word.slice(equals + 1)]);
  }
  return out;
}

function words(value: string): readonly string[] {
  const out: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at);
    if (char === '\\' && quote !== "'" && at + 1 < value.length) {
      at += 1;
      word += value.charAt(at);
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") quote = char;
    else if (/\s/.test(char)) {
      if (word !== '') out.push(word);
      word = '';
    } else word += char;
  }
  if (word !== '') out.push(word);
  return out;
}
