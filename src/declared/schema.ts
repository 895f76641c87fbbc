/** `schema/pinhole.schema.json`: the format as JSON Schema, for editors. */
import { type Field, FORMAT, type Form, LIBRARIES, SECTIONS } from './format.ts';
import { modelDefinitions } from './library/schema.ts';

const VALUES: Readonly<Record<Field['value'], unknown>> = {
  text: { type: 'string', minLength: 1 },
  resources: { $ref: '#/$defs/resources' },
  parameters: { type: 'object' },
  model: { anyOf: [{ type: 'string', minLength: 1 }, { $ref: '#/$defs/model' }] },
};

/** Tagged values (`!GetAtt Table.Arn`) are strings and lists to an editor, the long forms are objects. */
const EXPRESSION = { type: ['string', 'object'] };

export const schemaDocument = (): unknown => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'pinhole.yaml',
  description: 'What the owner of a serverless app declares where the code does not tell what a Lambda function needs',
  type: 'object',
  properties: {
    functions: {
      description: 'by logical id; * stands for every function',
      type: 'object',
      additionalProperties: { $ref: '#/$defs/function' },
    },
    libraries: { description: 'what libraries call, for every function', type: 'array', items: formSchema(LIBRARIES) },
  },
  minProperties: 1,
  additionalProperties: false,
  $defs: {
    ...modelDefinitions(),
    resources: { anyOf: [EXPRESSION, { type: 'array', items: EXPRESSION, minItems: 1 }] },
    function: {
      type: 'object',
      properties: Object.fromEntries(
        SECTIONS.map((name) => {
          const { about, forms } = FORMAT[name];
          const [first] = forms;
          return [
            name,
            { description: about, type: 'array', items: forms.length === 1 ? formSchema(first) : { anyOf: forms.map(formSchema) } },
          ];
        }),
      ),
      additionalProperties: false,
    },
  },
});

const formSchema = (form: Form): unknown => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(form).map(([name, { value, about }]) => [name, { description: about, ...(VALUES[value] as object) }]),
  ),
  required: Object.keys(form).filter((name) => form[name]?.required),
  additionalProperties: false,
});
