import { describe, expect, it } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';

const ENTRY = 'src/policy/index.ts';

describe('pinhole/policy in a browser', () => {
  it('is one file that imports nothing, of Node least of all', async () => {
    const code = await bundle(ENTRY);
    expect(code).not.toMatch(/\bimport\b\s*[({"'*]|\brequire\s*\(|node:|\bprocess\.|\bBuffer\b|__dirname/);
  });

  it('and so is what services add', async () => {
    const code = await bundle('src/policy/services/index.ts', { minify: true });
    expect(code).not.toMatch(/\bimport\b\s*[({"'*]|\brequire\s*\(|node:|\bprocess\.|\bBuffer\b|__dirname/);
    const { parseGrants } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
    expect(parseGrants([{ GranteePrincipal: '111122223333', Operations: ['Decrypt'] }]).findings).toEqual([]);
  });

  it('refuses an entry that needs Node', async () => {
    await expect(bundle('src/report/paths.ts')).rejects.toThrow('imports node:path');
  });

  it('decides by itself', async () => {
    const code = await bundle(ENTRY, { minify: true });
    const { authorize, parsePolicy } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
    const { policy } = parsePolicy(
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' }] },
      'identity',
    );
    const request = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::photos/cat.jpg' };
    expect(authorize(request, { identity: [policy] }).decision).toBe('allow');
    expect(authorize({ ...request, action: 's3:PutObject' }, { identity: [policy] }).decision).toBe('implicitDeny');
  });

  it('stays under 60 KB minified', async () => {
    expect(Buffer.byteLength(await bundle(ENTRY, { minify: true }))).toBeLessThan(60_000);
  });
});
