import type { PolicyKind } from '../statement.ts';

/** What each kind of policy may say. */
export interface KindRules {
  /** whether a statement must name its principals, or may not */
  readonly principal: boolean;
  /** whether a statement must name its resources, or may not */
  readonly resource: boolean;
  /** what an ARN with fewer than six fields means: see `ResourceSyntax` */
  readonly incompleteArn: 'complete' | 'refuse' | 'keep';
  /** IAM stores it, and takes U+0009, U+000A, U+000D and U+0020 to U+00FF only (AWS: "IAM and AWS STS quotas") */
  readonly latin: boolean;
  /** the only Version is 2012-10-17 (AWS Organizations: "SCP syntax", "RCP syntax") */
  readonly newVersionOnly: boolean;
}

/** Policies of identities and of organizations: no Principal; incomplete ARNs are completed (AWS: the grammar page). */
const ATTACHED: KindRules = {
  principal: false,
  resource: true,
  incompleteArn: 'complete',
  latin: true,
  newVersionOnly: false,
};

/** Policies of resources: they name their principals. */
const OF_RESOURCES: KindRules = {
  principal: true,
  resource: true,
  incompleteArn: 'keep',
  latin: false,
  newVersionOnly: false,
};

export const KINDS: Readonly<Record<PolicyKind, KindRules>> = {
  identity: ATTACHED,
  boundary: ATTACHED,
  session: { ...ATTACHED, incompleteArn: 'refuse' },
  scp: { ...ATTACHED, latin: false, newVersionOnly: true },
  rcp: { ...OF_RESOURCES, incompleteArn: 'complete', newVersionOnly: true },
  resource: OF_RESOURCES,
  endpoint: OF_RESOURCES,
  trust: { ...OF_RESOURCES, resource: false, latin: true },
};
