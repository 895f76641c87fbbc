/** Package `v4` of both SDKs: requests of `net/http` that the program signs itself. */
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { combine, regionsOf } from '../aws/connection.ts';
import { credentialsOf } from '../aws/credentials.ts';
import { inert } from '../aws/request.ts';
import { noteSigned } from '../aws/signed-request.ts';
import { ERROR } from './settings.ts';

interface Signed {
  readonly credentials: Value;
  readonly request: Value;
  readonly service: Value;
  readonly region: Value;
}

function note(machine: Machine, { credentials, request, service, region }: Signed, site: Site): void {
  const read = (name: string): Value => (request.kind === 'object' ? getMember(machine, request, textValue(name), site) : UNDEFINED);
  const connections = combine(credentialsOf(machine, credentials, site), regionsOf(machine, region, site), [undefined]);
  noteSigned(machine, { service, host: read('URL'), method: read('Method'), path: UNDEFINED, body: read('Body'), connections }, site);
}

/** Version 2: `SignHTTP(ctx, credentials, request, hash, service, region, time)`. */
const signHttp = ({ machine, args, site }: NativeCall): Value => {
  note(
    machine,
    { credentials: argument(args, 1), request: argument(args, 2), service: argument(args, 4), region: argument(args, 5) },
    site,
  );
  return ERROR;
};

/** Version 1: `NewSigner(credentials).Sign(request, body, service, region, time) → (header, error)`. */
const sign =
  (made: NativeCall) =>
  ({ machine, args, site }: NativeCall): Value => {
    const request = argument(args, 0);
    note(machine, { credentials: argument(made.args, 0), request, service: argument(args, 2), region: argument(args, 3) }, site);
    return machine.list([harmless('headers of a signed request'), ERROR]);
  };

export const signerPackage = (version: 1 | 2): NativeValue =>
  native('v4', {
    get: (name) => {
      if (name !== 'NewSigner') return inert(`v4.${name}`);
      return nativeFunction('v4.NewSigner', (made) =>
        native('a signer', {
          key: `signer ${made.machine.journal.next()}`,
          get: (property) => {
            if (!/^(Sign|Presign)(HTTP)?$/.test(property)) return undefined;
            return nativeFunction(`Signer.${property}`, version === 2 ? signHttp : sign(made));
          },
          inert: true,
        }),
      );
    },
    inert: true,
  });
