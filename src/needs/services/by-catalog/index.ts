import type { ServiceRules } from '../../rule.ts';
import { DATABASES } from './databases.ts';
import { DELIVERY } from './delivery.ts';
import { MACHINE_LEARNING } from './machine-learning.ts';
import { MANAGEMENT } from './management.ts';
import { SECURITY } from './security.ts';

export const BY_CATALOG: readonly ServiceRules[] = [...DATABASES, ...DELIVERY, ...MACHINE_LEARNING, ...MANAGEMENT, ...SECURITY];
