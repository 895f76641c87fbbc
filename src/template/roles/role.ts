/** The role of a function: the one that SAM makes, one of the template, or one from outside. */
import type { PolicyAttachment, RoleSource } from '../../model/app.ts';
import { and } from '../../model/condition.ts';
import type { Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Reader } from '../reader.ts';
import { at } from '../source/node.ts';
import { attachmentsOf } from './attachments.ts';
import { samPolicies } from './sam-policies.ts';

/** `sharedWith` is empty: only the reader of the whole template knows the other functions. */
export function readRole(declaration: Declaration, reader: Reader): RoleSource {
  const { scope, declarations } = reader;
  const generated = declaration.type === 'AWS::Serverless::Function' ? declarations.get(`${declaration.id}Role`) : undefined;
  const options = scope.texts(at(declaration.properties, 'Role'));
  // `Role: !If [Own, !GetAtt R.Arn, !Ref AWS::NoValue]`: SAM makes its role under the other condition
  if (generated && options.every(({ when }) => when.length > 0)) {
    const attachments = [...samPolicies(at(declaration.properties, 'Policies'), reader), ...attachmentsOf(generated, reader)];
    return source(generated.id, 'generated', attachments, generated, reader);
  }
  const [first] = options;
  const role = first && roleOf(first.value, reader);
  if (!role) return { roleId: undefined, kind: 'external', sharedWith: [], attachments: [] };
  const attachments = options.flatMap(({ when, value }) => {
    const declared = roleOf(value, reader);
    if (!declared)
      return [
        {
          kind: 'unknown' as const,
          why: 'the role is not in the template',
          span: at(declaration.properties, 'Role')?.span ?? declaration.span,
          path: 'Role',
          when,
        },
      ];
    return attachmentsOf(declared, reader).flatMap((attachment): readonly PolicyAttachment[] => {
      const both = and(when, attachment.when);
      return both ? [{ ...attachment, when: both }] : [];
    });
  });
  return source(role.id, 'declared', attachments, role, reader);
}

function source(
  roleId: string,
  kind: RoleSource['kind'],
  attachments: readonly PolicyAttachment[],
  role: Declaration,
  { scope }: Reader,
): RoleSource {
  const [boundary] = scope.texts(at(role.properties, 'PermissionsBoundary'));
  return { roleId, kind, sharedWith: [], attachments, ...(boundary ? { boundaryArn: boundary.value } : {}) };
}

const roleOf = (arn: Text, { registry }: Reader): Declaration | undefined => registry.withArn('AWS::IAM::Role', arn);
