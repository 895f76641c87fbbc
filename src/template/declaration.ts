import type { Span } from '../model/span.ts';
import type { MappingNode, Node } from './source/node.ts';

/** A resource as the template states it, or as the dialect makes it: still nodes, nothing evaluated. */
export interface Declaration {
  readonly id: string;
  readonly type: string;
  /** name of the template condition it is made under */
  readonly condition?: string;
  readonly properties: MappingNode;
  readonly metadata?: Node;
  readonly dependsOn: readonly string[];
  /** where the logical id stands */
  readonly span: Span;
  readonly generatedBy?: string;
  /** dependencies that the properties do not show: a bucket waits for the permissions that SAM makes for its events */
  readonly edges?: readonly string[];
  /** properties whose references belong to the resources that SAM makes from them, not to this one */
  readonly elsewhere?: ReadonlySet<string>;
}
