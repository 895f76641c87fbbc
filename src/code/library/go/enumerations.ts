/**
 * Constants of enumerations: each is a text. In version 2 of the SDK a constant is named after its type and value, in version 1 too
 * (`types.ParameterTypeSecureString` is "SecureString"); what decides which permissions are needed is spelled out here.
 */
import { argument } from '../../interpreter/machine.ts';
import { type NativeValue, native, textValue, type Value } from '../../interpreter/values.ts';

/** Values by the type that is named (packages types of the AWS SDK for Go v2; the API references of the services). */
const VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  // "PutParameter", AWS Systems Manager API Reference
  ['ParameterType', ['String', 'StringList', 'SecureString']],
  ['ParameterTier', ['Standard', 'Advanced', 'Intelligent-Tiering']],
  // "CopyObject", Amazon S3 API Reference
  ['TaggingDirective', ['COPY', 'REPLACE']],
  // "ChangeTagsForResource", Amazon Route 53 API Reference
  ['TagResourceType', ['healthcheck', 'hostedzone']],
  // "PutAccountPolicy", Amazon CloudWatch Logs API Reference
  [
    'PolicyType',
    ['DATA_PROTECTION_POLICY', 'SUBSCRIPTION_FILTER_POLICY', 'FIELD_INDEX_POLICY', 'TRANSFORMER_POLICY', 'METRIC_EXTRACTION_POLICY'],
  ],
]);

const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();

/** A name of a package of the SDK: a type, of which a literal is its fields and a conversion its operand, or a constant, which is a text. */
export const typeOrConstant = (label: string, name: string): NativeValue =>
  native(label, {
    call: ({ args }) => argument(args, 0),
    get: (member) => (member === '%text' ? enumerated(name) : undefined),
    inert: true,
  });

function enumerated(name: string): Value {
  for (const [type, values] of VALUES) {
    if (!name.startsWith(type)) continue;
    const value = values.find((each) => plain(each) === plain(name.slice(type.length)));
    if (value !== undefined) return textValue(value);
  }
  return textValue([{ kind: 'runtime', reason: `the value of ${name}`, chars: 'any' }]);
}
