/**
 * Checks one `pinhole.yaml` against its format, its actions and operations against the catalog. The file decides over
 * permissions, so that one with a fault is not used in part: `InputError` names every fault with its place.
 */
import { actionsMatching, action as catalogAction, service, servicePrefixes } from '../catalog/iam.ts';
import type { DeclaredCall } from '../model/declared.ts';
import { type Finding, InputError } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import { formatSpan, type Span } from '../model/span.ts';
import { describeOperation } from '../needs/operation.ts';
import { parseNodes } from '../template/source/document.ts';
import { isMapping, type MappingNode, type Node, stringOf } from '../template/source/node.ts';
import { FILE_NAME, type Field, FORMAT, type Form, SECTIONS, type Section } from './format.ts';

/** An entry of the right form whose expressions are not evaluated yet. */
export interface Entry {
  readonly functionId: string;
  readonly section: Section;
  readonly span: Span;
  /** where the function's name stands */
  readonly functionSpan: Span;
  /** by field; only those that the form has */
  readonly fields: ReadonlyMap<string, Node>;
}

/** Throws `InputError`. `file` is the name that spans carry. */
export function checkFile(text: string, file: string): readonly Entry[] {
  const faults: Finding[] = [];
  const checker = new Checker(faults);
  const found: Finding[] = [];
  const root = parseNodes(text, file, found);
  // of a template the last of two keys counts; of two lists of permissions none is dropped
  faults.push(
    ...found.map((one) => (one.code === 'duplicate-key' ? { ...one, message: one.message.replace(/;.*$/, '; write it once') } : one)),
  );
  const entries = faults.length > 0 ? [] : checker.file(root);
  if (faults.length > 0) throw inputError(faults);
  return entries;
}

function inputError(faults: readonly Finding[]): InputError {
  const [first, ...others] = faults;
  const lines = others.map(({ span, message }) => (span ? `${formatSpan(span)}: ${message}` : message));
  return new InputError([first?.message ?? '', ...lines].join('\n'), first?.span);
}

class Checker {
  readonly #faults: Finding[];

  constructor(faults: Finding[]) {
    this.#faults = faults;
  }

  #fault(message: string, span: Span): void {
    this.#faults.push({ code: 'declared-invalid', severity: 'error', message, span });
  }

  file(root: Node): readonly Entry[] {
    const functions = this.#mapping(root, FILE_NAME, ['functions'])?.entries.get('functions');
    if (!functions) {
      if (isMapping(root) && root.entries.size === 0) this.#fault(`${FILE_NAME} has no functions`, root.span);
      return [];
    }
    if (!isMapping(functions.value)) {
      this.#fault('functions is a mapping of logical ids, or *, to what is declared for them', functions.span);
      return [];
    }
    return [...functions.value.entries].flatMap(([functionId, { value, span }]) => this.#function(functionId, value, span));
  }

  #function(functionId: string, node: Node, functionSpan: Span): readonly Entry[] {
    const sections = this.#mapping(node, functionId, SECTIONS);
    return SECTIONS.flatMap((section) => {
      const list = sections?.entries.get(section);
      if (!list) return [];
      if (list.value.kind !== 'sequence') {
        this.#fault(`${section} is a list of entries`, list.span);
        return [];
      }
      return list.value.items.flatMap((item) => {
        const fields = this.#entry(section, item);
        return fields ? [{ functionId, section, span: item.span, functionSpan, fields }] : [];
      });
    });
  }

  #entry(section: Section, node: Node): ReadonlyMap<string, Node> | undefined {
    const { forms } = FORMAT[section];
    const form: Form = forms.find((one) => isMapping(node) && node.entries.has(Object.keys(one)[0] ?? '')) ?? forms[0];
    const before = this.#faults.length;
    const entry = this.#mapping(node, `an entry of ${section}`, Object.keys(form));
    if (!entry) return undefined;
    for (const [name, field] of Object.entries(form)) this.#field(name, field, section, entry);
    if (this.#faults.length > before) return undefined;
    return new Map([...entry.entries].map(([name, { value }]) => [name, value]));
  }

  #field(name: string, field: Field, section: Section, entry: MappingNode): void {
    const given = entry.entries.get(name);
    if (!given) {
      if (field.required) this.#fault(`an entry of ${section} needs ${name}: ${field.about}`, entry.span);
      return;
    }
    const { value } = given;
    if (field.value === 'text') this.#text(name, stringOf(value)?.trim() ?? '', section, value.span);
    else if (field.value === 'parameters' && !isMapping(value)) this.#fault(`${name} is a mapping`, value.span);
    else if (field.value === 'resources' && !isResources(value))
      this.#fault(`${name} is an ARN, an expression of the template, or a list of them`, value.span);
  }

  #text(name: string, text: string, section: Section, span: Span): void {
    if (text === '') {
      this.#fault(`${name} is empty`, span);
    } else if (name === 'call' || name === 'operation') {
      const read = readCall(text);
      if (typeof read === 'string') this.#fault(read, span);
      else if (name === 'operation' && read.kind === 'action') this.#fault(`${text} is an action and no operation: write action`, span);
    } else if (name === 'action') {
      const known = section === 'refuses' ? actionsMatching(text).length > 0 : catalogAction(text) !== undefined;
      if (!known) this.#fault(unknownAction(text), span);
    }
  }

  /** The node when it is a mapping with no other than the known keys. */
  #mapping(node: Node, what: string, known: readonly string[]): MappingNode | undefined {
    if (!isMapping(node)) {
      this.#fault(`${what} is a mapping with ${known.join(', ')}`, node.span);
      return undefined;
    }
    for (const [key, { span }] of node.entries) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      this.#fault(`${what} has no key ${key}; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`}`, span);
    }
    return node;
  }
}

const isResources = (node: Node): boolean =>
  node.kind === 'sequence' ? node.items.length > 0 && node.items.every(isResource) : isResource(node);
const isResource = (node: Node): boolean => isMapping(node) || (stringOf(node) ?? '') !== '';

/** The operation, or the action, that a call is named by; a string is what is wrong, as one lower-case sentence. */
export function readCall(name: string): DeclaredCall | string {
  const answer = describeOperation(
    name.replace(/^(.+)\s+(\S+)$/, (_, id: string, operation: string) => `${id.replaceAll(/\s+/g, '-')}:${operation}`),
  );
  if (answer.kind === 'described') return { kind: 'operation', client: answer.description.client, operation: answer.description.operation };
  if (answer.kind === 'unsigned') return `${name} is not authorised by IAM: it needs no permission`;
  const known = catalogAction(name);
  if (known) return { kind: 'action', action: known.id };
  return `${answer.why}${answer.suggestions.length > 0 ? `; did you mean ${answer.suggestions.join(', ')}?` : ''}`;
}

function unknownAction(text: string): string {
  const [prefix = '', name = ''] = text.split(':', 2);
  const actions = service(prefix.toLowerCase())?.actions;
  if (!actions) {
    const near = nearest(prefix, servicePrefixes());
    return `IAM knows no action ${text}${near === undefined ? '' : `; did you mean ${near}:${name}?`}`;
  }
  if (/[*?]/.test(name)) return `no single action is named by ${text}; name each action`;
  const near = nearest(name, [...actions.keys()]);
  return `IAM defines no action ${text}${near === undefined ? '' : `; did you mean ${prefix}:${near}?`}`;
}
