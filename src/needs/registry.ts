/** The services whose operations are described row by row. */
import type { ServiceRules } from './rule.ts';
import { dynamodb } from './services/dynamodb.ts';
import { s3 } from './services/s3.ts';

export const SERVICES: readonly ServiceRules[] = [s3, dynamodb];

const byClient = new Map(SERVICES.flatMap((rules) => rules.clients.map((client) => [client, rules] as const)));

export const rulesOfClient = (client: string): ServiceRules | undefined => byClient.get(client);
