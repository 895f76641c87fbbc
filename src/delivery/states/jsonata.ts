/**
 * JSONata as states use it to pass data on: literals, paths from `$states` and from variables, `&`, `? :`, objects and arrays. Any
 * other expression gives what no template tells. Sources: Step Functions "Transforming data with JSONata in Step Functions"; JSONata
 * "Path Operators", "Other Operators".
 */
import type { Datum, MapEntry } from '../../model/datum.ts';
import { type Hole, isHole, type Text, text } from '../../model/text.ts';
import { alternatives, join, record, select, textDatum, unknown } from '../data.ts';
import { concatenated, someText, textsOf } from '../texts.ts';
import type { Environment } from './environment.ts';

/** Evaluates each `{% … %}` among the values. */
export function transformed(template: Datum, environment: Environment): Datum {
  switch (template.kind) {
    case 'list':
      return { ...template, items: template.items.map((item) => transformed(item, environment)) };
    case 'choice':
      return join(template.options.map((option) => transformed(option.value, environment)));
    case 'map':
      return { ...template, entries: template.entries.map(({ key, value }) => ({ key, value: transformed(value, environment) })) };
    case 'text':
      return evaluated(template.text, environment) ?? template;
    default:
      return template;
  }
}

/** Undefined where the text is no expression. */
function evaluated(value: Text, environment: Environment): Datum | undefined {
  const holes: Hole[] = [];
  // a hole stands inside of the expression as a mark that no source has
  const source = value
    .map((part) => (isHole(part) ? `\ue000${holes.push(part) - 1}\ue001` : part.replaceAll(/[\ue000\ue001]/g, ' ')))
    .join('');
  if (source.length > MAX_LENGTH) return unknown('a long expression of the state machine');
  const inner = /^\{%([\s\S]*)%\}$/.exec(source.trim())?.[1];
  if (inner === undefined) return undefined;
  try {
    return new Parser(tokensOf(inner), holes, environment).whole();
  } catch (error) {
    if (error instanceof NotFollowed) return unknown('a JSONata expression of the state machine');
    throw error;
  }
}

/** Characters; what is longer is no path. */
const MAX_LENGTH = 10_000;

class NotFollowed extends Error {}

type Token =
  | { readonly kind: 'text' | 'name' | 'variable' | 'sign'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number };

const TOKEN =
  /\s+|\/\*[\s\S]*?\*\/|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\$[A-Za-z_]\w*|\$\$?)|([A-Za-z_]\w*)|`([^`]*)`|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(:=|!=|<=|>=|~>|\*\*|\.\.|[\s\S])/y;

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let from = 0; from < source.length; from = TOKEN.lastIndex) {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(source);
    if (!found) throw new NotFollowed();
    const [, string, variable, name, quoted, number, sign] = found;
    if (string !== undefined) tokens.push({ kind: 'text', value: unescaped(string) });
    else if (variable !== undefined) tokens.push({ kind: 'variable', value: variable.slice(1) });
    else if (name !== undefined || quoted !== undefined) tokens.push({ kind: 'name', value: name ?? quoted ?? '' });
    else if (number !== undefined) tokens.push({ kind: 'number', value: Number(number) });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

function unescaped(string: string): string {
  try {
    const inner = string.slice(1, -1);
    return JSON.parse(string.startsWith('"') ? string : `"${inner.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`) as string;
  } catch {
    throw new NotFollowed();
  }
}

const WORDS: ReadonlyMap<string, Datum> = new Map<string, Datum>([
  ['true', { kind: 'scalar', value: true }],
  ['false', { kind: 'scalar', value: false }],
  ['null', { kind: 'scalar', value: null }],
]);

const MAX_NESTING = 20;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #holes: readonly Hole[];
  readonly #environment: Environment;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], holes: readonly Hole[], environment: Environment) {
    this.#tokens = tokens;
    this.#holes = holes;
    this.#environment = environment;
  }

  whole(): Datum {
    const value = this.#conditional();
    if (this.#at < this.#tokens.length) throw new NotFollowed();
    return value;
  }

  #conditional(): Datum {
    if (++this.#depth > MAX_NESTING) throw new NotFollowed();
    const value = this.#comparison();
    this.#depth--;
    if (!this.#sign('?')) return value;
    const then = this.#conditional();
    return join([then, this.#sign(':') ? this.#conditional() : unknown('a value that may be missing')]);
  }

  /** Conditions are not decided: what they give is true or false. */
  #comparison(): Datum {
    const value = this.#concatenation();
    const sign = ['=', '!=', '<', '>', '<=', '>='].some((each) => this.#sign(each)) || ['and', 'or', 'in'].some((each) => this.#word(each));
    if (!sign) return value;
    this.#comparison();
    return unknown('a condition');
  }

  #concatenation(): Datum {
    const pieces = [this.#path()];
    while (this.#sign('&')) pieces.push(this.#path());
    const [only] = pieces;
    return pieces.length === 1 && only ? only : join(concatenated(pieces.map(textsOf)).map(textDatum));
  }

  #path(): Datum {
    let value = this.#primary();
    for (;;) {
      if (this.#sign('.')) value = memberOf(value, this.#name());
      else if (this.#sign('[')) value = itemOf(value, this.#index());
      else return value;
    }
  }

  #primary(): Datum {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case 'text':
        return textDatum(this.#restored(token.value));
      case 'number':
        return { kind: 'scalar', value: token.value };
      case 'variable':
        return this.#sign('(') ? called(token.value, this.#list(')')) : this.#variable(token.value);
      case 'name': {
        const word = WORDS.get(token.value);
        if (!word) throw new NotFollowed();
        return word;
      }
      case 'sign':
        if (token.value === '{') return this.#object();
        if (token.value === '[') return { kind: 'list', items: this.#list(']'), open: false };
        if (token.value === '(') {
          const inner = this.#conditional();
          if (!this.#sign(')')) throw new NotFollowed();
          return inner;
        }
    }
    throw new NotFollowed();
  }

  #variable(name: string): Datum {
    if (name !== 'states') return name === '' || name === '$' ? unknown('the context of an expression') : this.#environment.variable(name);
    const { input, context, result, error } = this.#environment;
    return record({ input, context, result, errorOutput: error });
  }

  #object(): Datum {
    const entries: MapEntry[] = [];
    while (!this.#sign('}')) {
      const [key, ...others] = textsOf(this.#conditional());
      if (!key || others.length > 0 || !this.#sign(':')) throw new NotFollowed();
      entries.push({ key, value: this.#conditional() });
      if (!this.#sign(',') && !this.#peek('}')) throw new NotFollowed();
    }
    return { kind: 'map', entries, open: false };
  }

  #list(end: string): readonly Datum[] {
    const items: Datum[] = [];
    while (!this.#sign(end)) {
      items.push(this.#conditional());
      if (!this.#sign(',') && !this.#peek(end)) throw new NotFollowed();
    }
    return items;
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'name' && token?.kind !== 'text') throw new NotFollowed();
    return token.value;
  }

  #index(): number {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'number' || !this.#sign(']')) throw new NotFollowed();
    return token.value;
  }

  #restored(value: string): Text {
    return text(...value.split(/\ue000(\d+)\ue001/).map((piece, i) => (i % 2 === 1 ? (this.#holes[Number(piece)] ?? '') : piece)));
  }

  #peek(value: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.value === value;
  }

  #sign(value: string): boolean {
    const found = this.#peek(value);
    if (found) this.#at++;
    return found;
  }

  #word(value: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'name' && token.value === value;
    if (found) this.#at++;
    return found;
  }
}

/** A step over an array gives a sequence, which a single value takes the place of: that is not followed. */
const memberOf = (value: Datum, name: string): Datum =>
  join(
    alternatives(value).map(
      (option) => (option.kind === 'list' ? undefined : select(option, [{ name }])) ?? unknown(`what ${name} is in an expression`),
    ),
  );

/** A number after what is no array: its first item is the value itself. */
const itemOf = (value: Datum, index: number): Datum =>
  join(
    alternatives(value).map((option) => {
      if (option.kind === 'list') return select(option, [{ index }]) ?? unknown('an item of an expression');
      return option.kind === 'map' && index === 0 ? option : unknown('an item of an expression');
    }),
  );

function called(name: string, [first]: readonly Datum[]): Datum {
  if (name === 'string' && first?.kind === 'text') return first;
  if (name === 'string' && (first?.kind === 'map' || first?.kind === 'list'))
    return { kind: 'text', text: [someText('what $string gives')], json: first };
  return unknown(`what $${name} gives`);
}
