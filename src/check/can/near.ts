/** Statements that would allow the request but for one thing: what people usually look for. */
import type { Explanation } from '../../policy/explain.ts';
import type { NearMiss } from './question.ts';

const MOST = 3;

/** Of the layer that misses an Allow: Allows whose action matches and whose resource, principal or condition does not. */
export function nearMisses({ decision, layers }: Explanation): readonly NearMiss[] {
  if (decision.decision !== 'implicitDeny') return [];
  return layers
    .filter(({ layer }) => layer === decision.layer)
    .flatMap(({ layer, policies }) =>
      policies.flatMap(({ policy, statements }) =>
        statements.flatMap(({ statement, applies, elements }): readonly NearMiss[] => {
          const last = elements.at(-1);
          if (statement.effect !== 'Allow' || applies !== 'no' || !last || last.element === 'action' || last.element === 'statement')
            return [];
          return [{ layer, policy, statement, words: last.words }];
        }),
      ),
    )
    .slice(0, MOST);
}
