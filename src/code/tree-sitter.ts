/**
 * Parsing with tree-sitter's WebAssembly grammars. A call across the WebAssembly border costs more than the work behind it,
 * so the tree is copied once, with a cursor, into plain nodes; the readers then walk those.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser, type Tree } from 'web-tree-sitter';

export type GrammarName = 'python' | 'go' | 'java' | 'kotlin';

/** The packages that carry the grammars; `scripts/build.mjs` copies from the same. */
const PACKAGES: Readonly<Record<GrammarName, string>> = {
  python: 'tree-sitter-python',
  go: 'tree-sitter-go',
  java: 'tree-sitter-java',
  kotlin: '@tree-sitter-grammars/tree-sitter-kotlin',
};

/** A named node, or an anonymous one that stands in a field (an operator). Comments are left out. */
export interface SyntaxNode {
  readonly type: string;
  /** the field of the parent that it stands in */
  readonly field: string | undefined;
  /** offsets in UTF-16 code units */
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

export interface Parsed {
  readonly root: SyntaxNode;
  /** offsets where the parser found no way to read on, or had to assume a missing token */
  readonly errors: readonly number[];
}

export interface Grammar {
  /** undefined when parsing takes more steps than any program of that length needs */
  parse(text: string): Parsed | undefined;
}

/** How a grammar's nodes are copied: `leaves` are not descended into, since their text says all. */
export interface CopyOptions {
  readonly leaves: readonly string[];
}

const require = createRequire(import.meta.url);

/** The build puts the grammars into `dist/grammars`; before a build they are in the packages that carry them. */
function grammarFile(name: GrammarName): string {
  const built = fileURLToPath(new URL(`../grammars/tree-sitter-${name}.wasm`, import.meta.url));
  return existsSync(built) ? built : require.resolve(`${PACKAGES[name]}/tree-sitter-${name}.wasm`);
}

let started: Promise<void> | undefined;

export async function loadGrammar(name: GrammarName, options: CopyOptions): Promise<Grammar> {
  started ??= Parser.init();
  await started;
  const language = await Language.load(await readFile(grammarFile(name)));
  const parser = new Parser();
  parser.setLanguage(language);
  const copier = new Copier(language, options);
  return {
    parse(text) {
      // The callback comes every hundred steps or so; real programs need one step for each two or three characters.
      let checks = 1000 + text.length;
      const tree = parser.parse(text, null, { progressCallback: () => --checks < 0 });
      if (tree === null) {
        parser.reset();
        return undefined;
      }
      try {
        return copier.copy(tree);
      } finally {
        tree.delete();
      }
    },
  };
}

type Treatment = 'inner' | 'leaf' | 'token' | 'skip';

interface MutableNode extends SyntaxNode {
  readonly children: MutableNode[];
}

class Copier {
  readonly #treatments: readonly Treatment[];
  readonly #types: readonly string[];
  readonly #fields: readonly (string | null)[];

  constructor(language: Language, options: CopyOptions) {
    const leaves = new Set(options.leaves);
    this.#types = language.types;
    this.#fields = language.fields;
    this.#treatments = language.types.map((type, id) => {
      if (!language.nodeTypeIsNamed(id)) return 'token';
      if (type === 'comment' || type === 'line_comment' || type === 'block_comment' || type === 'line_continuation') return 'skip';
      return leaves.has(type) ? 'leaf' : 'inner';
    });
  }

  copy(tree: Tree): Parsed {
    const errors: number[] = [];
    const damaged = tree.rootNode.hasError;
    const cursor = tree.walk();
    try {
      const root: MutableNode = { type: cursor.nodeType, field: undefined, start: cursor.startIndex, end: cursor.endIndex, children: [] };
      if (root.type === 'ERROR') errors.push(root.start);
      const parents: MutableNode[] = [];
      let parent = root;
      let more = cursor.gotoFirstChild();
      while (more) {
        const id = cursor.nodeTypeId;
        // ERROR has the highest type id and stands in no table.
        const treatment = this.#treatments[id] ?? 'inner';
        if (damaged && treatment !== 'skip' && (id >= this.#types.length || cursor.nodeIsMissing)) errors.push(cursor.startIndex);
        const field = treatment === 'skip' ? 0 : cursor.currentFieldId;
        if (treatment !== 'skip' && (treatment !== 'token' || field !== 0)) {
          const node: MutableNode = {
            type: this.#types[id] ?? 'ERROR',
            field: this.#fields[field] ?? undefined,
            start: cursor.startIndex,
            end: cursor.endIndex,
            children: [],
          };
          parent.children.push(node);
          if (treatment === 'inner' && cursor.gotoFirstChild()) {
            parents.push(parent);
            parent = node;
            continue;
          }
        }
        more = cursor.gotoNextSibling();
        while (!more) {
          const above = parents.pop();
          if (above === undefined) break;
          cursor.gotoParent();
          parent = above;
          more = cursor.gotoNextSibling();
        }
      }
      return { root, errors };
    } finally {
      cursor.delete();
    }
  }
}

/** The first child in the field. */
export function child(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  if (node === undefined) return undefined;
  for (const candidate of node.children) if (candidate.field === field) return candidate;
  return undefined;
}

export const childrenIn = (node: SyntaxNode, field: string): readonly SyntaxNode[] => node.children.filter((c) => c.field === field);

export function childOfType(node: SyntaxNode | undefined, type: string): SyntaxNode | undefined {
  if (node === undefined) return undefined;
  for (const candidate of node.children) if (candidate.type === type) return candidate;
  return undefined;
}
