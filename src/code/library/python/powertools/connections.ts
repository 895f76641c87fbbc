/** Where the clients that Powertools makes itself go: a session or a configuration among its arguments. */
import type { Machine, Site } from '../../../interpreter/machine.ts';
import { isNullish, type Value } from '../../../interpreter/values.ts';
import { type Connection, connectionsOf } from '../../aws/connection.ts';
import { firstOf } from '../../javascript/options.ts';
import { sessionConnections } from '../session.ts';

/** `boto3_session`, `boto_config`, or `config` of earlier versions. */
export function connectionsOfOptions(machine: Machine, read: (name: string) => Value, site: Site): readonly Connection[] {
  const session = sessionConnections(firstOf(read('boto3_session')));
  if (session.length > 0) return session;
  const config = firstOf(read('boto_config'), read('boto3_config'), read('config'));
  const names = { region: 'region_name', endpoint: 'endpoint_url', credentials: 'aws_access_key_id' };
  return connectionsOf(machine, isNullish(config) ? machine.object() : config, site, names);
}
