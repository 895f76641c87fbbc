import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export async function readImage(bucket: string, key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!Body) throw new Error(`${key} is empty`);
  return Body.transformToByteArray();
}

/** Returns the key that the resized image has. */
export async function writeResized(key: string, image: Uint8Array): Promise<string> {
  const resizedKey = `resized/${key}.webp`;
  await s3.send(
    new PutObjectCommand({ Bucket: process.env.RESIZED_BUCKET, Key: resizedKey, Body: image, ContentType: 'image/webp' }),
  );
  return resizedKey;
}
