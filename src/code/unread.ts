/**
 * What is said of code in a language that is not read: which one it is, and which packages of AWS its manifest names, so that the owner
 * knows what to look through. Runtimes: AWS Lambda Developer Guide, "Lambda runtimes", "Building Lambda functions with Rust"; AWS SAM
 * Developer Guide, "Metadata" (`BuildMethod`).
 */
import { dirname, join } from 'node:path';
import type { LambdaFunction } from '../model/app.ts';
import type { Files } from './files.ts';

interface Language {
  readonly name: string;
  /** runtimes that are of this language alone */
  readonly runtime?: RegExp;
  readonly build?: RegExp;
  /** a file beside the code, or in a folder above it, that shows the language */
  readonly manifest: RegExp;
  /** what its text names of AWS */
  readonly names?: RegExp;
}

const LANGUAGES: readonly Language[] = [
  {
    name: '.NET',
    runtime: /^dotnet/,
    build: /^dotnet/,
    manifest: /\.(?:cs|fs|vb)proj$/,
    names: /(?<=Include=")(?:AWSSDK\.|AWS\.Lambda\.Powertools\.(?:Parameters|Idempotency|BatchProcessing))\w*/g,
  },
  { name: 'Ruby', runtime: /^ruby/, build: /^ruby/, manifest: /^Gemfile$/, names: /\baws-sdk-?\w*/g },
  { name: 'Rust', build: /^rust/, manifest: /^Cargo\.toml$/, names: /^[ \t]*aws-sdk-\w+/gm },
  { name: 'Swift', manifest: /^Package\.swift$/, names: /(?<=")(?:Soto|AWS(?!Lambda))\w+(?=")/g },
  { name: 'C++', manifest: /^CMakeLists\.txt$/, names: /\baws-cpp-sdk-\w+/g },
  { name: 'PHP', manifest: /^composer\.json$/, names: /\b(?:async-aws|aws)\/[\w-]+/g },
  { name: 'PowerShell', manifest: /\.ps1$/ },
];

/** Names beyond these are left out. */
const MAX_NAMES = 8;
const MAX_BYTES = 256 * 1024;

/** Ends a sentence that starts "the code could not be resolved because". */
export function whyUnread(fn: LambdaFunction, files: Files): string {
  const { runtime } = fn;
  if (runtime === undefined) return 'its runtime is not known';
  if (fn.code.kind === 'absent') return `its code is not here: ${fn.code.why}`;
  const folder = fn.code.kind === 'folder' ? fn.code : undefined;
  const own = runtime.startsWith('provided');
  const found = LANGUAGES.flatMap((language) => {
    const manifest = folder && manifestOf(language, folder.path, files);
    const isIt = language.runtime?.test(runtime) || (own && (language.build?.test(folder?.build ?? '') || manifest !== undefined));
    return isIt ? [{ language, manifest }] : [];
  })[0];
  if (!found)
    return own
      ? `nothing beside it tells what it is written in, for the runtime ${runtime}; ${DECLARE}`
      : `the runtime ${runtime} is not read`;
  const names = found.manifest === undefined ? [] : namesIn(found.manifest, found.language, files);
  const told = names.length > 0 ? ` (${found.manifest && files.display(found.manifest)} names ${names.join(', ')})` : '';
  return `it is written in ${found.language.name}, which is not read${told}; ${DECLARE}`;
}

const DECLARE = 'state what it calls under operations in pinhole.yaml';

/** In the folder of the code or the nearest one above it that has one, up to the app's root. */
function manifestOf({ manifest }: Language, folder: string, files: Files): string | undefined {
  for (let at = folder; files.contains(at); at = dirname(at)) {
    const found = files.list(at).find(({ name, kind }) => kind === 'file' && manifest.test(name));
    if (found) return join(at, found.name);
    if (at === dirname(at)) break;
  }
  return undefined;
}

function namesIn(manifest: string, { names }: Language, files: Files): readonly string[] {
  const found = names ? [...new Set((files.text(manifest, MAX_BYTES) ?? '').match(names)?.map((name) => name.trim()))].sort() : [];
  return found.length > MAX_NAMES ? [...found.slice(0, MAX_NAMES), `${found.length - MAX_NAMES} more`] : found;
}
