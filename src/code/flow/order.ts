/** Which functions get data of other functions, and an order in which those that send come first. */
import type { App, LambdaFunction, Trigger } from '../../model/app.ts';
import type { Naming } from './naming.ts';

/** Triggers whose events code can send. */
const CARRIED: ReadonlySet<Trigger['kind']> = new Set(['sqs', 'sns', 'kinesis', 'rule']);

/** Whether code of the app may send what the function gets. */
export function mayReceive(app: App, naming: Naming, fn: LambdaFunction): boolean {
  if (fn.triggers.some(({ kind }) => CARRIED.has(kind))) return true;
  const own = app.resources.get(fn.id);
  return own !== undefined && app.functions.some((other) => naming.canName(other, own));
}

/** The functions, each behind those that are told of it or of what it reads from; circles begin where the template does. */
export function producersFirst(app: App, naming: Naming): readonly LambdaFunction[] {
  const sources = new Map(app.functions.map((fn) => [fn.id, sourcesOf(app, fn)]));
  const done = new Set<LambdaFunction>();
  const ordered: LambdaFunction[] = [];
  const visit = (fn: LambdaFunction): void => {
    if (done.has(fn)) return;
    done.add(fn);
    const own = sources.get(fn.id) ?? [];
    for (const other of app.functions) if (other !== fn && own.some((id) => naming.tells(other, id))) visit(other);
    ordered.push(fn);
  };
  for (const fn of app.functions) visit(fn);
  return ordered;
}

/** The function itself and the channels of the template that lead to it, over topics, rules and queues of failed messages. */
function sourcesOf(app: App, fn: LambdaFunction): readonly string[] {
  const found = new Set([fn.id]);
  for (const id of found)
    for (const { id: link, type, references } of app.resources.values()) {
      if (!LINKS.has(type) || !(references.has(id) || link === id)) continue;
      for (const source of [link, ...references]) if (CHANNELS.has(app.resources.get(source)?.type ?? '')) found.add(source);
    }
  return [...found];
}

const LINKS = new Set(['AWS::Lambda::EventSourceMapping', 'AWS::SNS::Subscription', 'AWS::Events::Rule', 'AWS::SNS::Topic']);
const CHANNELS = new Set(['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Events::EventBus', 'AWS::Kinesis::Stream']);
