/** The policies that the template attaches to a function's role, compiled: documents, AWS managed policies, SAM policy templates. */
import { managedPolicy } from '../catalog/index.ts';
import type { LambdaFunction, PolicyAttachment } from '../model/app.ts';
import { and, type When } from '../model/condition.ts';
import type { Origin } from '../model/need.ts';
import { displayText, isHole, type Text } from '../model/text.ts';
import { parsePolicy, readPolicy } from '../policy/parse.ts';
import type { Policy, Statement } from '../policy/statement.ts';
import { samTemplateDocument } from './sam-template.ts';

export interface AttachedStatement {
  readonly statement: Statement;
  /** when the statement is there, the attachment's condition included */
  readonly when: When;
  readonly policy: string | undefined;
  readonly origin: Origin;
}

export interface Attachments {
  readonly statements: readonly AttachedStatement[];
  readonly unreadable: readonly { readonly origin: Origin; readonly why: string }[];
}

export function attachmentsOf(fn: LambdaFunction): Attachments {
  const statements: AttachedStatement[] = [];
  const unreadable: { origin: Origin; why: string }[] = [];
  for (const attachment of fn.role.attachments) {
    const origin: Origin = { ...attachment.span, operation: attachment.path };
    const policy = policyOf(attachment);
    if (typeof policy === 'string') unreadable.push({ origin, why: policy });
    else if (policy.unreadable !== undefined) unreadable.push({ origin, why: policy.unreadable });
    else
      for (const statement of policy.statements) {
        const when = and(attachment.when, statement.when);
        if (when) statements.push({ statement: { ...statement, when: [] }, when, policy: policy.name, origin });
      }
  }
  if (fn.role.kind === 'external')
    unreadable.push({
      origin: { ...fn.span, operation: 'Role' },
      why: 'the role is made outside of this template',
    });
  return { statements, unreadable };
}

/** A string says why it cannot be read. */
function policyOf(attachment: PolicyAttachment): Policy | string {
  switch (attachment.kind) {
    case 'unknown':
      return attachment.why;
    case 'document':
      return readPolicy(attachment.document, 'identity', attachment.name).policy;
    case 'samTemplate': {
      const document = samTemplateDocument(attachment.template, attachment.parameters);
      return typeof document === 'string' ? document : readPolicy(document, 'identity', attachment.template).policy;
    }
    case 'managed': {
      const found = managedPolicy(managedName(attachment.arn));
      if (!found) return `${displayText(attachment.arn)} is no AWS managed policy that is known here`;
      return parsePolicy(found.document, 'identity', found.name).policy;
    }
  }
}

/** A managed policy has the same content in every partition. */
const managedName = (arn: Text): string =>
  arn.map((part) => (isHole(part) ? (part.kind === 'pseudo' && part.name === 'AWS::Partition' ? 'aws' : '\u0000') : part)).join('');
