/**
 * The format of library models as data (`model/library-model.ts` has its types): what the validator checks and what the published JSON
 * Schema says. A mapping has the form whose first field it has.
 */
export type Shape =
  | 'text'
  | 'flag'
  | 'language'
  | 'others'
  | 'names'
  | 'value'
  | 'values'
  | 'fields'
  | 'condition'
  | 'conditions'
  | 'reference'
  | 'operations'
  | 'action'
  | 'class'
  | 'members'
  | 'modules'
  | 'classes'
  | 'function'
  | 'steps';

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
  readonly about: string;
}

export type Form = Readonly<Record<string, Field>>;

const field = (shape: Shape, about: string): Field => ({ shape, required: true, about });
const option = (shape: Shape, about: string): Field => ({ shape, required: false, about });

const OTHERS = option('others', 'what calls of members that are not named are: unresolved, inert, passes, or data');
const CLIENT = option('value', "an SDK client, or a configuration of one; left out or not there: the function's own");
const IF = option('condition', 'runs only when this holds; when that is not known, it may run');

export const MODEL: Form = {
  language: field('language', 'javascript, python, go or java'),
  package: field('text', 'what imports of the package begin with'),
  source: field('text', 'the documentation that the model is made from'),
  exports: option('members', 'what the package exports, under whichever of its modules it is imported from'),
  modules: option('modules', 'by path inside the package: what this module exports beside that, or otherwise'),
  classes: option('classes', 'by name'),
  fields: option('fields', 'values that the whole package shares, as package.NAME'),
  others: OTHERS,
};

export const CLASS: Form = {
  new: option('function', 'what constructing the class takes (parameters) and does'),
  fields: option('fields', "what an instance keeps of the constructor's arguments, as this.NAME"),
  extends: option('class', 'a class of the model whose members this one has too'),
  static: option('members', 'members of the class itself'),
  members: option('members', 'members of its instances'),
  called: option('function', 'what calling an instance does'),
  constructed: option('function', 'what constructing an instance does'),
  others: OTHERS,
};

export const FUNCTION: Form = {
  parameters: option('names', 'names for the arguments, in order; ...name holds the rest'),
  does: option('steps', 'what a call does'),
  returns: option('value', 'what a call gives; data that needs nothing when left out'),
  members: option('members', 'members of the function itself; without parameters, does and returns it is a namespace'),
  others: OTHERS,
};

export const CLASS_MEMBER: Form = { class: field('class', 'a class of the model') };
export const VALUE_MEMBER: Form = { value: field('value', 'what reading the member gives') };

export const STEPS: readonly Form[] = [
  {
    calls: field('operations', 'sends these operations: dynamodb:GetItem'),
    with: option('value', "the operation's input, in the names of the API"),
    client: CLIENT,
    as: option('text', 'a name for the output'),
    if: IF,
  },
  {
    needs: field('action', 'needs an action that no operation stands for: rds-db:connect'),
    with: option('fields', 'what tells the resource'),
    client: CLIENT,
    if: IF,
  },
  {
    runs: field('value', 'runs a function that the program gave'),
    with: option('values', 'its arguments; ...${arguments} hands on all of its own'),
    later: option('flag', 'it runs later, if at all'),
    as: option('text', 'a name for its result'),
    if: IF,
  },
  {
    set: field('reference', 'what to write: this.client, package.table, request.internal[key]'),
    to: field('value', 'the value'),
    if: IF,
  },
  { let: field('text', 'a name'), be: field('value', 'the value that it has from here on'), if: IF },
  {
    each: field('value', 'a list, or with key an object'),
    as: field('text', 'a name for the item'),
    key: option('text', 'a name for the key'),
    does: field('steps', 'what is done for each item'),
    if: IF,
  },
  { unresolved: field('text', 'reports the call; ends a sentence that starts "it could not be resolved because"'), if: IF },
  { does: field('steps', 'several steps'), else: option('steps', 'what is done when the condition does not hold'), if: IF },
];

/** The operators of values, with the fields beside them. */
export const OPERATORS: Readonly<Record<string, Form>> = {
  $data: { $data: field('text', 'data that needs nothing: what it is') },
  $unresolved: { $unresolved: field('text', 'a value that is not known: what it is') },
  $first: { $first: field('values', 'the first of these that is there') },
  $any: { $any: field('values', 'any of these') },
  $list: { $list: field('value', 'any number of these') },
  $map: { $map: field('value', 'a list'), as: field('text', 'a name for its item'), to: field('value', 'what becomes of each') },
  $merge: { $merge: field('values', 'one object with the fields of these; later ones count') },
  $if: { $if: field('condition', 'a condition'), value: field('value', 'when it holds'), else: option('value', 'when it does not') },
  $instance: { $instance: field('class', 'an instance of a class of the model'), fields: option('fields', 'what it keeps') },
  $copy: { $copy: field('value', 'an instance of a class of the model'), fields: option('fields', 'what the copy has of its own') },
  $member: { $member: field('value', 'a value'), name: field('value', 'the member that a program would read of it, a method too') },
  $class: { $class: field('class', 'a class of the model') },
  $construct: { $construct: field('value', 'a class to construct'), arguments: option('values', 'its arguments') },
  $function: { $function: field('function', 'a function, which knows the names around it') },
  $options: { $options: field('value', 'functional options (Go), as the struct that they fill') },
};

/** The tests of conditions, beside values that hold or do not. */
export const TESTS: Readonly<Record<string, Shape>> = {
  not: 'condition',
  all: 'conditions',
  any: 'conditions',
  is: 'values',
  startsWith: 'values',
  endsWith: 'values',
  kind: 'values',
  since: 'text',
};

/** Names that every function of a model knows beside those of its parameters and steps. */
export const NAMES = ['this', 'package', 'env', 'arguments', 'receiver', 'member'] as const;
