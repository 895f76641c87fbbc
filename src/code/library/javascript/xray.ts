/** `aws-xray-sdk` and `aws-xray-sdk-core`: wraps clients and functions and gives them back. Segments go to the daemon of the runtime. */
import { callValue } from '../../interpreter/invoke.ts';
import { argument } from '../../interpreter/machine.ts';
import { type NativeValue, native, nativeFunction, UNDEFINED } from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';

/** `captureAWS(sdk)`, `captureAWSv3Client(client)`, `captureHTTPs(module)`, `captureMySQL(module)`, … */
const PASSES = /^capture(AWS|AWSClient|AWSv3Client|HTTPs|HTTPsGlobal|Promise|MySQL|Postgres|Fetch|FetchGlobal|FetchModule)$/;

export const xray = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      if (PASSES.test(property)) return nativeFunction(`AWSXRay.${property}`, ({ args }) => argument(args, 0));
      if (property === 'captureCallbackFunc') return nativeFunction(`AWSXRay.${property}`, ({ args }) => argument(args, 1));
      if (property === 'captureAsyncFunc' || property === 'captureFunc')
        return nativeFunction(`AWSXRay.${property}`, ({ machine, args, site }) =>
          callValue(machine, argument(args, 1), UNDEFINED, { positional: [inert('a subsegment')], named: new Map() }, site),
        );
      if (property.startsWith('%') || property === 'then') return undefined;
      return inert(`AWSXRay.${property}`);
    },
    inert: true,
  });
