/**
 * Flow collections and quoted strings whose later lines are indented less than YAML 1.2 demands, as in
 *
 *     KeyPolicy: {
 *       "Statement": []
 *     }
 *
 * below a key that is indented as far as the closing brace. The parsers of CloudFormation and the AWS tools take them. Such lines
 * are pushed to the right, where white space means nothing, before a text that did not parse is tried again.
 */
export interface Indented {
  readonly text: string;
  /** characters put before each line, counted from 1 */
  readonly added: ReadonlyMap<number, number>;
}

/** `key: `, `- `, tags and anchors, and then an opening bracket or quote. */
const OPENING = /^[ ]*(?:- +)*(?:(?:"[^"\n]*"|'[^'\n]*'|[^\s'"[{#|>!&][^\n]*?):[ \t]+)?(?:[!&][^\s]*[ \t]+)*(?=[[{"'])/;
const BLOCK_SCALAR = /(?:^|[ \t])[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$/;

/** Undefined when no line needs it. */
export function indentFlow(text: string): Indented | undefined {
  const added = new Map<number, number>();
  const lines = text.split('\n');
  const out: string[] = [];
  let base = 0;
  let state: FlowState = { depth: 0, quote: '' };
  let scalarIndent: number | undefined;
  for (const [index, line] of lines.entries()) {
    const indent = line.length - line.trimStart().length;
    const blank = line.trim() === '';
    if (state.depth > 0 || state.quote !== '') {
      const missing = blank ? 0 : Math.max(0, base + 1 - indent);
      if (missing > 0) added.set(index + 1, missing);
      out.push(' '.repeat(missing) + line);
      state = scan(line, 0, state);
      continue;
    }
    out.push(line);
    if (scalarIndent !== undefined && (blank || indent > scalarIndent)) continue;
    scalarIndent = BLOCK_SCALAR.test(line) ? indent : undefined;
    const opening = OPENING.exec(line);
    if (!opening) continue;
    base = indent;
    state = scan(line, opening[0].length, state);
  }
  return added.size > 0 ? { text: out.join('\n'), added } : undefined;
}

interface FlowState {
  readonly depth: number;
  /** the quote that is open */
  readonly quote: string;
}

function scan(line: string, from: number, state: FlowState): FlowState {
  let { depth, quote } = state;
  for (let at = from; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quote !== '') {
      if (char === '\\' && quote === '"') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      // inside of a plain scalar a quote is a character like others
      if (at === from || /[\s,:[{]/.test(line.charAt(at - 1))) quote = char;
    } else if (char === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) break;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    // what follows a closed value on its line is no part of it
    if (depth <= 0 && quote === '' && at >= from) return { depth: 0, quote: '' };
  }
  return { depth, quote };
}
