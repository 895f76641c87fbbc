/** Functions whose language is not read. The comments in the template say what they need all the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { derive } from '../src/derive.ts';
import { commentsIn, needsOf, stated } from './support/needs.ts';

const ROOT = fileURLToPath(new URL('./fixtures/unread', import.meta.url));

it.each(commentsIn(readFileSync(join(ROOT, 'template.yaml'), 'utf8')))('%s', async (id, comment) => {
  const { derivations } = await derive(ROOT, { root: ROOT, functions: [id] });
  const [found] = derivations.flatMap((derivation) => derivation.functions);
  expect(found?.fn.id).toBe(id);
  expect(found && needsOf(found, 'all')).toEqual(stated(comment));
});
