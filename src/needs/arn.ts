/** Symbolic ARNs: putting them together, taking them apart, and turning what is known only at run time into wildcards. */
import {
  ACCOUNT,
  concat,
  type Hole,
  holesOf,
  isDeployHole,
  isHole,
  join,
  PARTITION,
  type Part,
  REGION,
  split,
  startsWith,
  type Text,
  text,
} from '../model/text.ts';

export interface ArnPlace {
  readonly region?: Text;
  readonly account?: Text;
}

/** `arn:${AWS::Partition}:SERVICE:REGION:ACCOUNT:RESOURCE`; the function's own region and account unless given. */
export const arn = (service: string, resource: Text, place: ArnPlace = {}): Text =>
  text('arn:', PARTITION, `:${service}:`, ...(place.region ?? [REGION]), ':', ...(place.account ?? [ACCOUNT]), ':', ...resource);

/** For services whose ARNs have neither region nor account. */
export const globalArn = (service: string, resource: Text): Text => text('arn:', PARTITION, `:${service}:::`, ...resource);

export interface ArnParts {
  readonly partition: Text;
  readonly service: Text;
  readonly region: Text;
  readonly account: Text;
  /** everything after the fifth colon */
  readonly resource: Text;
}

/** Undefined when the text does not show all six parts of an ARN. */
export function arnParts(value: Text): ArnParts | undefined {
  if (!startsWith(value, 'arn:')) return undefined;
  const [, partition, service, region, account, first, ...rest] = split(value, ':');
  if (!partition || !service || !region || !account || !first) return undefined;
  return { partition, service, region, account, resource: join([first, ...rest], ':') };
}

/** The same ARN with another resource part. */
export const withResource = (parts: ArnParts, resource: Text): Text =>
  concat(['arn:'], join([parts.partition, parts.service, parts.region, parts.account, resource], ':'));

/**
 * Whether the text is an ARN as a whole: it says so, or it is one deployment value that is named as an ARN (`!GetAtt
 * Nested.Outputs.TableArn`, a parameter `QueueArn`, an import of `shared-topic-arn`).
 */
export function isArn(value: Text): boolean {
  if (startsWith(value, 'arn:')) return true;
  const [only] = value;
  return value.length === 1 && only !== undefined && isHole(only) && namedAsArn(only);
}

function namedAsArn(hole: Hole): boolean {
  const named = (name: string): boolean => /arn$/i.test(name);
  switch (hole.kind) {
    case 'attribute':
      return named(hole.attribute);
    case 'parameter':
    case 'environment':
      return named(hole.name);
    case 'expression':
      return constantsOf(hole.source).some(named);
    default:
      return false;
  }
}

/** The strings of an intrinsic that carry a name: an export's name, a map's keys. */
function constantsOf(source: unknown, depth = 0): readonly string[] {
  if (typeof source === 'string') return [source];
  if (depth > 8 || source === null || typeof source !== 'object') return [];
  return Object.values(source).flatMap((inner) => constantsOf(inner, depth + 1));
}

/**
 * A name or key from the code, as IAM reads it: `*`, `?` and a `$` that a brace follows are written as policy variables (IAM
 * User Guide, "IAM policy elements: Variables and tags"), so that they match only themselves. Any other `$` does anyway: `$LATEST`.
 */
export const literally = (value: Text): Text =>
  value.map((part): Part => (isHole(part) ? part : part.replace(/[*?]|\$(?=\{)/g, (char) => `\${${char}}`)));

/** Every run-time hole as `*`, neighbouring wildcards as one. */
export function wildcards(value: Text): Text {
  const out: Part[] = [];
  for (const part of value) {
    const next = isHole(part) && !isDeployHole(part) ? '*' : part;
    const last = out[out.length - 1];
    if (next === '*' && typeof last === 'string' && endsInWildcard(last)) continue;
    out.push(next);
  }
  return text(...out);
}

/** `${*}` is a literal asterisk and ends in `}`. */
export const endsInWildcard = (literal: string): boolean => literal.endsWith('*');

/** Whether anything of the value is known: a literal, or a hole that deployment fills in. */
export const saysAnything = (value: Text): boolean => value.some((part) => (isHole(part) ? isDeployHole(part) : !/^[*:/]*$/.test(part)));

/** Why a value is not known at deployment; ends a sentence that starts "it depends on". */
export function reasonOf(value: Text): string {
  const hole = holesOf(value).find((h) => !isDeployHole(h));
  if (!hole) return 'a value that is not known';
  if (hole.kind === 'event') return `the event's ${hole.path}`;
  if (hole.kind === 'environment') return `the environment variable ${hole.name}, which the template does not set`;
  return hole.kind === 'runtime' ? hole.reason : 'a value that is not known';
}
