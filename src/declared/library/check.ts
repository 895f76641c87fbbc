/** Checks one library model: its keys, the operations and actions that it names, and that each reference leads to a name that is known there. */
import { actionExists, operation as catalogOperation, sdkClient } from '../../catalog/index.ts';
import { KINDS, type LibraryModel, namesIn, OTHERS } from '../../model/library-model.ts';
import { parseReference, parseTemplate, type Reference } from '../../model/library-reference.ts';
import { nearest } from '../../model/nearest.ts';
import type { Span } from '../../model/span.ts';
import { describeOperation } from '../../needs/operation.ts';
import { isMapping, type MappingNode, type Node, stringOf, toJson } from '../../template/source/node.ts';
import type { Faults } from '../faults.ts';
import { CLASS, CLASS_MEMBER, type Form, FUNCTION, MODEL, NAMES, OPERATORS, type Shape, STEPS, TESTS, VALUE_MEMBER } from './format.ts';

/** The model that a node writes down; undefined when it has a fault. */
export function checkModel(node: Node, faults: Faults): LibraryModel | undefined {
  const before = faults.count;
  try {
    new ModelChecker(faults).form(node, 'a library model', MODEL, new Set(['env', 'package']));
    // the checker has seen every part of it
    return faults.count > before ? undefined : (toJson(node) as LibraryModel);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.add('the library model is nested too deep to be read', node.span);
    return undefined;
  }
}

const LANGUAGES = ['javascript', 'python', 'go', 'java'];
const NAME = /^[A-Za-z_]\w*$/;

/** The names that a reference may begin with. */
type Names = ReadonlySet<string>;

class ModelChecker {
  readonly #faults: Faults;
  #classes: MappingNode['entries'] = new Map();

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  #fault(message: string, { span }: { readonly span: Span }): void {
    this.#faults.add(message, span);
  }

  /** The mapping when it has the form; all of it is checked. */
  form(node: Node, what: string, form: Form, names: Names): void {
    const mapping = this.#faults.mapping(node, what, Object.keys(form));
    if (!mapping) return;
    if (form === MODEL) {
      const classes = mapping.entries.get('classes')?.value;
      if (isMapping(classes)) this.#classes = classes.entries;
    }
    let known = names;
    for (const [key, field] of Object.entries(form)) {
      const value = mapping.entries.get(key)?.value;
      if (!value) {
        if (field.required) this.#fault(`${what} needs ${key}: ${field.about}`, mapping);
        continue;
      }
      this.#shape(value, key, field.shape, known);
      // names that a field gives the fields after it
      if (key === 'as' || key === 'key') known = new Set([...known, ...namesOf(value)]);
    }
  }

  #shape(node: Node, what: string, shape: Shape, names: Names): void {
    switch (shape) {
      case 'text':
        if ((stringOf(node) ?? '').trim() === '') this.#fault(`${what} is a text that is not empty`, node);
        return;
      case 'flag':
        if (node.kind !== 'scalar' || typeof node.value !== 'boolean') this.#fault(`${what} is true or false`, node);
        return;
      case 'language':
      case 'others':
        this.#choice(node, what, shape === 'language' ? LANGUAGES : OTHERS);
        return;
      case 'names':
        for (const item of this.#list(node, what))
          if (!NAME.test((stringOf(item) ?? '').replace(/^\.\.\./, ''))) this.#fault(`${what} holds names: letters, digits and _`, item);
        return;
      case 'value':
        this.#value(node, names);
        return;
      case 'values':
        for (const item of this.#list(node, what)) this.#value(item, names);
        return;
      case 'fields':
        for (const [, { value }] of this.#map(node, what)) this.#value(value, names);
        return;
      case 'condition':
        this.#condition(node, names);
        return;
      case 'conditions':
        for (const item of this.#list(node, what)) this.#condition(item, names);
        return;
      case 'reference':
        this.#target(node, what, names);
        return;
      case 'operations':
        for (const item of node.kind === 'sequence' ? node.items : [node]) this.#operation(item, what);
        return;
      case 'action':
        if (!actionExists(stringOf(node) ?? '')) this.#fault(`IAM knows no action ${stringOf(node) ?? ''}`, node);
        return;
      case 'class':
        this.#choice(node, what, [...this.#classes.keys()]);
        return;
      case 'members':
        for (const [key, { value, span }] of this.#map(node, what)) {
          if (namesIn(key).length === 0) this.#fault(`a key of ${what} is one name or several, separated by spaces`, { span });
          this.#member(value, key, names);
        }
        return;
      case 'modules':
        for (const [key, { value }] of this.#map(node, what)) this.#shape(value, key, 'members', names);
        return;
      case 'classes':
        for (const [key, { value }] of this.#map(node, what)) this.#class(value, key);
        return;
      case 'function':
        this.#function(node, what, names);
        return;
      case 'steps':
        this.#steps(node, what, names);
    }
  }

  #class(node: Node, name: string): void {
    const outside: Names = new Set(['env', 'package', 'receiver', 'arguments']);
    const mapping = this.#faults.mapping(node, `the class ${name}`, Object.keys(CLASS));
    for (const [key, { value }] of mapping?.entries ?? []) {
      const shape = CLASS[key]?.shape;
      const more = key === 'static' ? [] : key === 'fields' ? this.#parametersOf(node) : ['this'];
      if (shape !== undefined) this.#shape(value, key, shape, new Set([...outside, ...more]));
    }
  }

  /** What the constructor of a class takes: its own, or that of the class that it extends. */
  #parametersOf(node: Node | undefined, depth = 0): readonly string[] {
    if (!isMapping(node) || depth > this.#classes.size) return [];
    const made = node.entries.get('new')?.value;
    if (isMapping(made)) return namesOf(made.entries.get('parameters')?.value);
    return this.#parametersOf(this.#classes.get(stringOf(node.entries.get('extends')?.value) ?? '')?.value, depth + 1);
  }

  #member(node: Node, name: string, names: Names): void {
    const known: Names = new Set([...names, 'member']);
    if (stringOf(node) === 'inert') return;
    if (!isMapping(node)) this.#fault(`${name} is inert, or a mapping with class, value, or parameters, does, returns, members`, node);
    else if (node.entries.has('class')) this.form(node, name, CLASS_MEMBER, known);
    else if (node.entries.has('value')) this.form(node, name, VALUE_MEMBER, known);
    else this.#function(node, name, known);
  }

  #function(node: Node, what: string, names: Names): void {
    const mapping = this.#faults.mapping(node, what, Object.keys(FUNCTION));
    if (!mapping) return;
    const get = (key: string): Node | undefined => mapping.entries.get(key)?.value;
    const parameters = get('parameters');
    if (parameters) this.#shape(parameters, 'parameters', 'names', names);
    let known: Names = new Set([...names, ...NAMES.filter((name) => name === 'arguments' || name === 'receiver'), ...namesOf(parameters)]);
    const does = get('does');
    if (does) known = this.#steps(does, 'does', known);
    const returns = get('returns');
    if (returns) this.#value(returns, known);
    const members = get('members');
    if (members) this.#shape(members, 'members', 'members', names);
    const others = get('others');
    if (others) this.#shape(others, 'others', 'others', names);
  }

  /** The names that are known after the steps. */
  #steps(node: Node, what: string, names: Names): Names {
    let known = names;
    for (const item of this.#list(node, what)) {
      const form = STEPS.find((each) => isMapping(item) && item.entries.has(Object.keys(each)[0] ?? ''));
      if (!form || !isMapping(item)) {
        this.#fault(`a step is a mapping with ${STEPS.map((each) => Object.keys(each)[0]).join(', ')}`, item);
        continue;
      }
      this.form(item, 'a step', form, known);
      known = new Set([...known, ...givenBy(item)]);
    }
    return known;
  }

  #value(node: Node, names: Names): void {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string') this.#text(node.value, node, names);
      return;
    }
    if (node.kind === 'sequence') {
      for (const item of node.items) this.#value(item, names);
      return;
    }
    if (!isMapping(node)) return;
    const operators = [...node.entries.keys()].filter((key) => key.startsWith('$') && !key.startsWith('${'));
    const [operator] = operators;
    if (operator === undefined) {
      for (const [key, { value, span }] of node.entries) {
        this.#text(key, { span }, names);
        this.#value(value, names);
      }
      return;
    }
    const form = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    if (form) this.form(node, operator, form, names);
    else {
      const near = nearest(operator, Object.keys(OPERATORS));
      this.#fault(
        `no value is made by ${operator}; ${near ? `did you mean ${near}?` : `there are ${Object.keys(OPERATORS).join(', ')}`}`,
        node,
      );
    }
  }

  #text(written: string, at: { readonly span: Span }, names: Names): void {
    const parts = parseTemplate(written.startsWith('...') ? written.slice(3) : written);
    if ('fault' in parts) this.#fault(parts.fault, at);
    else for (const part of parts) if (typeof part !== 'string') this.#reference(part, at, names);
  }

  #reference({ name, path }: Reference, at: { readonly span: Span }, names: Names): void {
    if (!names.has(name)) {
      const near = nearest(name, [...names]);
      this.#fault(`no name ${name} is known here; ${near ? `did you mean ${near}?` : `there are ${[...names].join(', ')}`}`, at);
    }
    for (const step of path) if (typeof step !== 'string') this.#reference(step, at, names);
  }

  #target(node: Node, what: string, names: Names): void {
    const reference = parseReference(stringOf(node) ?? '');
    if (!reference || reference.path.length === 0)
      this.#fault(`${what} is a reference without \${}: this.client, request.internal[key]`, node);
    else this.#reference(reference, node, names);
  }

  #condition(node: Node, names: Names): void {
    if (!isMapping(node) || [...node.entries.keys()].some((key) => key.startsWith('$'))) {
      this.#value(node, names);
      return;
    }
    const mapping = this.#faults.mapping(node, 'a condition', Object.keys(TESTS));
    if (mapping && mapping.entries.size !== 1) this.#fault('a condition is one test; write several under all or any', mapping);
    for (const [key, { value }] of mapping?.entries ?? []) {
      if (TESTS[key] === 'values') this.#test(value, key, names);
      else if (TESTS[key]) this.#shape(value, key, TESTS[key], names);
    }
  }

  /** A value and what it is compared with. */
  #test(node: Node, test: string, names: Names): void {
    const items = this.#list(node, test);
    if (items.length !== 2) this.#fault(`${test} is a list of a value and what it is compared with`, node);
    for (const item of items) this.#value(item, names);
    if (test === 'kind' && items[1]) this.#choice(items[1], 'what kind compares with', KINDS);
  }

  #operation(node: Node, what: string): void {
    const written = stringOf(node) ?? '';
    const [client = '', name = ''] = written.split(':');
    if (sdkClient(client) && catalogOperation(client, name)) return;
    const answer = describeOperation(written);
    const meant = answer.kind === 'described' ? `; did you mean ${answer.description.client}:${answer.description.operation}?` : '';
    this.#fault(`${what} names operations as client:Operation, and no client has ${written}${meant}`, node);
  }

  #choice(node: Node, what: string, known: readonly string[]): void {
    const written = stringOf(node) ?? '';
    if (known.includes(written)) return;
    const near = nearest(written, known);
    this.#fault(
      `${what} is ${near === undefined ? `one of ${known.join(', ') || 'nothing that there is'}` : `not ${written}; did you mean ${near}?`}`,
      node,
    );
  }

  #list(node: Node, what: string): readonly Node[] {
    if (node.kind === 'sequence') return node.items;
    this.#fault(`${what} is a list`, node);
    return [];
  }

  #map(node: Node, what: string): MappingNode['entries'] {
    if (isMapping(node)) return node.entries;
    this.#fault(`${what} is a mapping by name`, node);
    return new Map();
  }
}

/** A name, or the names of a list, without the dots of a rest parameter. */
const namesOf = (node: Node | undefined): readonly string[] =>
  (node?.kind === 'sequence' ? node.items : node ? [node] : []).flatMap((item) => stringOf(item)?.replace(/^\.\.\./, '') ?? []);

/** The names that a step gives the steps after it. */
function givenBy(step: MappingNode): readonly string[] {
  if (step.entries.has('each')) return [];
  const inside = ['does', 'else'].flatMap((key) => {
    const steps = step.entries.get(key)?.value;
    return steps?.kind === 'sequence' ? steps.items.filter(isMapping).flatMap(givenBy) : [];
  });
  return [...namesOf(step.entries.get('as')?.value), ...namesOf(step.entries.get('let')?.value), ...inside];
}
