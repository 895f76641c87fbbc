/** What methods and constructors of version 1 that take values, not a request, mean: the members in the order of the arguments (AWS SDK for Java API Reference, version 1). */
import { operation as catalogOperation, type SdkClient } from '../../../../catalog/index.ts';

const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['s3 GetObject', ['Bucket', 'Key', 'VersionId']],
  ['s3 HeadObject', ['Bucket', 'Key', 'VersionId']],
  ['s3 PutObject', ['Bucket', 'Key', 'Body']],
  ['s3 DeleteObject', ['Bucket', 'Key']],
  ['s3 DeleteObjects', ['Bucket']],
  ['s3 ListObjects', ['Bucket', 'Prefix']],
  ['s3 ListObjectsV2', ['Bucket', 'Prefix']],
  ['s3 CopyObject', ['SourceBucket', 'SourceKey', 'Bucket', 'Key']],
  ['s3 PutObjectAcl', ['Bucket', 'Key', 'ACL']],
  ['s3 CreateMultipartUpload', ['Bucket', 'Key']],
  ['s3 GetObjectTagging', ['Bucket', 'Key']],
  ['s3 PutObjectTagging', ['Bucket', 'Key', 'Tagging']],
  ['sns Publish', ['TopicArn', 'Message', 'Subject']],
  ['dynamodb Scan', ['TableName', 'AttributesToGet']],
  ['dynamodb Query', ['TableName']],
  ['dynamodb UpdateItem', ['TableName', 'Key', 'AttributeUpdates']],
  ['dynamodb GetItem', ['TableName', 'Key', 'ConsistentRead']],
  ['dynamodb PutItem', ['TableName', 'Item', 'ReturnValues']],
  ['dynamodb DeleteItem', ['TableName', 'Key', 'ReturnValues']],
  ['dynamodb CreateTable', ['AttributeDefinitions', 'TableName', 'KeySchema', 'ProvisionedThroughput']],
  ['dynamodb BatchWriteItem', ['RequestItems']],
  ['dynamodb BatchGetItem', ['RequestItems']],
  ['kinesis PutRecord', ['StreamName', 'Data', 'PartitionKey']],
  ['ses SendEmail', ['Source', 'Destination', 'Message']],
]);

export const membersOf = (client: SdkClient, operation: string): readonly string[] =>
  MEMBERS.get(`${client.id} ${operation}`) ?? catalogOperation(client.id, operation)?.required ?? [];
