/** Amazon ElastiCache. Source: the operation table of "Actions, resources, and condition keys for Amazon ElastiCache". */

import { present } from '../predicate.ts';
import { named, type ResourceForm } from '../resource.ts';
import { need, type ServiceRules } from '../rule.ts';

const snapshot = (kind: string, from: string): ResourceForm => named({ service: 'elasticache', before: `${kind}:`, from, types: [] });
const last = need('elasticache:CreateSnapshot', snapshot('snapshot', 'FinalSnapshotIdentifier'), present('FinalSnapshotIdentifier'));

export const elasticache: ServiceRules = {
  clients: ['elasticache'],
  prefix: 'elasticache',
  resources: {},
  operations: {},
  members: {
    'CopySnapshot.SnapshotName': ['TargetSnapshotName'],
    'CopyServerlessCacheSnapshot.ServerlessCacheSnapshotName': ['TargetServerlessCacheSnapshotName'],
    '*': ['ResourceName'],
    // snapshots to restore are files in S3
    snapshot: [],
    UserId: ['UserId', 'UserIds[]', 'UserIdsToAdd[]'],
  },
  besides: {
    DeleteCacheCluster: [last],
    DeleteReplicationGroup: [last],
    DeleteServerlessCache: [
      need(
        'elasticache:CreateServerlessCacheSnapshot',
        snapshot('serverlesscachesnapshot', 'FinalSnapshotName'),
        present('FinalSnapshotName'),
      ),
    ],
  },
};
