/**
 * The texts of library models. `${options.table}` is a reference: a name, then members that are written down (`.table`) or named by
 * another reference (`[member]`); `$${` stands for `${` itself.
 */
export interface Reference {
  readonly name: string;
  readonly path: readonly (string | Reference)[];
}

/** The parts of a text; a string is what is wrong with it, as the end of a sentence. */
export function parseTemplate(written: string): readonly (string | Reference)[] | { readonly fault: string } {
  const parts: (string | Reference)[] = [];
  let literal = '';
  for (let at = 0; at < written.length; ) {
    if (written.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (written.startsWith('${', at)) {
      const end = written.indexOf('}', at);
      const reference = end === -1 ? undefined : parseReference(written.slice(at + 2, end));
      if (!reference) return { fault: `"${written}" holds no reference like \${options.table} after "${written.slice(0, at)}"` };
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(reference);
      at = end + 1;
    } else literal += written[at++];
  }
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

const NAME = /^[A-Za-z_$][\w$]*/;
const MEMBER = /^\.([\w$-]+)/;

/** `options.indexes[member].name`; undefined: it is none. */
export function parseReference(written: string): Reference | undefined {
  const [name] = NAME.exec(written) ?? [];
  if (name === undefined) return undefined;
  const path: (string | Reference)[] = [];
  let rest = written.slice(name.length);
  while (rest !== '') {
    const [step, member] = MEMBER.exec(rest) ?? [];
    if (step !== undefined && member !== undefined) {
      path.push(member);
      rest = rest.slice(step.length);
      continue;
    }
    const end = closing(rest);
    const inner = end === undefined ? undefined : parseReference(rest.slice(1, end));
    if (end === undefined || !inner) return undefined;
    path.push(inner);
    rest = rest.slice(end + 1);
  }
  return { name, path };
}

/** Where the bracket that the text begins with is closed. */
function closing(text: string): number | undefined {
  let depth = 0;
  for (const [i, character] of [...text].entries()) {
    if (character === '[') depth++;
    if (character === ']' && --depth === 0) return i;
    if (depth === 0) return undefined;
  }
  return undefined;
}
