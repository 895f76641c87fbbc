/** CloudFormation's values in long form, and which parts of the template they name. */

export type Intrinsic =
  | string
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly [resource: string, attribute: string] }
  | { readonly 'Fn::Sub': string | readonly [format: string, variables: Readonly<Record<string, unknown>>] }
  /** an expression of the template, kept as it is */
  | Readonly<Record<string, unknown>>;

export const NO_VALUE: Intrinsic = { Ref: 'AWS::NoValue' };

/** Logical ids, parameters and pseudo parameters that the value names. */
export function namesIn(value: unknown, into: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, into);
  else if (value !== null && typeof value === 'object')
    for (const [key, argument] of Object.entries(value)) {
      if (key === 'Ref' && typeof argument === 'string') into.add(argument);
      else if (key === 'Fn::GetAtt') addName(Array.isArray(argument) ? argument[0] : argument, into);
      else if (key === 'Fn::Sub') addVariables(argument, into);
      namesIn(argument, into);
    }
  return into;
}

function addVariables(argument: unknown, into: Set<string>): void {
  const [format, variables]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof format !== 'string') return;
  const own = new Set(variables !== null && typeof variables === 'object' ? Object.keys(variables) : []);
  for (const [, name = ''] of format.matchAll(/\$\{([^!}][^}]*)\}/g)) if (!own.has(name)) addName(name.trim(), into);
}

function addName(name: unknown, into: Set<string>): void {
  if (typeof name === 'string') into.add(name.split('.')[0] ?? name);
}
