/**
 * What a Kotlin file declares, as its text shows: every file of a package counts for what a name means, and few of them are worth
 * parsing. Top-level declarations begin their line; those inside a class are indented.
 */
const TOP_LEVEL =
  /^(?:@[\w.]+(?:\([^()\n]{0,400}\))?[ \t]+)*(?:(?:public|internal|private|open|abstract|sealed|data|enum|annotation|inline|value|suspend|operator|infix|tailrec|const|lateinit|expect|actual|external|fun(?=[ \t]+interface))[ \t]+)*(?:class|interface|object|fun|val|var)[ \t]+([^\n]{1,400})/gm;

/** Type parameters and the extended type stand before the name. */
const NAME = /^(?:<[^\n]*?>[ \t]+)?(?:[\w<>?*,. ]+\.)?`?(\w+)`?(?=[ \t]*(?:[<(:={]|by\b|get\b|$))/;

export function topLevelNames(text: string): readonly string[] {
  return [...text.matchAll(TOP_LEVEL)].flatMap(([, rest = '']) => NAME.exec(rest)?.[1] ?? []);
}

const EXTENSION =
  /\b(?:fun|val|var)[ \t]+(?:<[^>\n]{0,200}>[ \t]+)?[\w.]{1,200}(?:<[^()\n]{0,200}>)?\??\.`?(\w+)`?[ \t]*(?:[(:=]|get\b|$)/gm;

/** Extension functions and properties, also of classes. */
export const extensionNames = (text: string): readonly string[] => [...text.matchAll(EXTENSION)].map(([, name = '']) => name);

const CLASS = /\b(?:class|object|interface)[ \t]+(\w+)/g;

/** The classes that say what they extend, with what they say. */
export function classesWithParents(text: string): readonly { readonly name: string; readonly parents: string }[] {
  return [...text.matchAll(CLASS)].flatMap((found) => {
    const head = text.slice(found.index + found[0].length, found.index + 2000).split('{', 1)[0] ?? '';
    return head.includes(':') ? [{ name: found[1] ?? '', parents: head }] : [];
  });
}

/** The classes that follow one of the annotations: the class itself, or the one that a member with it is in is not told apart. */
export function classesAfter(text: string, annotations: RegExp): readonly string[] {
  return annotations.test(text) ? topLevelClasses(text) : [];
}

const topLevelClasses = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:[\w@(). ]*[ \t])?(?:class|object)[ \t]+(\w+)/gm)].map(([, name = '']) => name);
