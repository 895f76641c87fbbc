/** pydantic-settings: reads the environment and files, and one secret for its source of AWS Secrets Manager (Pydantic documentation, "Settings Management"). */
import { sdkClient } from '../../../catalog/index.ts';
import { harmless, type NativeValue, native, nativeFunction } from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { inert, send } from '../aws/request.ts';
import { named } from './keywords.ts';

export const pydanticSettings = (): NativeValue =>
  native('pydantic_settings', {
    key: 'pydantic_settings',
    inert: true,
    get: (name) =>
      name.startsWith('%') ? undefined : name === 'AWSSecretsManagerSettingsSource' ? secretSource : inert(`pydantic_settings.${name}`),
  });

const secretSource = nativeFunction('AWSSecretsManagerSettingsSource', ({ machine, args, site }) => {
  const client = sdkClient('secrets-manager');
  const input = machine.object([['SecretId', named(args, 'secret_id', 1)]]);
  if (client) send(machine, { client, operation: 'GetSecretValue', input, connections: [OWN] }, site);
  return harmless('a source of settings');
});
