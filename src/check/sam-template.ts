/**
 * A SAM policy template with its parameters filled in (AWS SAM Developer Guide, "AWS SAM policy templates"). The templates use
 * `Ref` of their parameters, pseudo parameters, and `Fn::Sub`, and nothing else.
 */
import { samPolicyTemplate } from '../catalog/index.ts';
import { and, type When } from '../model/condition.ts';
import type { Datum } from '../model/datum.ts';
import { type Part, pseudo, type Text, text } from '../model/text.ts';
import { alternatives } from '../policy/alternatives.ts';

/** The policy document, or why there is none. */
export function samTemplateDocument(name: string, parameters: ReadonlyMap<string, Datum>): Datum | string {
  const template = samPolicyTemplate(name);
  if (!template) return `SAM has no policy template ${name}`;
  const options = fillings([...parameters]).map(({ when, values }) => ({ when, value: documentOf(template.statements, values) }));
  const [only] = options;
  return options.length === 1 && only ? only.value : { kind: 'choice', options };
}

type Values = ReadonlyMap<string, Datum>;

/** One set of plain values for each way the template's conditions can decide. */
function fillings(parameters: readonly (readonly [string, Datum])[]): readonly { readonly when: When; readonly values: Values }[] {
  let out: { readonly when: When; readonly values: Values }[] = [{ when: [], values: new Map() }];
  for (const [name, datum] of parameters)
    out = out.flatMap((filling) =>
      alternatives(datum).flatMap(({ when, value }) => {
        const together = and(filling.when, when);
        return together ? [{ when: together, values: new Map([...filling.values, [name, value]]) }] : [];
      }),
    );
  return out;
}

const documentOf = (statements: readonly unknown[], values: Values): Datum => ({
  kind: 'map',
  open: false,
  entries: [
    { key: ['Version'], value: { kind: 'text', text: ['2012-10-17'] } },
    { key: ['Statement'], value: fill(statements, values) },
  ],
});

function fill(value: unknown, values: Values): Datum {
  if (Array.isArray(value)) {
    // SAM takes a list for some parameters and puts it in the place of the item
    const items = value.map((item) => fill(item, values));
    return { kind: 'list', open: false, items: items.flatMap((item) => (item.kind === 'list' ? item.items : [item])) };
  }
  if (typeof value === 'string') return { kind: 'text', text: text(value) };
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', value };
  const entries = Object.entries(value as object);
  const [[key, argument] = ['', undefined]] = entries;
  if (key === 'Ref') return reference(String(argument), values);
  if (key === 'Fn::Sub') return substitute(argument, values);
  return { kind: 'map', open: false, entries: entries.map(([name, item]) => ({ key: text(name), value: fill(item, values) })) };
}

function reference(name: string, values: Values): Datum {
  if (name.startsWith('AWS::')) return { kind: 'text', text: [pseudo(name)] };
  return values.get(name) ?? { kind: 'unknown', reason: `the parameter ${name} of the policy template, which is not given` };
}

function substitute(argument: unknown, values: Values): Datum {
  const [format, own]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = new Map(Object.entries((own ?? {}) as object));
  const parts: Part[] = [];
  for (const [piece, name] of String(format).matchAll(/\$\{([^}]+)\}|[^$]+|\$/g)) {
    if (name === undefined) {
      parts.push(piece);
      continue;
    }
    const value = variables.has(name) ? fill(variables.get(name), values) : reference(name, values);
    const filled = textOf(value);
    if (!filled)
      return { kind: 'unknown', reason: value.kind === 'unknown' ? value.reason : `the parameter ${name} of the policy template` };
    parts.push(...filled);
  }
  return { kind: 'text', text: text(...parts) };
}

const textOf = (datum: Datum): Text | undefined =>
  datum.kind === 'text' ? datum.text : datum.kind === 'scalar' && datum.value !== null ? text(String(datum.value)) : undefined;
