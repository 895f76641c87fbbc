import type { Span } from './span.ts';

/** Something wrong or doubtful in the input. Codes are stable and documented; messages are one lower-case sentence. */
export interface Finding {
  /** kebab-case and stable: `yaml-syntax`, `code-folder-missing`, `import-not-found` */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** one lower-case sentence: what, and what to do about it */
  readonly message: string;
  readonly span?: Span;
  /** logical id of the function concerned, when it is one function's */
  readonly functionId?: string;
}

/** The input cannot be read at all: the command prints the message and exits with 2. */
export class InputError extends Error {
  readonly span: Span | undefined;
  constructor(message: string, span?: Span) {
    super(message);
    this.name = 'InputError';
    this.span = span;
  }
}
