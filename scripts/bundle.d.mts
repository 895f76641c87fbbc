export function bundlePackage(folder?: string, entries?: Readonly<Record<string, string>>): Promise<void>;
export function bundle(entry: string, options?: { readonly minify?: boolean }): Promise<string>;
export function load(...entries: string[]): Promise<Record<string, unknown>[]>;
