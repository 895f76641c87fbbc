/**
 * The context keys of one request, all known. Names are compared without case.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition" and "Single-valued vs. multivalued context keys".
 */
export class RequestContext {
  readonly #values = new Map<string, readonly string[]>();
  readonly #several = new Set<string>();
  /** what was met on the way that the documentation does not settle */
  readonly doubts = new Set<string>();

  set(key: string, value: string | readonly string[]): void {
    const name = key.toLowerCase();
    this.#values.set(name, typeof value === 'string' ? [value] : value);
    if (typeof value === 'string') this.#several.delete(name);
    else this.#several.add(name);
  }

  delete(key: string): void {
    this.#values.delete(key.toLowerCase());
  }

  /** undefined: the key is not in the request, or has no value */
  values(key: string): readonly string[] | undefined {
    const values = this.#values.get(key.toLowerCase());
    return values === undefined || values.length === 0 ? undefined : values;
  }

  /** As a policy variable sees it: only single-valued keys have a value. */
  singleValue(key: string): string | undefined {
    const values = this.values(key);
    if (values === undefined) return undefined;
    if (this.#several.has(key.toLowerCase())) {
      this.doubts.add(`the multivalued key ${key} as a policy variable`);
      return undefined;
    }
    if (values[0] === '') this.doubts.add(`an empty value of ${key} as a policy variable`);
    return values[0];
  }
}
