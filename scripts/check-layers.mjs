/**
 * The law of layers: imports point one way only. Prints each import that breaks it and exits with 1.
 *
 *   node scripts/check-layers.mjs [FOLDER]     FOLDER is src when left out
 *
 * Tests and their support may import anything.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const FILES = ['node:fs', 'node:fs/promises', 'node:child_process'];

/**
 * `may`: the layers that one may import. `node`: `none` for what also runs in a browser, `pure` for Node without the file
 * system, `files` for what reads the user's app or our own data. A file directly in src is a layer of its own.
 */
const LAW = {
  model: { may: [], node: 'none', why: 'every stage shares the model, so it depends on none of them' },
  policy: { may: ['model'], node: 'none', why: 'the IAM language runs in the browser too' },
  algebra: { may: ['model', 'policy'], node: 'none', why: 'sets of requests are built from policies alone' },
  catalog: { may: ['model'], node: 'files', why: 'what AWS defines knows nothing of apps; it reads its own compiled data' },
  delivery: { may: ['model'], node: 'none', why: 'what a service delivers follows from what the template says of it, whoever asks' },
  template: { may: ['model', 'catalog', 'delivery'], node: 'files', why: 'a reader makes the model and leaves deciding to later stages' },
  code: { may: ['model', 'catalog', 'delivery'], node: 'files', why: 'the analysis gives calls; what they need is decided in needs' },
  needs: { may: ['model', 'catalog'], node: 'pure', why: 'needs are data about AWS applied to the model' },
  synthesis: {
    may: ['model', 'catalog', 'policy', 'algebra', 'needs', 'template'],
    node: 'pure',
    why: 'policies are made of needs and printed in the dialect of the template',
  },
  check: {
    may: ['model', 'catalog', 'policy', 'algebra', 'needs', 'template', 'synthesis'],
    node: 'pure',
    why: 'checks compare grants with needs',
  },
  fix: {
    may: ['model', 'catalog', 'policy', 'algebra', 'needs', 'template', 'synthesis', 'check'],
    node: 'files',
    why: 'fixes edit files',
  },
  declared: {
    may: ['model', 'catalog', 'template', 'needs'],
    node: 'files',
    why: 'pinhole.yaml is read in the terms of the template and of operations; what it changes is decided in needs and synthesis',
  },
  report: {
    may: ['model', 'catalog', 'policy', 'needs', 'synthesis', 'check'],
    node: 'pure',
    why: 'a report prints what was found and finds nothing',
  },
  'derive.ts': {
    may: ['model', 'catalog', 'policy', 'algebra', 'template', 'code', 'needs', 'declared', 'synthesis', 'check'],
    node: 'pure',
    why: 'the pipeline joins the stages; printing is not its business',
  },
  'can.ts': {
    may: ['model', 'template', 'check'],
    node: 'pure',
    why: 'a question is put to the template that it names; the answer is found in check',
  },
  'index.ts': { may: ['derive.ts', 'model', 'report'], node: 'none', why: 'the public names are listed one by one' },
  cli: {
    may: ['index.ts', 'derive.ts', 'can.ts', 'model', 'policy', 'report', 'needs', 'fix'],
    node: 'files',
    why: 'a command reads arguments, calls, prints',
  },
};

export function violations(root) {
  return sources(root).flatMap((file) => {
    const layer = layerOf(file, root);
    const law = LAW[layer];
    const shown = relative(root, file).split(sep).join('/');
    if (!law) return [`${shown}: ${layer} is no layer; add it to the law in scripts/check-layers.mjs`];
    return importsOf(file).flatMap((specifier) => {
      const fault = specifier.startsWith('.') ? layerFault(layer, law, specifier, file, root) : nodeFault(law, specifier);
      return fault ? [`${shown}: ${fault}; ${law.why}`] : [];
    });
  });
}

const sources = (root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const layerOf = (file, root) => relative(root, file).split(sep)[0];

/** Specifiers of static and dynamic imports and re-exports, type-only ones included: types are dependencies too. */
function importsOf(file) {
  const source = readFileSync(file, 'utf8');
  const { module } = parseSync(file, source);
  return [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : []))),
    ...module.dynamicImports.map((one) => source.slice(one.moduleRequest.start, one.moduleRequest.end).replace(/^['"`]|['"`]$/g, '')),
  ];
}

function layerFault(layer, law, specifier, file, root) {
  const target = resolve(dirname(file), specifier);
  const other = layerOf(target, root);
  if (other === '..') return `imports ${specifier}, which is outside of the sources`;
  if (!existsSync(target)) return `imports ${specifier}, which is not there`;
  return other === layer || law.may.includes(other) ? undefined : `${layer} may not import ${other} (${specifier})`;
}

function nodeFault(law, specifier) {
  if (law.node === 'none') return `imports ${specifier}, but uses nothing from outside the sources`;
  return law.node === 'pure' && FILES.includes(specifier) ? `imports ${specifier}, but does not touch files` : undefined;
}

const here = fileURLToPath(import.meta.url);
if (process.argv[1] && resolve(process.argv[1]) === here) {
  const root = resolve(process.argv[2] ?? join(dirname(here), '../src'));
  const found = violations(root);
  for (const line of found) console.error(line);
  console.log(found.length === 0 ? 'layers: every import points the right way' : `layers: ${found.length} imports break the law`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
