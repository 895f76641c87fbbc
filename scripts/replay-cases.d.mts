export function commandOf(one: object): { readonly args?: readonly string[]; readonly why?: string };
export function decisionOf(output: string): string;
export function expected(one: object): string | undefined;
export function readCases(path: string): readonly { readonly file: string; readonly one: object }[];
