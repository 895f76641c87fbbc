/**
 * Finds code that nests so deep that the parser, which recurses natively, would overflow its stack and end the process. One
 * scan over the text, before it is parsed: it tells strings, comments and regular expressions from code, adds up what is open
 * at each place (brackets, and operators whose right side is not at its end), and is right about all but contrived code.
 */

/**
 * Costs are shares of stack: the parser bears about 4,000 of the dearest levels (types, template strings) in 8 MB, but 60,000
 * operands of `+` and more links of a chain.
 */
const LEVEL = 128;
const UNARY = 32;
const BINARY = 16;
const LINK = 4;
const LIMIT = 1000 * LEVEL;

type Word = {
  readonly cost: number;
  /** whether an operand, or a new statement, comes after it: then `/` starts a regular expression */
  readonly opens: boolean;
  /** `head`: brackets after it are no operand; `start`: all that was open before is closed; `infix`: it cannot start a statement */
  readonly role?: 'head' | 'start' | 'infix';
};

const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['if', { cost: LEVEL, opens: true, role: 'head' }],
  ['for', { cost: LEVEL, opens: true, role: 'head' }],
  ['while', { cost: LEVEL, opens: true, role: 'head' }],
  ['with', { cost: LEVEL, opens: true, role: 'head' }],
  ['do', { cost: LEVEL, opens: true }],
  ['else', { cost: 0, opens: true, role: 'infix' }],
  ['class', { cost: LEVEL, opens: true }],
  ['new', { cost: UNARY * 2, opens: true }],
  ['typeof', { cost: UNARY, opens: true }],
  ['void', { cost: UNARY, opens: true }],
  ['delete', { cost: UNARY, opens: true }],
  ['await', { cost: UNARY, opens: true }],
  ['yield', { cost: UNARY, opens: true }],
  ['keyof', { cost: UNARY, opens: true }],
  ['readonly', { cost: UNARY, opens: true }],
  ['case', { cost: 0, opens: true, role: 'start' }],
  ['return', { cost: 0, opens: true }],
  ['throw', { cost: 0, opens: true }],
  ['in', { cost: BINARY, opens: true, role: 'infix' }],
  ['of', { cost: BINARY, opens: true, role: 'infix' }],
  ['instanceof', { cost: BINARY, opens: true, role: 'infix' }],
  ['as', { cost: LINK, opens: true, role: 'infix' }],
  ['satisfies', { cost: LINK, opens: true, role: 'infix' }],
  ['extends', { cost: LINK, opens: true, role: 'infix' }],
  ['catch', { cost: 0, opens: true, role: 'infix' }],
  ['finally', { cost: 0, opens: true, role: 'infix' }],
]);
const LONGEST_WORD = 10;

/** Offset of the place where the code nests too deep to be parsed; undefined when there is none. */
export function tooDeepToParse(text: string): number | undefined {
  return mostCost(text) < LIMIT ? undefined : new Scan(text).run();
}

/** What a character adds at most by itself; `IN_WORD`: it is part of a word. */
const IN_WORD = 255;
const MOST = new Uint8Array(128).map((_, code) => (isWordCode(code) ? IN_WORD : BINARY));
for (const char of ' \t\r\n;,') MOST[char.charCodeAt(0)] = 0;
for (const char of ')]}"\'|&>') MOST[char.charCodeAt(0)] = LINK;
for (const char of '.`') MOST[char.charCodeAt(0)] = 2 * LINK;
for (const char of '!~') MOST[char.charCodeAt(0)] = UNARY;
MOST['<'.charCodeAt(0)] = UNARY + BINARY;
for (const char of '([{=?:') MOST[char.charCodeAt(0)] = LEVEL;

/** What a word adds at most, by the low bits of its first two letters: `fo` as much as `for`. */
const MOST_OF_WORD = new Uint8Array(1 << 10).fill(LINK);
const startOf = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);
for (const [word, { cost }] of WORDS) {
  const start = startOf(word.charCodeAt(0), word.charCodeAt(1));
  MOST_OF_WORD[start] = Math.max(LINK + cost, MOST_OF_WORD[start] ?? 0);
}

/** No less than all of the text costs together, in far less time than it takes to find out: most files do not come near the limit. */
function mostCost(text: string): number {
  let cost = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const most = code < 128 ? (MOST[code] as number) : IN_WORD;
    if (most !== IN_WORD) {
      inWord = false;
      cost += most;
    } else if (!inWord) {
      inWord = true;
      cost += MOST_OF_WORD[startOf(code, text.charCodeAt(at + 1))] as number;
    }
  }
  return cost;
}

class Scan {
  readonly #text: string;
  #at = 0;
  /** what the brackets around here cost */
  #outer = 0;
  /** what is open in this pair of brackets */
  #open = 0;
  /** `#open` around each bracket that is open, and how it was opened */
  readonly #levels: { readonly open: number; readonly kind: 'bracket' | 'head' | 'template' }[] = [];
  /** whether an operand ends here, so that `/` divides and a word on the next line starts a statement */
  #operand = false;
  #afterBrace = false;
  #afterHead = false;
  #newline = false;

  constructor(text: string) {
    this.#text = text;
  }

  run(): number | undefined {
    const text = this.#text;
    if (text.startsWith('#!')) this.#at = this.#endOfLine(0);
    while (this.#at < text.length) {
      this.#token(text.charCodeAt(this.#at));
      if (this.#outer + this.#open > LIMIT) return this.#at;
    }
    return undefined;
  }

  #token(code: number): void {
    if (isWordCode(code)) {
      this.#word();
      return;
    }
    switch (code) {
      case 10:
      case 13:
        this.#newline = true;
        this.#at++;
        return;
      case 32:
      case 9:
        this.#at++;
        return;
      case 34: // "
      case 39: // '
        this.#startsOperand();
        this.#at = this.#endOfQuoted(code);
        this.#setOperand();
        return;
      case 96: // `
        this.#open += LINK;
        this.#startsOperand();
        this.#at++;
        this.#template();
        return;
      case 47: // /
        this.#slash();
        return;
      case 40: // (
      case 91: // [
      case 123: // {
        this.#push(code === 40 && this.#afterHead ? 'head' : 'bracket');
        return;
      case 41: // )
      case 93: // ]
      case 125: // }
        this.#pop(code === 125);
        return;
      case 59: // ;
      case 44: // ,
        this.#open = 0;
        break;
      case 46: // .
        this.#open += 2 * LINK;
        break;
      case 61: // =
        this.#equals();
        return;
      case 33: // !
      case 126: // ~
        this.#open += UNARY;
        break;
      case 63: // ?
        // `?.` is a link, `??` and an optional member are little more
        this.#open += this.#is(1, 46) || this.#is(1, 63) ? BINARY : LEVEL;
        if (this.#is(1, 63)) this.#at++;
        break;
      case 58: // :
        this.#open += LEVEL;
        break;
      case 60: // <
        this.#open += this.#is(1, 47) ? -Math.min(this.#open, UNARY + BINARY) : UNARY + BINARY;
        break;
      case 124: // |
      case 38: // &
      case 62: // >
        // types may have thousands of alternatives and pages thousands of elements, and do not nest for it
        this.#open += LINK;
        break;
      default: // other operators
        if (code < 128) this.#open += BINARY;
    }
    this.#at++;
    this.#operand = false;
    this.#afterBrace = false;
    this.#afterHead = false;
    this.#newline = false;
  }

  #is(offset: number, code: number): boolean {
    return this.#text.charCodeAt(this.#at + offset) === code;
  }

  /** A word, a string or a template after a finished statement starts a new one. */
  #startsOperand(): void {
    if ((this.#operand && this.#newline) || this.#afterBrace) this.#open = 0;
    else if (this.#operand) this.#open += LINK;
  }

  #setOperand(): void {
    this.#operand = true;
    this.#afterBrace = false;
    this.#afterHead = false;
    this.#newline = false;
  }

  #word(): void {
    const text = this.#text;
    const start = this.#at;
    let end = start + 1;
    while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
    this.#at = end;
    const isProperty = text.charCodeAt(start - 1) === 46;
    const word = !isProperty && end - start <= LONGEST_WORD ? WORDS.get(text.slice(start, end)) : undefined;
    if (word === undefined) {
      this.#startsOperand();
      this.#setOperand();
      return;
    }
    if (word.role === 'start') this.#open = 0;
    else if (word.role !== 'infix') this.#startsOperand();
    this.#setOperand();
    this.#open += word.cost;
    this.#operand = !word.opens;
    this.#afterHead = word.role === 'head';
  }

  #equals(): void {
    let end = this.#at + 1;
    while (this.#text.charCodeAt(end) === 61) end++;
    const single = end === this.#at + 1;
    const before = this.#text.charCodeAt(this.#at - 1);
    // `<=`, `>=`, `!=` compare; other operators before `=` assign
    const compares = !single || before === 60 || before === 62 || before === 33;
    this.#open += compares ? BINARY : this.#endsAt(end) ? LINK : LEVEL;
    if (single && this.#text.charCodeAt(end) === 62) end++;
    this.#at = end;
    this.#setOperand();
    this.#operand = false;
  }

  /** Whether the operand here is a string or in brackets, which count for themselves: attributes of JSX have such values. */
  #endsAt(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === 34 || code === 39 || code === 123;
  }

  #push(kind: 'bracket' | 'head' | 'template'): void {
    this.#levels.push({ open: this.#open, kind });
    this.#outer += this.#open + LEVEL;
    this.#open = 0;
    this.#at++;
    this.#setOperand();
    this.#operand = false;
  }

  #pop(brace: boolean): void {
    this.#at++;
    const level = this.#levels.pop();
    if (level) {
      this.#outer -= level.open + LEVEL;
      this.#open = level.open + LINK;
    }
    this.#setOperand();
    if (brace && level?.kind === 'template') this.#template();
    else if (level?.kind === 'head') this.#operand = false;
    else this.#afterBrace = brace;
  }

  /** From inside a template string to its end or to the next `${`. */
  #template(): void {
    const text = this.#text;
    for (let at = this.#at; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 96) {
        this.#at = at + 1;
        this.#setOperand();
        return;
      } else if (code === 36 && text.charCodeAt(at + 1) === 123) {
        this.#at = at + 1;
        this.#push('template');
        return;
      }
    }
    this.#at = text.length;
  }

  #slash(): void {
    const text = this.#text;
    const next = text.charCodeAt(this.#at + 1);
    if (next === 47) this.#at = this.#endOfLine(this.#at);
    else if (next === 42) {
      const end = text.indexOf('*/', this.#at + 2);
      const stop = end === -1 ? text.length : end + 2;
      if (text.slice(this.#at, stop).includes('\n')) this.#newline = true;
      this.#at = stop;
    } else if (next === 62) {
      // `/>` ends an element of JSX
      this.#open -= Math.min(this.#open, UNARY + BINARY);
      this.#at += 2;
    } else if (this.#operand) {
      this.#open += BINARY;
      this.#at++;
      this.#operand = false;
    } else {
      this.#at = this.#endOfRegularExpression();
      this.#setOperand();
    }
  }

  #endOfLine(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end === -1 ? this.#text.length : end;
  }

  /** Strings end with their line at the latest: apostrophes in the text of JSX open none. */
  #endOfQuoted(quote: number): number {
    const text = this.#text;
    let at = this.#at + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === quote) return at + 1;
      else if (code === 10) return at;
    }
    return at;
  }

  #endOfRegularExpression(): number {
    const text = this.#text;
    let inClass = false;
    let at = this.#at + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 10) return at;
      else if (code === 91) inClass = true;
      else if (code === 93) inClass = false;
      else if (code === 47 && !inClass) return at + 1;
    }
    return at;
  }
}

/** Letters, digits, `_`, `$`, `#` and all that is not ASCII. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 35 ||
    code > 127
  );
}
