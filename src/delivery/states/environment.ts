/** What the expressions of a state can name: its input, the context object, the result of its task, and the variables of the machine. */
import type { Datum } from '../../model/datum.ts';

export interface Environment {
  readonly input: Datum;
  /** Step Functions "Accessing execution data from the Context object" */
  readonly context: Datum;
  /** of a task, a map or a parallel state, once it ran */
  readonly result?: Datum;
  /** of a catcher */
  readonly error?: Datum;
  readonly variable: (name: string) => Datum;
}
