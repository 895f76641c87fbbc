/** The models that come with pinhole: one JSON file a package in `library/models/builtin/`, named after the package with `+` for `/`. */
import { readdirSync, readFileSync } from 'node:fs';
import type { LibraryModel } from '../model/library-model.ts';

// from the folder of a stage, in the sources and in the build alike
const FOLDER = new URL('../code/library/models/builtin/', import.meta.url);

type Language = LibraryModel['language'];

const listed = new Map<Language, ReadonlySet<string>>();
const read = new Map<string, LibraryModel>();

/** The packages of a language. */
export function builtinNames(language: Language): ReadonlySet<string> {
  const known = listed.get(language);
  if (known) return known;
  const files = readdirSync(new URL(`${language}/`, FOLDER)).filter((file) => file.endsWith('.json'));
  const names = new Set(files.map((file) => file.slice(0, -'.json'.length).replaceAll('+', '/')));
  listed.set(language, names);
  return names;
}

export function builtinModel(language: Language, packageName: string): LibraryModel {
  const key = `${language}/${packageName.replaceAll('/', '+')}`;
  const known = read.get(key);
  if (known) return known;
  const model = JSON.parse(readFileSync(new URL(`${key}.json`, FOLDER), 'utf8')) as LibraryModel;
  read.set(key, model);
  return model;
}

/** The package, of those that have a model, that an import names or leads into. */
export function builtinPackage(language: Language, specifier: string): string | undefined {
  const names = builtinNames(language);
  for (let name = specifier; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'), 0)))
    if (names.has(name)) return name;
  return undefined;
}
