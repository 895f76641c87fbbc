/** Actions and context keys recur: each spelling is turned into lower case once. The bound keeps a long-lived process small. */
const known = new Map<string, string>();
const MAX_KNOWN = 4096;
const MAX_LENGTH = 256;

export function lowerCase(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const lower = name.toLowerCase();
  if (name.length > MAX_LENGTH) return lower;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, lower);
  return lower;
}
