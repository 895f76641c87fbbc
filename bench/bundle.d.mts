export function bundle(entry: string, options?: { readonly minify?: boolean }): Promise<string>;
export function load(entry: string): Promise<Record<string, unknown>>;
