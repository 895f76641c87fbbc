/** Needs that come from no SDK operation: signed requests, database tokens, extensions on localhost. */
import type { OperationRule } from './rule.ts';

export const directRule = (action: string): OperationRule | undefined => DIRECT.get(action);

const DIRECT: ReadonlyMap<string, OperationRule> = new Map();
