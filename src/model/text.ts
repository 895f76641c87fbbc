/**
 * The one symbolic string of the project: literals and named holes. A name, an ARN, a URL and an environment value are
 * all a `Text`. Template readers make it, the interpreter carries it, matcher and algebra decide over it, and only the
 * printers turn it into a dialect.
 *
 * INVARIANT: literals are never empty and never adjacent; build texts with `text`, `join` and `concat` only.
 */
export type Text = readonly Part[];
export type Part = string | Hole;

/**
 * The characters that a hole may stand for.
 * - `name`: one segment: neither `:` nor `/` (a bucket, a table, a function)
 * - `path`: anything but `:` (an object key's folder, an SSM parameter path)
 * - `any`: anything, the empty string included (a user's key, a whole ARN)
 */
export type Charset = 'name' | 'path' | 'any';

/** Known when the template is deployed, so it can be printed as an intrinsic of the dialect. */
export type DeployHole =
  /** AWS::Region, AWS::AccountId, AWS::Partition, AWS::StackName, AWS::URLSuffix, AWS::StackId */
  | { readonly kind: 'pseudo'; readonly name: string; readonly chars: Charset }
  /** a template parameter without a value given by the user */
  | { readonly kind: 'parameter'; readonly name: string; readonly chars: Charset }
  /** the physical name that the service generates for a resource which declares none */
  | { readonly kind: 'name'; readonly resource: string; readonly chars: Charset }
  /** an attribute of a resource that is no function of its name (`StreamArn`, `RestApiId`) */
  | { readonly kind: 'attribute'; readonly resource: string; readonly attribute: string; readonly chars: Charset }
  /** any other intrinsic; `source` is its long form as JSON, with the intrinsics inside kept */
  | { readonly kind: 'expression'; readonly source: unknown; readonly chars: Charset };

/** Known only when the function runs: printed as a wildcard. */
export type RunHole =
  /**
   * a field of the invocation event: `Records[].s3.object.key`. `beyond`, here and below: as far as it is another one than the code of
   * the app is known to send, so that it takes part in decisions, and names nothing where a known value is an alternative
   */
  | { readonly kind: 'event'; readonly path: string; readonly chars: Charset; readonly beyond?: true }
  /** an environment variable that the template does not set */
  | { readonly kind: 'environment'; readonly name: string; readonly chars: Charset }
  /**
   * any other value of the running program; `reason` ends a sentence that starts "it depends on". `within`: what it is in, where the
   * answer that names it tells (the workgroup of a query)
   */
  | { readonly kind: 'runtime'; readonly reason: string; readonly chars: Charset; readonly within?: Text; readonly beyond?: true };

export type Hole = DeployHole | RunHole;

export const isHole = (part: Part): part is Hole => typeof part !== 'string';

const DEPLOY_KINDS: ReadonlySet<Hole['kind']> = new Set(['pseudo', 'parameter', 'name', 'attribute', 'expression']);
export const isDeployHole = (hole: Hole): hole is DeployHole => DEPLOY_KINDS.has(hole.kind);

export const isBeyondHole = (part: Part): boolean =>
  typeof part !== 'string' && (part.kind === 'event' || part.kind === 'runtime') && part.beyond === true;

export const pseudo = (name: string): Hole => ({ kind: 'pseudo', name, chars: name === 'AWS::StackId' ? 'any' : 'name' });
export const REGION = pseudo('AWS::Region');
export const ACCOUNT = pseudo('AWS::AccountId');
export const PARTITION = pseudo('AWS::Partition');

/** Builds a text: empty literals vanish, neighbours merge. */
export function text(...parts: readonly Part[]): Text {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only === '' ? EMPTY : [only];
  const out: Part[] = [];
  for (const part of parts) append(out, part);
  return fitted(out);
}

const EMPTY: Text = [];

function append(out: Part[], part: Part): void {
  if (part === '') return;
  // an engine reads what is before the start of a list the slow way
  const before = out.length > 0 ? out[out.length - 1] : undefined;
  if (typeof part === 'string' && typeof before === 'string') out[out.length - 1] = before + part;
  else out.push(part);
}

export function concat(...texts: readonly Text[]): Text {
  const out: Part[] = [];
  for (const each of texts) for (const part of each) append(out, part);
  return fitted(out);
}

/** The same in a list that has no room left: there are many texts, most of them short, and a list that grows takes room for seventeen. */
function fitted(out: readonly Part[]): Text {
  const [a, b, c] = out;
  if (a === undefined) return EMPTY;
  if (b === undefined) return [a];
  if (c === undefined) return [a, b];
  return out.length === 3 ? [a, b, c] : out;
}

export const join = (texts: readonly Text[], separator: string): Text =>
  text(...texts.flatMap((t, i) => (i === 0 ? t : [separator, ...t])));

/** The whole string when no hole is in it, else undefined. */
export function literalOf(value: Text): string | undefined {
  if (value.length === 0) return '';
  const [only] = value;
  return value.length === 1 && typeof only === 'string' ? only : undefined;
}

export const holesOf = (value: Text): readonly Hole[] => value.filter(isHole);

/** True when every hole is known at deployment, so that the text can be printed exactly. */
export const isExact = (value: Text): boolean => holesOf(value).every(isDeployHole);

/** Identity of a hole: two holes with one key stand for the same string. Run-time holes with one key may still differ between calls. */
export function holeKey(hole: Hole): string {
  switch (hole.kind) {
    case 'pseudo':
    case 'parameter':
    case 'environment':
      return `${hole.kind} ${hole.name}`;
    case 'name':
      return `name ${hole.resource}`;
    case 'attribute':
      return `attribute ${hole.resource}.${hole.attribute}`;
    case 'event':
      return `event ${hole.path}${hole.beyond ? ' beyond' : ''}`;
    case 'expression':
      return `expression ${JSON.stringify(hole.source)}`;
    case 'runtime':
      return `runtime ${hole.reason}${hole.within ? ` in ${textKey(hole.within)}` : ''}${hole.beyond ? ' beyond' : ''}`;
  }
}

/** A stable key for maps and for order. Equal keys: the same text. */
export function textKey(value: Text): string {
  let key = '';
  for (const part of value) key += typeof part === 'string' ? part : `\u0001${holeKey(part)}\u0002`;
  return key;
}

export const sameText = (a: Text, b: Text): boolean => a === b || (a.length === b.length && a.every((part, i) => samePart(part, b[i])));

const samePart = (a: Part, b: Part | undefined): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && sameHole(a, b));

/** Whether the keys are equal, written down only where they are long. */
export function sameHole(a: Hole, b: Hole): boolean {
  if (a === b) return true;
  if (a.kind === 'event') return b.kind === 'event' && a.path === b.path && a.beyond === b.beyond;
  if (a.kind === 'pseudo' || a.kind === 'parameter' || a.kind === 'environment') return a.kind === b.kind && a.name === b.name;
  return a.kind === b.kind && holeKey(a) === holeKey(b);
}

/** For messages: `orders-${Stage}`, `${event.Records[].s3.object.key}`. Not a template dialect. */
export const displayText = (value: Text): string => value.map((part) => (isHole(part) ? `\${${displayHole(part)}}` : part)).join('');

function displayHole(hole: Hole): string {
  switch (hole.kind) {
    case 'pseudo':
    case 'parameter':
      return hole.name;
    case 'environment':
      return `env.${hole.name}`;
    case 'name':
      return hole.resource;
    case 'attribute':
      return `${hole.resource}.${hole.attribute}`;
    case 'event':
      return `event.${hole.path}`;
    case 'expression':
      return hole.source !== null && typeof hole.source === 'object' ? (Object.keys(hole.source)[0] ?? '?') : '?';
    case 'runtime':
      return '?';
  }
}

/**
 * Splits at each literal occurrence of `separator`. A hole that may hold the separator stays inside its piece, so the count
 * of pieces is a lower bound there; use `mayHold` to know.
 */
export function split(value: Text, separator: string): readonly Text[] {
  const pieces: Part[][] = [[]];
  for (const part of value) {
    if (isHole(part)) {
      pieces[pieces.length - 1]?.push(part);
      continue;
    }
    const [first, ...rest] = part.split(separator);
    if (first) pieces[pieces.length - 1]?.push(first);
    for (const piece of rest) pieces.push(piece === '' ? [] : [piece]);
  }
  return pieces;
}

/** Whether the hole's value may contain the character. */
export const mayHold = (hole: Hole, char: string): boolean =>
  hole.chars === 'any' || (hole.chars === 'path' ? char !== ':' : char !== ':' && char !== '/');

export function startsWith(value: Text, prefix: string): boolean {
  const [first] = value;
  return prefix === '' || (typeof first === 'string' && first.startsWith(prefix));
}

/** The text without its first `count` literal characters. The first part must be a literal at least that long. */
export function dropChars(value: Text, count: number): Text {
  const [first, ...rest] = value;
  if (count === 0) return value;
  if (typeof first !== 'string' || first.length < count)
    throw new RangeError('dropChars: the text does not start with so many literal characters');
  return text(first.slice(count), ...rest);
}
