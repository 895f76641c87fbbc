/** `schema/library-model.schema.json`: the format of library models as JSON Schema, also a part of that of `pinhole.yaml`. */
import { OTHERS } from '../../model/library-model.ts';
import { CLASS, CLASS_MEMBER, type Form, FUNCTION, MODEL, OPERATORS, type Shape, STEPS, TESTS, VALUE_MEMBER } from './format.ts';

const ref = (name: string): unknown => ({ $ref: `#/$defs/${name}` });
const listOf = (items: unknown): unknown => ({ type: 'array', items });
const mapOf = (values: unknown): unknown => ({ type: 'object', additionalProperties: values });
const TEXT = { type: 'string', minLength: 1 };

const SHAPES: Readonly<Record<Shape, unknown>> = {
  text: TEXT,
  flag: { type: 'boolean' },
  language: { enum: ['javascript', 'python', 'go', 'java'] },
  others: { enum: OTHERS },
  names: listOf(TEXT),
  value: ref('modelValue'),
  values: listOf(ref('modelValue')),
  fields: mapOf(ref('modelValue')),
  condition: ref('modelCondition'),
  conditions: listOf(ref('modelCondition')),
  reference: TEXT,
  operations: { anyOf: [TEXT, { type: 'array', items: TEXT, minItems: 1 }] },
  action: TEXT,
  class: TEXT,
  members: ref('modelMembers'),
  modules: mapOf(ref('modelMembers')),
  classes: mapOf(ref('modelClass')),
  function: ref('modelFunction'),
  steps: listOf(ref('modelStep')),
};

const formSchema = (form: Form): unknown => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(form).map(([name, { shape, about }]) => [name, { description: about, ...(SHAPES[shape] as object) }]),
  ),
  required: Object.keys(form).filter((name) => form[name]?.required),
  additionalProperties: false,
});

export const modelDefinitions = (): Readonly<Record<string, unknown>> => ({
  model: formSchema(MODEL),
  modelClass: formSchema(CLASS),
  modelFunction: formSchema(FUNCTION),
  modelMembers: {
    description: 'by name; a key may hold several names, separated by spaces, and * in a name stands for any characters',
    ...(mapOf({ anyOf: [{ const: 'inert' }, formSchema(CLASS_MEMBER), formSchema(VALUE_MEMBER), ref('modelFunction')] }) as object),
  },
  modelStep: { anyOf: STEPS.map(formSchema) },
  modelValue: {
    description: 'a scalar, a text with references such as ${options.table}, a list, an object, or an operator',
    anyOf: [
      { type: ['string', 'number', 'boolean', 'null'] },
      listOf(ref('modelValue')),
      { type: 'object', patternProperties: { '^(\\$\\{|[^$])': ref('modelValue') }, additionalProperties: false },
      ...Object.values(OPERATORS).map(formSchema),
    ],
  },
  modelCondition: {
    description: 'holds when the value does, or the test',
    anyOf: [
      ref('modelValue'),
      {
        type: 'object',
        properties: Object.fromEntries(Object.entries(TESTS).map(([name, shape]) => [name, SHAPES[shape]])),
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
      },
    ],
  },
});

export const modelSchemaDocument = (): unknown => {
  const { model, ...definitions } = modelDefinitions();
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'library model',
    description: 'Which AWS operations the functions of a library call, with what of their arguments',
    ...(model as object),
    $defs: definitions,
  };
};
