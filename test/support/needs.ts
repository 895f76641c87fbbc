/** What a function needs, a line each, as fixtures write it: `needs s3:GetObject Bucket/in.txt`. */
import { readFileSync } from 'node:fs';
import type { FunctionDerivation } from '../../src/model/derivation.ts';
import type { Need } from '../../src/model/need.ts';
import { displayText, type Text } from '../../src/model/text.ts';

/** Without what is the same for every resource of a service: `Table`, `Bucket/in/*`, `parameter/app/key`. */
function short(resource: Text): string {
  const stem = displayText(resource).replace(/^arn:\$\{AWS::Partition\}:[a-z0-9-]+:(?:\$\{AWS::Region\}:\$\{AWS::AccountId\}:|::)/, '');
  return stem.replace(/^(?:[a-z-]+\/)?\$\{(\w+)(?:\.\w+)?\}/, '$1');
}

/** `needs` is exact, `pattern` the narrowest that is known before the function runs, `unresolved` a stand-in. */
const line = ({ certainty, action, resource, when }: Need): string =>
  [
    certainty === 'exact' ? 'needs' : certainty,
    action,
    short(resource),
    ...when.map(({ name, holds }) => `when ${holds ? '' : '!'}${name}`),
  ].join(' ');

/** What the code needs, or all that is needed, and `lost` for what stands for no need that is shown. */
export function needsOf({ needs, unresolved }: FunctionDerivation, of: 'code' | 'all' = 'code'): readonly string[] {
  const shown = new Set(needs.filter(({ certainty }) => certainty === 'unresolved').map(({ action }) => action));
  const lost = unresolved.filter(({ actions }) => !actions?.length || actions.some((action) => !shown.has(action)));
  const lines = [...needs.filter(({ kind }) => of === 'all' || kind === 'code').map(line), ...lost.map(({ what }) => `lost ${what}`)];
  return [...new Set(lines)].sort();
}

/** The lines of a comment that say what is needed. */
export const stated = (comment: string): readonly string[] =>
  [...comment.matchAll(/^\s*(?:#|\/\/) ((?:needs|pattern|unresolved|lost) .*)$/gm)].map(([, each = '']) => each).sort();

export const statedIn = (file: string): readonly string[] => stated(readFileSync(file, 'utf8'));

/** Of each resource that a comment stands above in a template, the comment. */
export const commentsIn = (template: string): readonly (readonly [string, string])[] =>
  [...template.matchAll(/((?:^ {2}#.*\n)+) {2}(\w+):/gm)].map(([, comment = '', id = '']) => [id, comment]);
