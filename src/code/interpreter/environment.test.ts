import { describe, expect, it } from 'vitest';
import { SPAN } from '../../../test/support/app.ts';
import { see } from '../../../test/support/interpret.ts';
import { text } from '../../model/text.ts';

const parameter = (name: string, more: { readonly default?: string; readonly allowedValues?: readonly string[] }) =>
  [name, { name, type: 'String', span: SPAN, ...more }] as const;
const variable = (name: string) => [name, { kind: 'text', text: text({ kind: 'parameter', name, chars: 'any' }) }] as const;

const more = {
  parameters: new Map([parameter('BLANK', { default: '' }), parameter('LISTED', { allowedValues: ['', 'a'] }), parameter('SET', {})]),
  environment: new Map(['BLANK', 'LISTED', 'SET'].map(variable)),
};

describe('variables that hold parameters of the template', () => {
  it('may be blank where the parameter is so by default, or may be', () => {
    for (const name of ['BLANK', 'LISTED']) {
      expect(see(`exports.handler = async () => probe(process.env.${name} || "none")`, more)).toEqual([`\${${name}} | none`]);
      expect(
        see(`exports.handler = async () => { if (!process.env.${name}) probe("blank"); else probe("given"); }`, more).toSorted(),
      ).toEqual(['blank', 'given']);
    }
    expect(see('exports.handler = async () => probe(process.env.SET || "none")', more)).toEqual(['${SET}']);
  });

  it('stand for their blank value themselves in data', () => {
    expect(see('exports.handler = async () => { probe(process.env.BLANK); probe({ a: process.env.BLANK }); }', more)).toEqual([
      '${BLANK}',
      '{a: ${BLANK}}',
    ]);
  });
});

describe('variables that hold the URL of a resource', () => {
  it('give a host that still refers to the resource', () => {
    const url = text({ kind: 'attribute', resource: 'Api', attribute: 'GraphQLUrl', chars: 'any' });
    const environment = new Map([['URL_', { kind: 'text', text: url } as const]]);
    expect(see('exports.handler = async () => probe(new URL(process.env.URL_).host)', { environment })).toEqual(['${Fn::Select}']);
  });
});
