import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../src/policy/index.ts';
import { type Policies, reference } from './reference.ts';

/** Every request case holds in the reference evaluator too. */
interface Case {
  readonly name: string;
  readonly request: AuthorizationRequest;
  readonly policies?: Policies;
  readonly expect: { readonly decision: string; readonly layer?: string };
}

const folder = new URL('../cases/', import.meta.url);

describe.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('request cases in the reference evaluator: %s', (file) => {
  const cases: readonly Case[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const answer = reference(one.request, one.policies ?? {});
    expect(answer.decision).toBe(one.expect.decision);
    if (one.expect.layer !== undefined) expect([...answer.layers]).toContain(one.expect.layer);
  });
});
