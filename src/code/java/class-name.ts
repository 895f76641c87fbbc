/** A class and the classes inside it, of a full name in which they follow the package: packages are written in small letters. */
export function classIn(names: readonly string[]): {
  readonly specifier: string;
  readonly name: string;
  readonly inner: readonly string[];
} {
  const first = names.findIndex((name) => /^\p{Lu}/u.test(name));
  const end = first < 0 ? names.length : first + 1;
  return { specifier: names.slice(0, end).join('.'), name: names[end - 1] ?? '', inner: names.slice(end) };
}
