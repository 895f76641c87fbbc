/**
 * Amazon Quick Suite. Sources: "Actions, resources, and condition keys for Amazon QuickSight", and its resource ARNs: users and
 * groups are named within a namespace.
 */
import { named, type ResourceForm, under } from '../resource.ts';
import { passRole, type ServiceRules } from '../rule.ts';

const QUICKSIGHT = 'quicksight.amazonaws.com';
const within = (kind: string, from: string): ResourceForm =>
  under({
    base: named({ service: 'quicksight', before: `${kind}/`, from: 'Namespace', types: [], byDefault: 'default' }),
    before: '/',
    from,
  });

export const quicksight: ServiceRules = {
  clients: ['quicksight'],
  prefix: 'quicksight',
  resources: {
    user: { form: within('user', 'UserName'), from: ['UserName'] },
    group: { form: within('group', 'GroupName'), from: ['GroupName'] },
  },
  operations: {},
  members: { user: ['UserArn'], 'dashboard.ResourceId': ['DashboardId'] },
  passedTo: [QUICKSIGHT],
  besides: {
    CreateVPCConnection: [passRole('RoleArn', QUICKSIGHT)],
    CreateDataSource: [
      passRole('DataSourceParameters.S3Parameters.RoleArn', QUICKSIGHT),
      passRole('DataSourceParameters.AthenaParameters.RoleArn', QUICKSIGHT),
    ],
    UpdateDataSource: [
      passRole('DataSourceParameters.S3Parameters.RoleArn', QUICKSIGHT),
      passRole('DataSourceParameters.AthenaParameters.RoleArn', QUICKSIGHT),
    ],
  },
};
