/** Which functions get data of other functions, and an order in which those that send come first. */
import type { App, LambdaFunction, Trigger } from '../../model/app.ts';
import type { Naming } from './naming.ts';

/** Triggers whose events code can send; a state machine has a role invoke. */
const CARRIED: ReadonlySet<Trigger['kind']> = new Set(['sqs', 'sns', 'kinesis', 'dynamodb', 'rule', 'role']);

/** Whether the function may get what code of the app sends, or what a function that it invokes gives back. */
export function mayReceive(app: App, naming: Naming, fn: LambdaFunction): boolean {
  if (fn.triggers.some(({ kind }) => CARRIED.has(kind))) return true;
  const names = (one: LambdaFunction, other: LambdaFunction): boolean => {
    const resource = app.resources.get(other.id);
    return one !== other && resource !== undefined && naming.canName(one, resource);
  };
  return app.functions.some((other) => names(other, fn) || names(fn, other));
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
    for (const other of earlier(app, fn)) visit(other);
    ordered.push(fn);
  };
  for (const fn of app.functions) visit(fn);
  return ordered;
}

/** The functions that definitions of state machines name before this one: their states mostly come first. */
function earlier(app: App, fn: LambdaFunction): readonly LambdaFunction[] {
  return [...app.workflows.values()].flatMap(({ functions }) => {
    const ids = functions.map(({ id }) => id);
    const before = ids.includes(fn.id) ? ids.slice(0, ids.indexOf(fn.id)) : [];
    return before.flatMap((id) => app.functions.filter((other) => other.id === id));
  });
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

const MACHINES = ['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'];
const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable'];
const LINKS = new Set([...MACHINES, 'AWS::Lambda::EventSourceMapping', 'AWS::SNS::Subscription', 'AWS::Events::Rule', 'AWS::SNS::Topic']);
const CHANNELS = new Set([...MACHINES, 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Events::EventBus', 'AWS::Kinesis::Stream', ...TABLES]);
