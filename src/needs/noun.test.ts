import { describe, expect, it } from 'vitest';
import { byNoun, creates, nounFits, nounOf } from './noun.ts';

describe("an operation's name", () => {
  it('is a verb and what it is about', () => {
    expect(nounOf('CreateWorkGroup')).toBe('workgroup');
    expect(nounOf('BatchGetJobs')).toBe('jobs');
    expect(nounOf('Invoke')).toBe('invoke');
  });

  it('fits a resource type: the same, its plural, a part', () => {
    expect(nounFits('DeleteCapacityReservation', 'capacity-reservation')).toBe(3);
    expect(nounFits('ListPolicies', 'policy')).toBe(2);
    expect(nounFits('GetPipelineState', 'pipeline')).toBe(1);
    expect(nounFits('GetPipelineState', 'webhook')).toBe(0);
  });

  it('prefers the type that says more', () => {
    const types = [{ name: 'job' }, { name: 'job-definition-revision' }];
    expect([...types].sort(byNoun('RegisterJobDefinition'))[0]?.name).toBe('job-definition-revision');
    expect([...types].sort(byNoun('SubmitJob'))[0]?.name).toBe('job');
  });

  it('tells what makes something', () => {
    expect(creates('CreateTable')).toBe(true);
    expect(creates('UpdateTable')).toBe(false);
  });
});
