/**
 * A `Handler` in its two parts. Source: the AWS Lambda Node.js runtime interface client, which takes the last path segment, and splits
 * that at its first dot.
 */
export interface Handler {
  /** path of the module without extension, `src/orders/app`; absolute when the handler lies in a layer */
  readonly module: string;
  /** dotted path of the export, `handler`, `api.get` */
  readonly name: string;
}

/** Gives what is wrong with it as text. */
export function parseHandler(handler: string): Handler | string {
  if (handler.includes('..')) return "it holds '..', which Lambda refuses";
  const slash = handler.lastIndexOf('/');
  const dot = handler.indexOf('.', slash + 1);
  if (dot === -1) return "it has no '.': Lambda expects FILE.EXPORT";
  const module = handler.slice(0, dot);
  const name = handler.slice(dot + 1);
  if (dot === slash + 1 || name === '') return 'Lambda expects FILE.EXPORT';
  return { module, name };
}
