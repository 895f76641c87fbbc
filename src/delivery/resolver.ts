/**
 * What AppSync invokes a function with for a resolver. Sources: AWS AppSync Developer Guide, "Configuring direct Lambda resolvers"
 * (the context), "AWS AppSync resolver mapping template reference for Lambda" (a template's payload), "Resolver mapping template
 * programming guide" (references and directives).
 */
import type { Datum } from '../model/datum.ts';
import { type Hole, isHole, literalOf, type Part, type Text, text } from '../model/text.ts';
import { listOf, member, record, select, unknown } from './data.ts';
import { parseJsonPath } from './json-path.ts';
import { filled } from './placeholders.ts';

export interface ResolvedField {
  readonly type: Datum | undefined;
  readonly field: Datum | undefined;
}

/** The context of a request, without a template all of what the function gets. */
export const contextOf = ({ type, field }: ResolvedField): Datum =>
  record({ info: record({ parentTypeName: type, fieldName: field }, true) }, true);

/** The payload of the request that a mapping template writes. */
export function requestedBy(template: Text, context: Datum): Datum {
  const values = new Map<Hole, Datum>();
  const marked: Part[] = [];
  for (const part of template) {
    const parts = isHole(part) ? [part] : marking(part, context, values);
    if (!parts) return unknown('the template of a resolver');
    marked.push(...parts);
  }
  const request = filled(text(...marked), values);
  const payload = member(request, 'payload') ?? unknown('the payload of a resolver');
  const operation = member(request, 'operation');
  return operation?.kind === 'text' && literalOf(operation.text) === 'BatchInvoke' ? listOf(payload) : payload;
}

/** The source with a hole in place of each reference; undefined where a directive decides what it writes. */
function marking(source: string, context: Datum, values: Map<Hole, Datum>): readonly Part[] | undefined {
  const parts: Part[] = [];
  const rest = withoutAssignments(source);
  if (rest === undefined) return undefined;
  let from = 0;
  for (let at = rest.indexOf('$'); at >= 0; at = rest.indexOf('$', from)) {
    const end = endOfReference(rest, at);
    const reference = rest.slice(at, end);
    const hole: Hole = { kind: 'runtime', reason: `${reference} in the template of the resolver`, chars: 'any' };
    values.set(hole, referredTo(reference, context));
    parts.push(rest.slice(from, at), hole);
    from = end;
  }
  return [...parts, rest.slice(from)];
}

/** `#set` writes nothing, and neither does a comment. */
function withoutAssignments(source: string): string | undefined {
  let out = '';
  let from = 0;
  for (const { index, 0: directive } of source.matchAll(/##[^\n]*|#set\s*(?=\()|#[a-z@{]\w*/g)) {
    if (index < from) continue;
    if (!directive.startsWith('##') && !directive.startsWith('#set')) return undefined;
    out += source.slice(from, index);
    from = index + directive.length;
    if (directive.startsWith('#set')) from = endOfGroup(source, from);
  }
  return out + source.slice(from);
}

/** `$ctx.args.id`, `$!{context.identity.sub}`, `$util.toJson($ctx.args)`. */
function endOfReference(source: string, start: number): number {
  let at = start + 1;
  if (source[at] === '!') at += 1;
  const braced = source[at] === '{';
  if (braced) at += 1;
  while (at < source.length) {
    if (/[\w]/.test(source[at] ?? '') || (source[at] === '.' && /[a-zA-Z_]/.test(source[at + 1] ?? ''))) at += 1;
    else if (source[at] === '(' || source[at] === '[') at = endOfGroup(source, at);
    else break;
  }
  return braced && source[at] === '}' ? at + 1 : at;
}

/** Where the group that opens here is closed. */
function endOfGroup(source: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char) && --depth === 0) return at + 1;
  }
  return source.length;
}

function referredTo(reference: string, context: Datum): Datum {
  const written = /^\$!?\{?util\.toJson\((.*)\)\}?$/s.exec(reference)?.[1]?.trim() ?? reference;
  const path = /^\$!?\{?(?:ctx|context)((?:\.\w+)*)\}?$/.exec(written)?.[1];
  const steps = path === undefined ? undefined : parseJsonPath(path);
  const found = steps?.kind === 'path' ? select(context, steps.steps) : undefined;
  return found ?? unknown(`${reference} in the template of the resolver`);
}
