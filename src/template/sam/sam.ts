/** Expands a SAM template: `Globals` into resources, resources into what SAM makes from them. */
import type { Finding } from '../../model/finding.ts';
import type { Declaration } from '../declaration.ts';
import type { Node } from '../source/node.ts';
import { expandApi } from './api.ts';
import { expandConnector } from './connector.ts';
import { Expansion } from './expansion.ts';
import { expandFunction, FUNCTION_ELSEWHERE } from './function.ts';
import { expandGraphQlApi, GRAPHQL_ELSEWHERE } from './graphql-api.ts';
import { expandStateMachine, STATE_MACHINE_ELSEWHERE } from './state-machine.ts';

/** By type: properties whose references belong to resources that SAM makes. */
const ELSEWHERE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['AWS::Serverless::Function', FUNCTION_ELSEWHERE],
  ['AWS::Serverless::GraphQLApi', GRAPHQL_ELSEWHERE],
  ['AWS::Serverless::StateMachine', STATE_MACHINE_ELSEWHERE],
]);

export interface Expanded {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly aliases: ReadonlyMap<string, string>;
}

/** `declared` have `Globals` merged already. */
export function expandSam(
  declared: ReadonlyMap<string, Declaration>,
  globals: Node | undefined,
  report: (finding: Finding) => void,
): Expanded {
  const expansion = new Expansion(declared, globals, report);
  for (const declaration of declared.values()) if (declaration.type === 'AWS::Serverless::Function') expandFunction(declaration, expansion);
  for (const declaration of [...expansion.declarations.values()]) {
    if (declaration.type === 'AWS::Serverless::Api' || declaration.type === 'AWS::Serverless::HttpApi') expandApi(declaration, expansion);
    if (declaration.type === 'AWS::Serverless::GraphQLApi') expandGraphQlApi(declaration, expansion);
    if (declaration.type === 'AWS::Serverless::Connector') expandConnector(declaration, expansion);
    if (declaration.type === 'AWS::Serverless::StateMachine') expandStateMachine(declaration, expansion);
  }
  const declarations = new Map<string, Declaration>();
  for (const [id, declaration] of expansion.declarations) {
    const edges = [...(declaration.edges ?? []), ...expansion.edges(id)];
    const elsewhere = ELSEWHERE.get(declaration.type);
    declarations.set(id, { ...declaration, ...(edges.length > 0 ? { edges } : {}), ...(elsewhere ? { elsewhere } : {}) });
  }
  return { declarations, aliases: expansion.aliases };
}
