/** Templates written in a test: as an app in a folder of its own, or as a scope to evaluate nodes in. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App, Trigger } from '../src/model/app.ts';
import { formatWhen } from '../src/model/condition.ts';
import type { Datum } from '../src/model/datum.ts';
import type { Finding } from '../src/model/finding.ts';
import { displayText, type Text } from '../src/model/text.ts';
import { type ReadOptions, readApps } from '../src/template/apps.ts';
import { readParameters } from '../src/template/parameters.ts';
import { createScope, type Scope } from '../src/template/scope.ts';
import { readSections } from '../src/template/sections.ts';
import { parseNodes } from '../src/template/source/document.ts';
import { at, type MappingNode } from '../src/template/source/node.ts';

/** A folder with the given files, by relative path; gone when the test is. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pinhole-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** The app of one template, `template.yaml` in a folder with the other files. */
export function appOf(template: string, files: Readonly<Record<string, string>> = {}, options: ReadOptions = {}): App {
  const root = folderOf({ 'template.yaml': template, ...files });
  const [app] = readApps(root, { root, ...options }).apps;
  if (!app) throw new Error('no app');
  return app;
}

/** The mapping that a text holds. */
export function mappingOf(text: string, findings: Finding[] = []): MappingNode {
  const node = parseNodes(text, 'template.yaml', findings);
  if (node.kind !== 'mapping') throw new Error('no mapping');
  return node;
}

/** The scope of a template's text; `findings` fills while nodes are evaluated. */
export function scopeOf(
  template: string,
  given: Readonly<Record<string, string>> = {},
): { scope: Scope; body: MappingNode; findings: Finding[] } {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
  };
  const body = mappingOf(template, findings);
  const sections = readSections(body, report);
  const parameters = readParameters(at(body, 'Parameters'), new Map(Object.entries(given)));
  const { declarations, conditions, mappings } = sections;
  return { scope: createScope({ declarations, parameters, mappings, conditions, aliases: new Map(), report }), body, findings };
}

/** A value as a reader would write it down: `orders-${Stage}`, `{ A: x | !A: y }` for a choice, `…` for what is open. */
export function show(datum: Datum | undefined): unknown {
  switch (datum?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return displayText(datum.text);
    case 'scalar':
      return datum.value;
    case 'list':
      return [...datum.items.map(show), ...(datum.open ? ['…'] : [])];
    case 'map':
      return Object.fromEntries([
        ...datum.entries.map(({ key, value }) => [displayText(key), show(value)]),
        ...(datum.open ? [['…', '…']] : []),
      ]);
    case 'choice':
      return datum.options.map(({ when, value }) => [when.map(({ name, holds }) => (holds ? name : `!${name}`)).join(' '), show(value)]);
    case 'unknown':
      return `?${datum.reason}`;
  }
}

/** A trigger in one line of texts, without its place. */
export function showTrigger(trigger: Trigger): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(trigger)) {
    if (key === 'span' || key === 'path' || key === 'mapping' || key === 'properties') continue;
    if (key === 'when') {
      if (trigger.when.length > 0) out.when = formatWhen(trigger.when);
    } else out[key] = isText(value) ? displayText(value) : isDatum(value) ? show(value) : value;
  }
  return out;
}

const isText = (value: unknown): value is Text =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((part) => typeof part === 'string' || 'chars' in Object(part)) &&
  !value.some((part) => String(part).startsWith('s3:'));
const isDatum = (value: unknown): value is Datum => value !== null && typeof value === 'object' && 'kind' in value;
