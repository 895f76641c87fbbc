/**
 * Inline code that `Fn::Sub` completes: `${Bucket}` in the source is the bucket's name once it is deployed. The source is read with a
 * name in its place that is valid in a text, in a template literal and by itself; the interpreter puts the value there again.
 */
import { concat, type Text, text } from '../model/text.ts';

/**
 * Whether inline code is of the language, where the template leaves its runtime open: it is JavaScript or Python ("AWS::Lambda::Function
 * Code", ZipFile).
 */
export const isInline = (source: string, language: 'javascript' | 'python'): boolean =>
  language === 'python' ? DEFINES.test(source) : EXPORTS.test(source) && !DEFINES.test(source);

const DEFINES = /^(?:async )?def \w+\(/m;
const EXPORTS = /\bexports\s*[.[=]|^export\s/m;

type Substitutions = ReadonlyMap<string, Text>;

const PLACE = '__substituted_';
const END = '__';

export function sourceWithPlaces(code: { readonly source: string; readonly substitutions?: Substitutions }): string {
  return [...(code.substitutions?.keys() ?? [])].reduce(
    (source, name, i) => source.replaceAll(`\${${name}}`, () => `${PLACE}${i}${END}`),
    code.source,
  );
}

/** What a literal, or a name, of such a source stands for; undefined: there is nothing to put into it. */
export function substituted(value: string, substitutions: Substitutions | undefined): Text | undefined {
  if (substitutions === undefined || !value.includes(PLACE)) return undefined;
  const [before = '', ...pieces] = value.split(PLACE);
  const values = [...substitutions.values()];
  return pieces.reduce((whole: Text, piece) => {
    const end = piece.indexOf(END);
    const found = end > 0 ? values[Number(piece.slice(0, end))] : undefined;
    return found ? concat(whole, found, text(piece.slice(end + END.length))) : concat(whole, text(PLACE + piece));
  }, text(before));
}
