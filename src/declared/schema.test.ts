import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { schemaDocument } from './schema.ts';

it('is what the package publishes', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../schema/pinhole.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(schemaDocument());
});
