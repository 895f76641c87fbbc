/**
 * The batch that a pipe hands to its enrichment or target. Sources: EventBridge "Amazon EventBridge Pipes sources", "Amazon EventBridge
 * Pipes input transformation", "Amazon EventBridge Pipes batching and concurrency"; CloudFormation "AWS::Pipes::Pipe".
 */
import type { Datum } from '../model/datum.ts';
import { literalOf, REGION, split } from '../model/text.ts';
import { alternatives, join, listOf, member, record, select, textDatum, unknown } from './data.ts';
import { parseJsonPath } from './json-path.ts';
import { spliced } from './placeholders.ts';

/** What the source of each service is called in its records. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['sqs', 'aws:sqs'],
  ['kinesis', 'aws:kinesis'],
  ['dynamodb', 'aws:dynamodb'],
]);

/** A list of what each record becomes. Behind an enrichment it is what that one gives back. */
export function pipedTo(part: 'Enrichment' | 'Target', pipe: Datum): Datum {
  const enriched = part === 'Target' && member(pipe, 'Enrichment') !== undefined;
  const item = enriched ? unknown('what the enrichment of the pipe gives') : recordOf(pipe);
  const templates = alternatives(select(pipe, [{ name: `${part}Parameters` }, { name: 'InputTemplate' }]));
  if (templates.length === 0) return enriched ? item : listOf(item);
  return listOf(join(templates.map((template) => spliced(template, (name) => valueAt(name, item)))));
}

function recordOf(pipe: Datum): Datum {
  const records = alternatives(member(pipe, 'Source')).map((source) => {
    if (source.kind !== 'text') return unknown('a record of a pipe');
    const kind = SOURCES.get(literalOf(split(source.text, ':')[2] ?? []) ?? '');
    return record(
      {
        eventSource: kind === undefined ? undefined : textDatum([kind]),
        eventSourceARN: textDatum(source.text),
        awsRegion: textDatum([REGION]),
      },
      true,
    );
  });
  return records.length > 0 ? join(records) : unknown('a record of a pipe');
}

/** `<$.body.key>` is a part of the record, where a text that is JSON is taken for what it holds; `<aws.pipes.event.json>` all of it. */
function valueAt(name: string, item: Datum): Datum {
  if (name === 'aws.pipes.event' || name === 'aws.pipes.event.json') return item;
  const path = name.startsWith('$') ? parseJsonPath(name.slice(1)) : undefined;
  const found = path?.kind === 'path' ? select(item, path.steps) : undefined;
  return found ?? unknown('a value of a pipe');
}
