/**
 * What a resource type says of its identity. Sources: the "Return values" of each type in the CloudFormation "AWS resource and
 * property types reference", and the ARN formats of the Service Authorization Reference.
 *
 * Patterns are strings with these placeholders:
 * - `{name}` the declared name, else the hole for the generated one
 * - `{arn}` the canonical ARN
 * - `{partition}`, `{region}`, `{account}`, `{suffix}` the pseudo parameters
 * - `{.Prop}` the text of a property (a hole when it is not given), `{.Prop|x}` with `x` when it is absent
 * - `{ref}` the hole for what `Ref` gives, where that is an ARN of the service's making
 * - `{@Attr}` the hole of an attribute that is no function of the name
 * - `{function:Prop}` the ARN of the function that a property names, by name or by ARN
 */
export interface ResourceType {
  /** the property that declares the name; types without one are named by an id of the service's making */
  readonly name?: string;
  /** the attribute that gives the name where `Ref` does not */
  readonly nameAttribute?: string;
  readonly arn?: string;
  /** `{name}` unless stated */
  readonly ref?: string;
  /** `Arn` is `{arn}` unless stated */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A type whose ARN is `arn:PARTITION:SERVICE:REGION:ACCOUNT:…` and whose `Ref` is its name. */
export const regional = (service: string, resource: string, name?: string, more: Partial<ResourceType> = {}): ResourceType => ({
  ...(name === undefined ? {} : { name }),
  arn: `arn:{partition}:${service}:{region}:{account}:${resource}`,
  ...more,
});

/** The same for types whose `Ref` is the ARN. */
export const byArn = (service: string, resource: string, name?: string, more: Partial<ResourceType> = {}): ResourceType =>
  regional(service, resource, name, { ref: '{arn}', ...more });
