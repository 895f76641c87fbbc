const NAMES: ReadonlySet<string> = new Set('uuid axios lodash'.split(' '));
export const isReviewed = (name: string): boolean => NAMES.has(name);
