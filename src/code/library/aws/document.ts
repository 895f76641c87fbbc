/**
 * The operations behind the document clients of DynamoDB, which take plain values where the API takes typed attributes; the names
 * of the input's members are those of the API (API references of `@aws-sdk/lib-dynamodb` and `AWS.DynamoDB.DocumentClient`).
 */

/** `new GetCommand(…)` of `@aws-sdk/lib-dynamodb`, without `Command`. */
export const DOCUMENT_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['BatchExecuteStatement', 'BatchExecuteStatement'],
  ['BatchGet', 'BatchGetItem'],
  ['BatchWrite', 'BatchWriteItem'],
  ['Delete', 'DeleteItem'],
  ['ExecuteStatement', 'ExecuteStatement'],
  ['ExecuteTransaction', 'ExecuteTransaction'],
  ['Get', 'GetItem'],
  ['Put', 'PutItem'],
  ['Query', 'Query'],
  ['Scan', 'Scan'],
  ['TransactGet', 'TransactGetItems'],
  ['TransactWrite', 'TransactWriteItems'],
  ['Update', 'UpdateItem'],
]);

/** `client.get(…)` of a document client of either version. */
export const documentOperation = (method: string): string | undefined =>
  /^[a-z]/.test(method) ? DOCUMENT_COMMANDS.get(method.charAt(0).toUpperCase() + method.slice(1)) : undefined;
