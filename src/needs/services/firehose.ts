/**
 * Amazon Data Firehose. Sources: "Controlling access with Amazon Data Firehose" and the Service Authorization Reference
 * "Amazon Kinesis Firehose". Writing to an encrypted stream needs nothing on its key: Firehose has a grant.
 */
import { present } from '../predicate.ts';
import { named } from '../resource.ts';
import { main, need, passRole, rows, type ServiceRules } from '../rule.ts';

const stream = named({
  service: 'firehose',
  before: 'deliverystream/',
  from: 'DeliveryStreamName',
  types: ['AWS::KinesisFirehose::DeliveryStream'],
});
const FIREHOSE = 'firehose.amazonaws.com';
const DESTINATIONS = [
  'S3',
  'ExtendedS3',
  'Redshift',
  'Elasticsearch',
  'Amazonopensearchservice',
  'AmazonOpenSearchServerless',
  'Splunk',
  'HttpEndpoint',
  'Snowflake',
  'Iceberg',
];

export const firehose: ServiceRules = {
  clients: ['firehose'],
  prefix: 'firehose',
  resources: { deliverystream: { form: stream, from: ['DeliveryStreamName'] } },
  operations: {
    CreateDeliveryStream: rows(
      main('firehose:CreateDeliveryStream', stream),
      need('firehose:TagDeliveryStream', stream, present('Tags')),
      passRole('KinesisStreamSourceConfiguration.RoleARN', FIREHOSE),
      ...DESTINATIONS.map((name) => passRole(`${name}DestinationConfiguration.RoleARN`, FIREHOSE)),
    ),
    UpdateDestination: rows(
      main('firehose:UpdateDestination', stream),
      ...DESTINATIONS.map((name) => passRole(`${name}DestinationUpdate.RoleARN`, FIREHOSE)),
    ),
  },
};
