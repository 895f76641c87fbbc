import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { modelSchemaDocument } from './library/schema.ts';
import { schemaDocument } from './schema.ts';

it.each([
  ['pinhole.schema.json', schemaDocument],
  ['library-model.schema.json', modelSchemaDocument],
])('%s is what the package publishes', (name, made) => {
  const published: unknown = JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8'));
  expect(published).toEqual(made());
});
