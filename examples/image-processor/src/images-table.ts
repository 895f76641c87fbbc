import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export interface ImageRecord {
  imageKey: string;
  resizedKey: string;
  width: number;
  height: number;
  bytes: number;
}

export async function recordImage(image: ImageRecord): Promise<void> {
  await documents.send(new PutCommand({ TableName: process.env.IMAGES_TABLE, Item: image }));
}
