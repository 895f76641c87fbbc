/**
 * Statement ids that say what a statement is for: `ReadOrdersTable`, `PollIncomingQueue`, `WriteLogs`. IAM takes letters
 * and digits only (IAM User Guide, "IAM JSON policy elements: Sid"), distinct within a policy.
 */
import { action, service } from '../catalog/index.ts';
import type { Need, NeedKind } from '../model/need.ts';
import { isHole, type Text } from '../model/text.ts';

/** The logical id of the template resource that the ARN names or lies under. */
export type ResourceLabel = (resource: Text) => string | undefined;

const MAX_LENGTH = 64;
const FIXED: Partial<Record<NeedKind, string>> = {
  baseline: 'WriteLogs',
  tracing: 'SendTraces',
  network: 'ManageNetworkInterfaces',
};
const VERBS: Partial<Record<NeedKind, string>> = {
  eventSource: 'Poll',
  deadLetter: 'SendFailuresTo',
  destination: 'SendResultsTo',
};
const TOWARDS: ReadonlyMap<string, string> = new Map([
  ['Send', 'SendTo'],
  ['Publish', 'PublishTo'],
]);

/** Adds the id to `taken`. */
export function nameStatement(
  draft: { readonly kind: NeedKind; readonly unresolved: boolean; readonly needs: readonly Need[] },
  labelOf: ResourceLabel,
  taken: Set<string>,
): string {
  const stores = draft.kind === 'storage' && draft.needs.every((need) => !need.action.startsWith('lambda:'));
  const purpose = FIXED[draft.kind] ?? `${stores ? 'Mount' : (VERBS[draft.kind] ?? verb(draft.needs))}${subject(draft.needs, labelOf)}`;
  const base = `${draft.unresolved ? 'Unresolved' : ''}${purpose}`.slice(0, MAX_LENGTH);
  let sid = base;
  for (let number = 2; taken.has(sid); number++) sid = `${base}${number}`;
  taken.add(sid);
  return sid;
}

function verb(needs: readonly Need[]): string {
  const actions = [...new Set(needs.map((need) => need.action))];
  if (actions.includes('lambda:CheckpointDurableExecution')) return 'Checkpoint';
  const words = new Set(actions.map((id) => /^[A-Z][a-z]*/.exec(id.slice(id.indexOf(':') + 1))?.[0] ?? 'Use'));
  const [word] = words;
  if (words.size === 1 && word) return TOWARDS.get(word) ?? word;
  const reads = actions.map((id) => ['Read', 'List'].includes(action(id)?.level ?? ''));
  if (reads.every(Boolean)) return 'Read';
  return reads.some(Boolean) ? 'ReadWrite' : 'Write';
}

function subject(needs: readonly Need[], labelOf: ResourceLabel): string {
  const labels = [...new Set(needs.map((need) => labelOf(need.resource) ?? lastName(need.resource)))];
  const known = labels.filter((label) => label !== '');
  if (known.length === labels.length && known.length > 0 && known.length <= 2) return known.map(capital).join('And');
  const prefix = needs[0]?.action.split(':')[0] ?? '';
  return identifier((service(prefix)?.name ?? prefix).replace(/^(?:Amazon|AWS) /, ''));
}

/** What the ARN's last segment says: a parameter's name or a literal. */
function lastName(resource: Text): string {
  for (const part of [...resource].reverse()) {
    if (!isHole(part)) {
      const name = part
        .split(/[:/]/)
        .filter((segment) => /[A-Za-z]/.test(segment) && !segment.startsWith('arn'))
        .at(-1);
      if (name) return identifier(name);
    } else if (part.kind === 'parameter') return identifier(part.name);
    else if (part.kind !== 'pseudo') return '';
  }
  return '';
}

const identifier = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map(capital)
    .join('');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
