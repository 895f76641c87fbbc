/** How the types of SAM events are read: what SAM makes from one, and how the function is invoked by it. */
import type { Trigger, TriggerBase } from '../../../model/app.ts';
import type { When } from '../../../model/condition.ts';
import type { Text } from '../../../model/text.ts';
import type { Registry } from '../../resources/registry.ts';
import type { Scope } from '../../scope.ts';
import type { Expansion, SamEvent } from '../expansion.ts';

export interface EventType {
  /** the resources that SAM makes; runs before anything is evaluated */
  expand(event: SamEvent, expansion: Expansion): void;
  triggers(event: SamEvent, reader: EventReader): readonly Trigger[];
}

export interface EventReader {
  readonly scope: Scope;
  readonly registry: Registry;
  /** when the function exists */
  readonly when: When;
  /** the alias that is invoked */
  readonly qualifier?: Text;
  readonly typeOf: (id: string) => string | undefined;
}

export function baseOf(event: SamEvent, reader: EventReader): TriggerBase {
  return {
    path: `Events.${event.name}`,
    span: event.span,
    when: reader.when,
    ...(reader.qualifier ? { qualifier: reader.qualifier } : {}),
  };
}
