/**
 * What SAM makes from its resources, as far as the dependency graph and the identities of a template need it: roles, permissions,
 * mappings, rules, queues, aliases, APIs, under the logical ids that SAM gives them. SAM "Generated AWS CloudFormation resources".
 */
import type { Finding } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import type { Declaration } from '../declaration.ts';
import { collectReferences } from '../intrinsics/references.ts';
import { mapping, type Node, scalar } from '../source/node.ts';

/** A function being expanded. */
export interface SamFunction {
  readonly declaration: Declaration;
  /** `Ref` of what triggers invoke: the function, or the alias that it publishes */
  readonly target: Node;
  readonly targetId: string;
}

export interface SamEvent {
  readonly function: SamFunction;
  /** the name in `Events` */
  readonly name: string;
  /** the logical id that its resources start with */
  readonly id: string;
  readonly type: string;
  readonly properties: Node;
  readonly span: Span;
}

/** Collects generated declarations while the functions of a template are expanded, in the order of the template. */
export class Expansion {
  readonly declarations: Map<string, Declaration>;
  /** `Fn.Alias` → the logical id of what it stands for */
  readonly aliases = new Map<string, string>();
  readonly report: (finding: Finding) => void;
  readonly globals: Node | undefined;
  readonly #edges = new Map<string, Set<string>>();

  constructor(declared: ReadonlyMap<string, Declaration>, globals: Node | undefined, report: (finding: Finding) => void) {
    this.declarations = new Map(declared);
    this.globals = globals;
    this.report = report;
  }

  /** A resource made from another; it carries the other's condition. One that exists already gains the dependencies. */
  add(
    from: Declaration,
    id: string,
    type: string,
    properties: Readonly<Record<string, Node | undefined>>,
    span: Span,
    dependsOn: readonly string[] = [],
  ): void {
    if (this.declarations.has(id)) {
      const found = new Set<string>(dependsOn);
      for (const node of Object.values(properties)) if (node) collectReferences(node, found);
      for (const other of found) this.edge(id, other);
      return;
    }
    this.declarations.set(id, {
      id,
      type,
      ...(from.condition === undefined ? {} : { condition: from.condition }),
      properties: mapping(properties, span),
      dependsOn,
      span,
      generatedBy: from.id,
    });
  }

  /** Makes a resource wait for another, as SAM does where it writes into a resource of the template. */
  edge(from: string, to: string): void {
    const known = this.#edges.get(from);
    if (known) known.add(to);
    else this.#edges.set(from, new Set([to]));
  }

  edges(id: string): ReadonlySet<string> {
    return this.#edges.get(id) ?? new Set();
  }

  permission(event: SamEvent, principal: string, source: Readonly<Record<string, Node | undefined>>, id = `${event.id}Permission`): void {
    this.add(
      event.function.declaration,
      id,
      'AWS::Lambda::Permission',
      {
        Action: scalar('lambda:InvokeFunction', event.span),
        FunctionName: event.function.target,
        Principal: scalar(principal, event.span),
        ...source,
      },
      event.span,
    );
  }
}

/** The logical id that a node names by `Ref`, or by a plain string where SAM takes one. */
export function namedResource(node: Node | undefined): string | undefined {
  if (node?.kind === 'scalar' && typeof node.value === 'string') return node.value;
  if (node?.kind !== 'mapping' || node.entries.size !== 1) return undefined;
  const target = node.entries.get('Ref')?.value;
  return target?.kind === 'scalar' && typeof target.value === 'string' ? target.value : undefined;
}
