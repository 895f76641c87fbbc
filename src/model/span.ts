/** A place in a file of the app. `file` is relative to the app's root with `/` separators; line and column count from 1. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const formatSpan = (span: Span): string => `${span.file}:${span.line}:${span.column}`;
