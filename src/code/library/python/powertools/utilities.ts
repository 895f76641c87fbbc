/** Further utilities of Powertools for AWS Lambda (Python): middleware, parsing, feature flags, streaming and Kafka. */
import { sdkClient } from '../../../../catalog/index.ts';
import { callValue } from '../../../interpreter/invoke.ts';
import { argument } from '../../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { OWN } from '../../aws/connection.ts';
import { inert, send } from '../../aws/request.ts';
import { keywords, named } from '../keywords.ts';
import { rawOf, viewOf } from './data-classes.ts';

/** A module whose submodules have the same members. */
const moduleOf = (name: string, members: ReadonlyMap<string, Value>): NativeValue => {
  const made: NativeValue = native(`aws_lambda_powertools.utilities.${name}`, {
    get: (member) =>
      members.get(member) ??
      (/^[a-z_]+$/.test(member) && !member.startsWith('__') ? made : member.startsWith('%') ? undefined : inert(member)),
    inert: true,
  });
  return made;
};

/** A decorator whose result calls the function in its own way. */
const wrapping = (name: string, run: (call: NativeCall, decorated: Value) => Value): NativeValue =>
  nativeFunction(name, ({ machine, args }) => {
    const decorated = argument(args, 0);
    return native(name, {
      key: `${name} ${machine.journal.next()}`,
      call: (call) => run(call, decorated),
      escaped: (at, site) => at.escape(decorated, site),
    });
  });

/** `@lambda_handler_decorator def middleware(handler, event, context)`, then `@middleware` or `@middleware(option=…)`. */
const middlewareFactory = nativeFunction('lambda_handler_decorator', (factory) => {
  const first = argument(factory.args, 0);
  const decorate = (middleware: Value): NativeValue =>
    nativeFunction('a middleware', (made) => {
      const wrap = (handler: Value): NativeValue =>
        native('a handler with a middleware', {
          key: `middleware ${made.machine.journal.next()}`,
          call: ({ machine, self, args, site }) => {
            const options = new Map([...args.named, ...made.args.named]);
            return callValue(machine, middleware, self, { ...args, positional: [handler, ...args.positional], named: options }, site);
          },
          escaped: (machine, site) => machine.escape(handler, site),
        });
      const handler = argument(made.args, 0);
      return handler === UNDEFINED ? nativeFunction('a middleware', ({ args }) => wrap(argument(args, 0))) : wrap(handler);
    });
  return first === UNDEFINED ? nativeFunction('lambda_handler_decorator', ({ args }) => decorate(argument(args, 0))) : decorate(first);
});

/** `@event_parser(model=Order)`: the handler gets the event as a model shows it. */
const eventParser = nativeFunction('event_parser', (made) => {
  const parse = wrapping('@event_parser', ({ machine, self, args, site }, handler) => {
    const [event = UNDEFINED, ...rest] = args.positional;
    return callValue(machine, handler, self, { ...args, positional: [viewOf(machine, rawOf(event)), ...rest] }, site);
  });
  const first = argument(made.args, 0);
  return first.kind === 'closure' ? (parse.call?.(made) ?? first) : parse;
});

const parse = nativeFunction('parse', ({ machine, args }) => viewOf(machine, rawOf(named(args, 'event', 0))));

/** `AppConfigStore(environment, application, name)`, read when a flag is evaluated. */
const appConfigStore = nativeFunction('AppConfigStore', ({ machine, args }) => {
  const config = keywords(machine, args, ['environment', 'application', 'name']);
  return native('AppConfigStore', {
    key: `flags ${machine.journal.next()}`,
    data: { kind: 'flags', config } as { readonly kind: string },
    inert: true,
  });
});

const isFlags = (data: object | undefined): data is { readonly kind: 'flags'; readonly config: ObjectValue } =>
  data !== undefined && 'kind' in data && data.kind === 'flags' && 'config' in data;

const featureFlags = nativeFunction('FeatureFlags', (made) => {
  const store = named(made.args, 'store', 0);
  const evaluate = nativeFunction('FeatureFlags.evaluate', ({ machine, site }) => {
    const client = sdkClient('appconfigdata');
    if (store.kind === 'native' && isFlags(store.data) && client) {
      const read = (name: string): Value => (isFlags(store.data) ? (store.data.config.fields.get(name) ?? UNDEFINED) : UNDEFINED);
      const fields: [string, Value][] = [
        ['ApplicationIdentifier', read('application')],
        ['EnvironmentIdentifier', read('environment')],
        ['ConfigurationProfileIdentifier', read('name')],
      ];
      // the input of the second is a token alone, which stands for these
      for (const operation of ['StartConfigurationSession', 'GetLatestConfiguration'])
        send(machine, { client, operation, input: machine.object(fields), connections: [OWN] }, site);
    }
    return harmless('a feature flag');
  });
  return native('FeatureFlags', {
    key: `feature flags ${made.machine.journal.next()}`,
    get: (name) => (/^(evaluate|get_enabled_features|get_configuration)$/.test(name) ? evaluate : undefined),
    inert: true,
  });
});

/** `S3Object(bucket=…, key=…)`: a file that is read in parts. */
const s3Object = nativeFunction('S3Object', ({ machine, args, site }) => {
  const client = sdkClient('s3');
  const input = machine.object([
    ['Bucket', named(args, 'bucket', 0)],
    ['Key', named(args, 'key', 1)],
  ]);
  if (client) for (const operation of ['HeadObject', 'GetObject']) send(machine, { client, operation, input, connections: [OWN] }, site);
  return inert('S3Object');
});

/** `@kafka_consumer(schema_config=…)`. */
const kafkaConsumer = nativeFunction('kafka_consumer', () =>
  wrapping('@kafka_consumer', ({ machine, self, args, site }, handler) => {
    const [event = UNDEFINED, ...rest] = args.positional;
    return callValue(machine, handler, self, { ...args, positional: [viewOf(machine, rawOf(event)), ...rest] }, site);
  }),
);

const UTILITIES: ReadonlyMap<string, NativeValue> = new Map([
  ['middleware_factory', moduleOf('middleware_factory', new Map([['lambda_handler_decorator', middlewareFactory]]))],
  [
    'parser',
    moduleOf(
      'parser',
      new Map<string, Value>([
        ['event_parser', eventParser],
        ['parse', parse],
      ]),
    ),
  ],
  [
    'feature_flags',
    moduleOf(
      'feature_flags',
      new Map<string, Value>([
        ['AppConfigStore', appConfigStore],
        ['FeatureFlags', featureFlags],
      ]),
    ),
  ],
  ['streaming', moduleOf('streaming', new Map([['S3Object', s3Object]]))],
  ['kafka', moduleOf('kafka', new Map([['kafka_consumer', kafkaConsumer]]))],
]);

export const utility = (name: string): NativeValue | undefined => UTILITIES.get(name);
