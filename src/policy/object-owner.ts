import type { Name } from './name.ts';
import type { Policy } from './statement.ts';
import { NO, type Tri, UNKNOWN, YES } from './tri.ts';

/** The access control list of an Amazon S3 object or bucket: `parseAcl` reads it into the Allow statements that say the same. */
export interface Acl extends Policy {
  /** the account of the object's owner, or of the bucket's */
  readonly owner: Name;
  /** the bucket has Object Ownership "Bucket owner enforced": its ACLs do not count */
  readonly disabled: Tri;
}

/**
 * Whether the action is for the owner of the object to allow, where that is not the bucket's owner, who may delete and restore any
 * object all the same. Of other actions that no ACL grants (tags) the documentation says both. (Amazon S3: "How Amazon S3 authorizes a
 * request"; "Policies and permissions in Amazon S3"; "Access control list (ACL) overview", mapping of ACL permissions.)
 */
export function isOfObject(action: string, resource: Name): Tri {
  if (/^s3:(?:getobject(?:version)?(?:acl)?|putobject(?:version)?acl)$/.test(action)) return YES;
  const ofNoObject = typeof resource === 'string' && !/:::[^/]*\//.test(resource);
  return ofNoObject || /^s3:(?:putobject|restoreobject|deleteobject(?:version)?)$/.test(action) ? NO : UNKNOWN;
}
