/** What is wrong with a file of declarations, each fault with its place. One that has any is not used in part. */
import { type Finding, InputError } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import { formatSpan, type Span } from '../model/span.ts';
import { isMapping, type MappingNode, type Node } from '../template/source/node.ts';

export class Faults {
  readonly #found: Finding[];

  constructor(found: readonly Finding[] = []) {
    this.#found = [...found];
  }

  get count(): number {
    return this.#found.length;
  }

  add(message: string, span: Span): void {
    this.#found.push({ code: 'declared-invalid', severity: 'error', message, span });
  }

  /** Throws `InputError` that tells all of them. */
  throwAny(): void {
    if (this.#found.length === 0) return;
    const [first, ...others] = this.#found;
    const lines = others.map(({ span, message }) => (span ? `${formatSpan(span)}: ${message}` : message));
    throw new InputError([first?.message ?? '', ...lines].join('\n'), first?.span);
  }

  /** The node when it is a mapping with no other than the known keys. */
  mapping(node: Node, what: string, known: readonly string[]): MappingNode | undefined {
    if (!isMapping(node)) {
      this.add(`${what} is a mapping with ${known.join(', ')}`, node.span);
      return undefined;
    }
    for (const [key, { span }] of node.entries) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      this.add(`${what} has no key ${key}; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`}`, span);
    }
    return node;
  }
}
