/** What the states of a state machine of the app invoke functions with. */
import type { App, Workflow } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { isExact, isHole, literalOf, sameText, type Text, text } from '../../model/text.ts';
import { member, record, textDatum, unknown } from '../data.ts';
import { someText } from '../texts.ts';
import { type TaskCall, taskCalls } from './execution.ts';
import { invocationOf } from './integration.ts';

/** What the analysis of functions adds to what the template tells. */
export interface Known {
  /** what a function of the app gives back; undefined: anything */
  readonly returned?: (functionId: string) => Datum | undefined;
  /** what executions are started with */
  readonly started?: Datum;
}

/** The inputs of a function, one for each state that invokes it; undefined where they may be anything. */
export function invocations(app: App, workflow: Workflow, functionId: string, known: Known = {}): readonly Datum[] | undefined {
  const inputs: Datum[] = [];
  for (const definition of workflow.definitions) {
    const calls = callsOf(app, workflow, definition, known);
    if (!calls) return undefined;
    for (const call of calls) {
      const invoked = invocationOf(call);
      if (!invoked) continue;
      const ids = invoked.targets.map((target) => (isExact(target) ? idOf(workflow, target) : functionId));
      // a name that is known only when the machine runs may be that of any function
      if (ids.length === 0 || ids.includes(functionId)) inputs.push(invoked.input);
    }
  }
  return inputs.length > 0 ? inputs : undefined;
}

const idOf = (workflow: Workflow, name: Text): string | undefined => workflow.functions.find((one) => sameText(one.name, name))?.id;

/** The texts that name functions, in every definition. */
export function functionNames(app: Pick<App, 'resources'>, workflow: Workflow): readonly Text[] {
  const calls = workflow.definitions.flatMap((definition) => callsOf(app, workflow, definition, {}) ?? []);
  return calls.flatMap((call) => invocationOf(call)?.targets ?? []).filter(isExact);
}

function callsOf(
  app: Pick<App, 'resources'>,
  workflow: Workflow,
  definition: Datum,
  { returned, started }: Known,
): readonly TaskCall[] | undefined {
  const input = started ?? workflow.input ?? unknown('the input of the execution');
  return taskCalls(definition, {
    input,
    context: contextOf(app, workflow, input),
    returned: (fn) => {
      const id = idOf(workflow, fn);
      return id === undefined ? undefined : returned?.(id);
    },
  });
}

/** Step Functions "Accessing execution data from the Context object in Step Functions". */
function contextOf(app: Pick<App, 'resources'>, { id }: Workflow, input: Datum): Readonly<Record<string, Datum>> {
  const resource = app.resources.get(id);
  const name = textDatum([{ kind: 'runtime', reason: 'the name of the execution', chars: 'name' }]);
  const arn = resource?.arn && executionArn(resource.arn, member(resource.properties, 'Type'));
  return {
    Execution: record({ Id: arn && textDatum(arn), Input: input, Name: name }, true),
    StateMachine: record({ Id: resource?.arn && textDatum(resource.arn), Name: resource?.name && textDatum(resource.name) }, true),
  };
}

/** `arn:…:execution:MACHINE:NAME`; an express machine's is another. */
function executionArn(arn: Text, type: Datum | undefined): Text | undefined {
  const standard = type === undefined || (type.kind === 'text' && literalOf(type.text) === 'STANDARD');
  if (!standard) return undefined;
  const parts = arn.map((part) => (isHole(part) ? part : part.replace(':stateMachine:', ':execution:')));
  return text(...parts, ':', someText('the name of the execution'));
}
