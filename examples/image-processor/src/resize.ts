import type { S3Event } from 'aws-lambda';
import sharp from 'sharp';
import { recordImage } from './images-table.js';
import { readImage, writeResized } from './storage.js';

const maxWidth = Number(process.env.MAX_WIDTH);

export async function handler(event: S3Event): Promise<void> {
  for (const { s3 } of event.Records) {
    // S3 writes keys in its events the way URLs do
    const key = decodeURIComponent(s3.object.key.replace(/\+/g, ' '));
    const original = await readImage(s3.bucket.name, key);
    const { data, info } = await sharp(original)
      .resize({ width: maxWidth, withoutEnlargement: true })
      .webp()
      .toBuffer({ resolveWithObject: true });
    const resizedKey = await writeResized(key, data);
    await recordImage({ imageKey: key, resizedKey, width: info.width, height: info.height, bytes: info.size });
  }
}
