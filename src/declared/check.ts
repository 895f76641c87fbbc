/**
 * Checks one `pinhole.yaml` against its format, its actions and operations against the catalog. The file decides over
 * permissions, so that one with a fault is not used in part: `InputError` names every fault with its place.
 */
import { actionsMatching, action as catalogAction, service, servicePrefixes } from '../catalog/iam.ts';
import type { DeclaredCall } from '../model/declared.ts';
import type { Finding } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import type { Span } from '../model/span.ts';
import { describeOperation } from '../needs/operation.ts';
import { parseNodes } from '../template/source/document.ts';
import { isMapping, type Entry as MappingEntry, type MappingNode, type Node, stringOf } from '../template/source/node.ts';
import { Faults } from './faults.ts';
import { FILE_NAME, type Field, FORMAT, type Form, LIBRARIES, SECTIONS, type Section } from './format.ts';

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

/** What `pinhole.yaml` holds, of the right form. */
export interface Checked {
  readonly entries: readonly Entry[];
  readonly libraries: readonly LibraryEntry[];
}

/** A library model, or the path of one. */
export interface LibraryEntry {
  readonly span: Span;
  readonly model: Node;
  readonly reason: string;
}

/** Throws `InputError`. `file` is the name that spans carry. */
export function checkFile(text: string, file: string): Checked {
  const { root, faults } = readNodes(text, file);
  const checker = new Checker(faults);
  const checked = faults.count > 0 ? { entries: [], libraries: [] } : checker.file(root);
  faults.throwAny();
  return checked;
}

/** A file's nodes, with what is wrong with them so far. */
export function readNodes(text: string, file: string): { readonly root: Node; readonly faults: Faults } {
  const found: Finding[] = [];
  const root = parseNodes(text, file, found);
  // of a template the last of two keys counts; of two lists of permissions none is dropped
  const faults = found.map((one) =>
    one.code === 'duplicate-key' ? { ...one, message: one.message.replace(/;.*$/, '; write it once') } : one,
  );
  return { root, faults: new Faults(faults) };
}

class Checker {
  readonly #faults: Faults;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  #fault(message: string, span: Span): void {
    this.#faults.add(message, span);
  }

  file(root: Node): Checked {
    const sections = this.#faults.mapping(root, FILE_NAME, ['functions', 'libraries'])?.entries;
    if (sections?.size === 0) this.#fault(`${FILE_NAME} has neither functions nor libraries`, root.span);
    return { entries: this.#functions(sections?.get('functions')), libraries: this.#libraries(sections?.get('libraries')) };
  }

  #libraries(libraries: MappingEntry | undefined): readonly LibraryEntry[] {
    if (!libraries) return [];
    if (libraries.value.kind !== 'sequence') {
      this.#fault('libraries is a list of entries', libraries.span);
      return [];
    }
    return libraries.value.items.flatMap((item) => {
      const fields = this.#entry('libraries', item, LIBRARIES);
      const model = fields?.get('model');
      return model ? [{ span: item.span, model, reason: stringOf(fields?.get('reason'))?.trim() ?? '' }] : [];
    });
  }

  #functions(functions: MappingEntry | undefined): readonly Entry[] {
    if (!functions) return [];
    if (!isMapping(functions.value)) {
      this.#fault('functions is a mapping of logical ids, or *, to what is declared for them', functions.span);
      return [];
    }
    return [...functions.value.entries].flatMap(([functionId, { value, span }]) => this.#function(functionId, value, span));
  }

  #function(functionId: string, node: Node, functionSpan: Span): readonly Entry[] {
    const sections = this.#faults.mapping(node, functionId, SECTIONS);
    return SECTIONS.flatMap((section) => {
      const list = sections?.entries.get(section);
      if (!list) return [];
      if (list.value.kind !== 'sequence') {
        this.#fault(`${section} is a list of entries`, list.span);
        return [];
      }
      return list.value.items.flatMap((item) => {
        const { forms } = FORMAT[section];
        const form = forms.find((one) => isMapping(item) && item.entries.has(Object.keys(one)[0] ?? '')) ?? forms[0];
        const fields = this.#entry(section, item, form);
        return fields ? [{ functionId, section, span: item.span, functionSpan, fields }] : [];
      });
    });
  }

  #entry(section: Section | 'libraries', node: Node, form: Form): ReadonlyMap<string, Node> | undefined {
    const before = this.#faults.count;
    const entry = this.#faults.mapping(node, `an entry of ${section}`, Object.keys(form));
    if (!entry) return undefined;
    for (const [name, field] of Object.entries(form)) this.#field(name, field, section, entry);
    if (this.#faults.count > before) return undefined;
    return new Map([...entry.entries].map(([name, { value }]) => [name, value]));
  }

  #field(name: string, field: Field, section: Section | 'libraries', entry: MappingNode): void {
    const given = entry.entries.get(name);
    if (!given) {
      if (field.required) this.#fault(`an entry of ${section} needs ${name}: ${field.about}`, entry.span);
      return;
    }
    const { value } = given;
    if (field.value === 'text') this.#text(name, stringOf(value)?.trim() ?? '', section, value.span);
    else if (field.value === 'model' && !isMapping(value) && (stringOf(value)?.trim() ?? '') === '')
      this.#fault(`${name} is a library model or the path of one`, value.span);
    else if (field.value === 'parameters' && !isMapping(value)) this.#fault(`${name} is a mapping`, value.span);
    else if (field.value === 'resources' && !isResources(value))
      this.#fault(`${name} is an ARN, an expression of the template, or a list of them`, value.span);
  }

  #text(name: string, text: string, section: Section | 'libraries', span: Span): void {
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
