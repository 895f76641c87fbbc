import type { Text } from '../model/text.ts';
import type { Acl } from './object-owner.ts';
import type { Policy } from './statement.ts';

/** One authorization: one action of one principal on one resource. */
export interface AuthorizationRequest {
  readonly principal: PrincipalInput;
  /** `s3:GetObject` */
  readonly action: string;
  /** an ARN, `*` for actions without resource types, or a symbolic ARN */
  readonly resource: string | Text;
  /** default: the account in the ARN, else the principal's (an S3 ARN names none) */
  readonly resourceAccount?: string | Text;
  /** `o-…`: the organization that the principal's account is a member of */
  readonly principalOrganization?: string;
  /** the management account of the organization: SCPs and RCPs leave it alone */
  readonly managementAccount?: string;
  /** the KMS key is an AWS managed key, which RCPs leave alone */
  readonly awsManagedKey?: boolean;
  /** default: `gateway` for Amazon S3 and DynamoDB, else `interface`; counts when there is an endpoint policy */
  readonly endpointType?: 'gateway' | 'interface';
  /**
   * Context keys, whatever their case. What is not given is not in the request, except what the principal and the
   * resource tell: see `context.ts`.
   */
  readonly context?: Readonly<Record<string, ContextInput>>;
}

/** One value, or the list of a multivalued key. */
export type ContextInput = ContextScalar | SymbolicValue | UnknownValue | readonly (ContextScalar | SymbolicValue)[];
export type ContextScalar = string | number | boolean;
export interface SymbolicValue {
  readonly text: Text;
}
/** The caller does not know the value, nor whether the key is there; the reason ends "it depends on". */
export interface UnknownValue {
  readonly unknown: string;
}

/**
 * - an ARN of a user, role, role session, federated user or root; a role's ARN stands for one of its sessions whose name is
 *   not known; twelve digits are the account's root user
 * - `*`: nobody, an unsigned request
 */
export type PrincipalInput = string | PrincipalObject;

export interface PrincipalObject {
  readonly AWS?: string | Text;
  /** a service principal, `s3.amazonaws.com` */
  readonly Service?: string;
  /** an identity provider, for AssumeRoleWithWebIdentity and AssumeRoleWithSAML */
  readonly Federated?: string | Text;
  readonly CanonicalUser?: string;
  /** of a role session: the role's ARN with its path; without it the role is taken to have none */
  readonly role?: string | Text;
  /** of a federated user session: the ARN of the IAM user who called GetFederationToken */
  readonly user?: string | Text;
  /** `AIDA…`, `AROA…` */
  readonly uniqueId?: string;
}

/** The policies that may count for a request. What is not given does not exist. */
export interface Layers {
  /** of the user with its groups, or of the role */
  readonly identity?: readonly Policy[];
  /** of the resource: bucket policy, key policy, function policy … */
  readonly resource?: Policy;
  readonly boundary?: readonly Policy[];
  readonly session?: readonly Policy[];
  /** from the organization's root to the account; each level with its policies */
  readonly scp?: readonly (readonly Policy[])[];
  /** as `scp`, of the resource's account */
  readonly rcp?: readonly (readonly Policy[])[];
  readonly endpoint?: readonly Policy[];
  /** of the role that is assumed */
  readonly trust?: Policy;
  /** grants on the KMS key: `parseGrants`; this one and the next two are made by `pinhole/policy/services` */
  readonly grants?: Policy;
  /** of the S3 object, or of the bucket where the action is for the bucket or puts an object: `parseAcl` */
  readonly acl?: Acl;
  /** of Amazon S3: `parsePublicAccessBlock` */
  readonly publicAccessBlock?: Policy;
}

/** `account`: no policy decides, but what AWS gives without one. */
export type Layer = keyof Layers | 'account';
