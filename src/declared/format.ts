/**
 * The format of `pinhole.yaml` as data: what the validator checks and the published JSON Schema (`schema.ts`) says.
 *
 *     functions:
 *       OrdersFunction:            # a logical id, or "*" for every function
 *         resources: [entry, …]    # and the other sections
 *     libraries: [entry, …]        # library models, for every function
 */
export const FILE_NAME = 'pinhole.yaml';

export type Section = 'resources' | 'operations' | 'grants' | 'refuses';

export interface Field {
  /**
   * `resources`: one ARN or template expression, or a list of them; `parameters`: a mapping of an operation's input; `model`: a library
   * model, or the path of one
   */
  readonly value: 'text' | 'resources' | 'parameters' | 'model';
  readonly required: boolean;
  readonly about: string;
}

export type Form = Readonly<Record<string, Field>>;

export interface SectionFormat {
  readonly about: string;
  /** an entry has the form whose first field it has, else the first form */
  readonly forms: readonly [Form, ...Form[]];
}

const field = (value: Field['value'], about: string): Field => ({ value, required: true, about });
const option = (value: Field['value'], about: string): Field => ({ value, required: false, about });

const ACTION = field('text', 'one IAM action: s3:GetObject');
const RESOURCE = field('resources', 'ARNs, or expressions of the template: !GetAtt Table.Arn, !Sub ${Bucket.Arn}/*');
const REASON = field('text', 'why; shown in every report');

export const FORMAT: Readonly<Record<Section, SectionFormat>> = {
  resources: {
    about: 'the resources of calls whose resource could not be resolved',
    forms: [
      {
        call: field('text', 'the operation: dynamodb:PutItem or DynamoDB PutItem'),
        at: option('text', 'only calls of this file, or of this line of it: src/orders.ts, src/orders.ts:12'),
        action: option('text', 'only this one of the actions that the call needs'),
        resource: RESOURCE,
        reason: REASON,
      },
    ],
  },
  operations: {
    about: 'what code that is not read calls: operations with their parameters, or actions with resources',
    forms: [
      {
        operation: field('text', 'an operation: dynamodb:PutItem or DynamoDB PutItem'),
        parameters: option('parameters', "the operation's parameters, with expressions of the template; all are open when left out"),
        reason: REASON,
      },
      { action: ACTION, resource: RESOURCE, reason: REASON },
    ],
  },
  grants: {
    about: 'permissions beyond what the code and the configuration need',
    forms: [{ action: ACTION, resource: RESOURCE, reason: REASON }],
  },
  refuses: {
    about: 'permissions that must not be granted, whatever needs them',
    forms: [
      {
        action: field('text', 'an IAM action, or a pattern of actions: s3:Delete*'),
        resource: option('resources', 'which resources; every one when left out'),
        reason: REASON,
      },
    ],
  },
};

/** An entry of `libraries`. */
export const LIBRARIES: Form = {
  model: field('model', 'what the functions of a library call (docs/library-models.md), or the path of a file that says it'),
  reason: REASON,
};

export const SECTIONS = Object.keys(FORMAT) as readonly Section[];
