/** What a command sees of the console, so that tests can be one. */
export interface Terminal {
  /** writes text as it is, line ends included */
  out(text: string): void;
  err(text: string): void;
  /** whether `out` and `err` take colour */
  readonly outColor: boolean;
  readonly errColor: boolean;
  /** whether a line on `err` can be written over */
  readonly errIsTerminal: boolean;
  readonly columns: number;
  /** the current folder, absolute */
  readonly folder: string;
}
