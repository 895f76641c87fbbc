/**
 * The context keys of a request. What neither the user nor the template tells and a policy asks for is declared as not known: a
 * key that is left out would be taken to be absent, and the answer for a fact.
 */
import { literalOf, type Text } from '../../model/text.ts';
import { isVariable } from '../../policy/pattern.ts';
import type { ContextInput, Layers } from '../../policy/request.ts';
import type { Policy } from '../../policy/statement.ts';
import { type Bindings, bindText } from './bindings.ts';
import type { Question } from './question.ts';
import type { Source } from './sources.ts';
import { withWildcardHoles } from './target.ts';

/** Keys that follow from the principal and the resource (`policy/context.ts`): the engine knows them better. */
const DERIVED: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:username',
  'aws:viaawsservice',
  'aws:resourceaccount',
]);

/** What only services state: a role's own request has none of these (IAM User Guide, "AWS global condition context keys"). */
const OF_SERVICES: ReadonlySet<string> = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']);

/** In a request only when it came by way of a function URL, which `Source` tells (AWS Lambda: "Control access to Lambda function URLs"). */
const OF_URLS = 'lambda:invokedviafunctionurl';

export interface ContextSources {
  readonly question: Question;
  readonly layers: Layers;
  readonly byService: boolean;
  readonly source: Source | undefined;
  readonly bindings: Bindings;
}

export function contextOf({ question, layers, byService, source, bindings }: ContextSources): {
  readonly context: Readonly<Record<string, ContextInput>>;
  /** what was taken for granted */
  readonly assumes: readonly string[];
} {
  const context = new Map<string, ContextInput>();
  const assumes: string[] = [];
  for (const [key, values] of question.context) context.set(key, values.length === 1 && values[0] !== undefined ? values[0] : values);
  const given = new Set([...context.keys()].map((key) => key.toLowerCase()));
  const state = (key: string, value: Text | undefined): void => {
    if (value && !given.has(key.toLowerCase())) {
      context.set(key, stated(bindText(value, bindings)));
      given.add(key.toLowerCase());
    }
  };
  state('aws:SourceArn', source?.sourceArn);
  state('aws:SourceAccount', source?.sourceAccount);
  state('lambda:EventSourceToken', source?.eventSourceToken);
  state('lambda:FunctionUrlAuthType', source?.functionUrlAuthType);
  if (source?.viaFunctionUrl) state('lambda:InvokedViaFunctionUrl', ['true']);
  for (const key of keysOf(layers)) {
    const lower = key.toLowerCase();
    if (given.has(lower) || DERIVED.has(lower) || lower === OF_URLS || (!byService && OF_SERVICES.has(lower))) continue;
    if (lower === 'aws:securetransport') {
      // every SDK and service calls AWS by HTTPS unless told otherwise
      context.set(key, 'true');
      assumes.push('the request is made by HTTPS (aws:SecureTransport)');
    } else context.set(key, { unknown: `the context key ${key} (give it as --context ${key}=VALUE)` });
    given.add(lower);
  }
  return { context: Object.fromEntries(context), assumes };
}

/** A wildcard in what a service states (the stage of an API) is some string. */
function stated(value: Text): ContextInput {
  const literal = literalOf(value);
  if (literal !== undefined && !literal.includes('*')) return literal;
  // named apart from the wildcards of the question's resource
  return { text: withWildcardHoles(value, '*0') };
}

/** Every key that a condition or a policy variable asks for, once, as the first policy spells it. */
function keysOf(layers: Layers): readonly string[] {
  const found = new Map<string, string>();
  const add = (key: string): void => {
    if (!found.has(key.toLowerCase())) found.set(key.toLowerCase(), key);
  };
  const policies = Object.values(layers).flat(2) as readonly Policy[];
  for (const policy of policies)
    for (const statement of policy.statements) {
      for (const condition of statement.conditions) {
        add(condition.key);
        for (const value of condition.values) for (const token of value.tokens) if (isVariable(token)) add(token.name);
      }
      for (const entry of statement.resource?.entries ?? []) for (const token of entry.tokens) if (isVariable(token)) add(token.name);
    }
  return [...found.values()];
}
