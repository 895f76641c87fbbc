/**
 * What the Lambda libraries and the SDKs read from JSON: notifications of S3 (`fromJson` of version 2, `parseJson` of version 1), and any
 * event by a serializer of its class (aws-lambda-java-serialization).
 */
import { type NativeValue, native, nativeFunction } from '../../interpreter/values.ts';
import { mapper, read } from '../../java/builtins/json.ts';
import { inert } from '../aws/request.ts';

const notification = inert('S3EventNotification', {
  data: { kind: 'type' },
  get: (name) => (name === 'fromJson' || name === 'parseJson' ? nativeFunction(`S3EventNotification.${name}`, read) : undefined),
});

const serializers = inert('LambdaEventSerializers', {
  data: { kind: 'type' },
  get: (name) => (name === 'serializerFor' ? nativeFunction(`LambdaEventSerializers.${name}`, () => mapper) : undefined),
});

const CLASSES: Readonly<Record<string, NativeValue>> = { S3EventNotification: notification, LambdaEventSerializers: serializers };

export const notificationsPackage: NativeValue = native('events that are read from JSON', {
  get: (name) =>
    name.startsWith('%') ? undefined : Object.hasOwn(CLASSES, name) ? CLASSES[name] : inert(name, { data: { kind: 'type' } }),
  inert: true,
});
