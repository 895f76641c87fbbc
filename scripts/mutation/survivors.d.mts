interface Mutant {
  readonly status: string;
  readonly location: { readonly start: { readonly line: number } };
}

export function survivorsOf(
  report: { readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>> },
  page: string,
): { readonly figure: string; readonly unexplained: readonly string[]; readonly page: string };
