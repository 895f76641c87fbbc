/**
 * The configuration that an application carries beside its classes: `application.properties` and `application.yml` of Spring, Micronaut and
 * Quarkus. Files of profiles count too, since the profile is chosen where the application runs: a setting has then several values.
 */
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Files } from '../files.ts';
import { rootsAround } from './project.ts';

const MAX_BYTES = 256 * 1024;
const FILE = /^(?:application|bootstrap)(?:-[\w-]+)?\.(?:properties|ya?ml)$|^microprofile-config\.properties$/;

type Settings = ReadonlyMap<string, readonly string[]>;

const caches = new WeakMap<Files, Map<string, Settings>>();

/** The values of a setting, with what stands in them for other settings; names are compared as Spring relaxes them. */
export function settingsOf(name: string, from: string, files: Files): readonly string[] {
  const cache = caches.get(files) ?? new Map<string, Settings>();
  caches.set(files, cache);
  const folder = dirname(from);
  const settings = cache.get(folder) ?? readSettings(folder, files);
  cache.set(folder, settings);
  return settings.get(relaxed(name)) ?? [];
}

const relaxed = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');

function readSettings(folder: string, files: Files): Settings {
  const settings = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    const key = relaxed(name);
    const before = settings.get(key) ?? [];
    if (!before.includes(value)) settings.set(key, [...before, value]);
  };
  for (const root of rootsAround(folder, files))
    for (const resources of [join(dirname(root), 'resources'), join(dirname(root), 'resources', 'META-INF')])
      for (const { name, kind } of files.list(resources)) {
        const text = kind === 'file' && FILE.test(name) ? files.text(join(resources, name), MAX_BYTES) : undefined;
        if (text === undefined) continue;
        if (name.endsWith('.properties')) readProperties(text, add);
        else for (const document of parseAllDocuments(text)) flatten(plain(document), '', add, 0);
      }
  return settings;
}

/** Java "Properties.load": lines of `name=value` or `name: value`, continued by a backslash at the end. */
function readProperties(text: string, add: (name: string, value: string) => void): void {
  for (const line of text.replaceAll(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const found = /^\s*(?![#!])((?:[^=:\s\\]|\\.)+)\s*[=:\s]\s*(.*?)\s*$/.exec(line);
    if (found?.[1] !== undefined) add(found[1], found[2] ?? '');
  }
}

/** A document that is broken, or that aliases blow up, has no settings. */
function plain(document: ReturnType<typeof parseAllDocuments>[number]): unknown {
  try {
    return 'errors' in document && document.errors.length === 0 ? document.toJS({ maxAliasCount: 50 }) : undefined;
  } catch {
    return undefined;
  }
}

function flatten(value: unknown, name: string, add: (name: string, value: string) => void, depth: number): void {
  if (depth > 20) return;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, name === '' ? key : `${name}.${key}`, add, depth + 1);
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') add(name, String(value));
}
