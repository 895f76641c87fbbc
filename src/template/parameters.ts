/**
 * The `Parameters` of a template. A parameter stays a hole, whatever its default: another stack may be deployed with another
 * value. Only a value that the user gives is put in its place. CloudFormation "Parameters section".
 */
import type { Parameter } from '../model/app.ts';
import type { Datum } from '../model/datum.ts';
import { type Charset, text } from '../model/text.ts';
import { at, type Node, stringOf, stringsOf } from './source/node.ts';

export interface ParameterBinding extends Parameter {
  readonly chars: Charset;
  readonly given?: string;
}

export function readParameters(section: Node | undefined, given: ReadonlyMap<string, string>): ReadonlyMap<string, ParameterBinding> {
  const out = new Map<string, ParameterBinding>();
  if (section?.kind !== 'mapping') return out;
  for (const [name, entry] of section.entries) {
    const type = stringOf(at(entry.value, 'Type')) ?? 'String';
    const fallback = stringOf(at(entry.value, 'Default'));
    const allowed = at(entry.value, 'AllowedValues');
    const allowedValues = allowed && stringsOf(allowed);
    const value = given.get(name);
    out.set(name, {
      name,
      type,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(allowedValues === undefined ? {} : { allowedValues }),
      span: entry.span,
      chars: charset(type, allowedValues, stringOf(at(entry.value, 'AllowedPattern'))),
      ...(value === undefined ? {} : { given: value }),
    });
  }
  return out;
}

const isList = (type: string): boolean =>
  type === 'CommaDelimitedList' || /^(?:AWS::SSM::Parameter::Value<)?(?:List<|CommaDelimitedList)/.test(type);

/** What `Ref` of the parameter stands for. */
export function parameterValue(parameter: ParameterBinding): Datum {
  const stored = parameter.type.startsWith('AWS::SSM::Parameter::Value');
  if (isList(parameter.type)) {
    if (parameter.given === undefined || stored) return { kind: 'list', items: [], open: true };
    return { kind: 'list', items: parameter.given.split(',').map((item) => ({ kind: 'text', text: text(item.trim()) })), open: false };
  }
  // the value of an SSM parameter is read at deployment; what is given is only its name
  if (parameter.given !== undefined && !stored) return { kind: 'text', text: text(parameter.given) };
  return { kind: 'text', text: [{ kind: 'parameter', name: parameter.name, chars: parameter.chars }] };
}

/** `name` when every value that CloudFormation accepts is free of `:` and `/` and not empty. */
function charset(type: string, allowed: readonly string[] | undefined, pattern: string | undefined): Charset {
  if (type === 'Number' || /^AWS::EC2::\w+::Id$/.test(type)) return 'name';
  if (type.startsWith('AWS::SSM::')) return 'any';
  if (allowed && allowed.length > 0) {
    if (allowed.every((value) => /^[^:/]+$/.test(value))) return 'name';
    if (allowed.every((value) => !value.includes(':') && value !== '')) return 'path';
    return 'any';
  }
  return pattern !== undefined && isPlainPattern(pattern) ? 'name' : 'any';
}

/**
 * A pattern of characters and classes in a row, at least one of them obliged. CloudFormation matches the whole value. Anything
 * cleverer counts as open, also ranges other than the usual three: `.-z` holds `/` and `:`.
 */
function isPlainPattern(pattern: string): boolean {
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\-', '_');
  const pieces = body.match(/(?:\[[A-Za-z0-9_.\\-]+\]|\\[wd.]|[A-Za-z0-9_-])(?:[+*?]|\{\d+(?:,\d*)?\})?/g) ?? [];
  if (body === '' || pieces.join('') !== body || /\\[^wd.]/.test(body)) return false;
  const classes = pieces.filter((piece) => piece.startsWith('[')).map((piece) => piece.slice(1, piece.indexOf(']')));
  if (classes.some((inner) => /.-./.test(inner.replace(/A-Z|a-z|0-9/g, '')))) return false;
  return pieces.some((piece) => !/(?:[*?]|\{0(?:,\d*)?\})$/.test(piece));
}
