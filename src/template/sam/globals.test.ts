import { describe, expect, it } from 'vitest';
import { mappingOf } from '../../../test/template-text.ts';
import { at, isMapping, toJson } from '../source/node.ts';
import { checkGlobals, withGlobals } from './globals.ts';

function merged(globals: string, resource: string, type = 'AWS::Serverless::Function') {
  const body = mappingOf(`G:\n  Function: ${globals}\nR: ${resource}`);
  const attributes = at(body, 'R');
  const properties = at(attributes, 'Properties');
  if (!attributes || !isMapping(properties)) throw new Error('no properties');
  return toJson(withGlobals(type, properties, attributes, at(body, 'G')));
}

describe('Globals', () => {
  it('appends lists, merges maps, and lets the resource win', () => {
    expect(
      merged(
        '{Layers: [a], Timeout: 3, Environment: {Variables: {A: 1, B: 2}}}',
        '{Properties: {Layers: [b], Timeout: 9, Environment: {Variables: {B: 3}}}}',
      ),
    ).toEqual({ Layers: ['a', 'b'], Timeout: 9, Environment: { Variables: { A: 1, B: 3 } } });
  });

  it('takes a function as one value', () => {
    expect(merged('{Environment: {Variables: {A: 1}}}', '{Properties: {Environment: !If [C, {}, {}]}}')).toEqual({
      Environment: { 'Fn::If': ['C', {}, {}] },
    });
    expect(merged('{VpcConfig: !Ref V}', '{Properties: {VpcConfig: {SubnetIds: []}}}')).toEqual({ VpcConfig: { SubnetIds: [] } });
  });

  it('replaces architectures', () => {
    expect(merged('{Architectures: [arm64]}', '{Properties: {Architectures: [x86_64]}}')).toEqual({ Architectures: ['x86_64'] });
  });

  it('leaves out what the resource ignores', () => {
    expect(merged('{Timeout: 3, MemorySize: 1}', '{Properties: {}, IgnoreGlobals: [Timeout]}')).toEqual({ MemorySize: 1 });
    expect(merged('{Timeout: 3}', "{Properties: {}, IgnoreGlobals: '*'}")).toEqual({});
  });

  it('is for the type of its section only', () => {
    expect(merged('{Timeout: 3}', '{Properties: {}}', 'AWS::Lambda::Function')).toEqual({});
    expect(merged('{Timeout: 3}', '{Properties: {}}', 'AWS::Serverless::Api')).toEqual({});
  });

  it('names a section that SAM does not have', () => {
    const codes: string[] = [];
    checkGlobals(mappingOf('Functions: {}'), ({ code }) => codes.push(code));
    expect(codes).toEqual(['globals-unknown']);
  });
});
