/**
 * Apps of N functions, the same one in each language: orders behind an API, kept in a table, archived in a bucket, told to a queue and
 * a topic. Each function has a file of its own; ten functions share a repository, all share what is below `shared` or `internal`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { go } from './go.mjs';
import { java } from './java.mjs';
import { javascript } from './javascript.mjs';
import { python } from './python.mjs';
import { typescript } from './typescript.mjs';

export const LANGUAGES = [javascript, typescript, python, go, java];

const GROUP = 10;

/** Writes an app of N functions; gives the template's path. */
export function writeApp(folder, language, functions) {
  const files = new Map(Object.entries(language.shared()));
  const resources = ['  Archive:\n    Type: AWS::S3::Bucket\n  Topic:\n    Type: AWS::SNS::Topic\n'];
  for (let group = 0; group * GROUP < functions; group++) {
    resources.push(`  Table${group}:\n    Type: AWS::DynamoDB::Table\n  Queue${group}:\n    Type: AWS::SQS::Queue\n`);
    for (const [path, text] of Object.entries(language.group(group))) files.set(path, text);
  }
  for (let i = 0; i < functions; i++) {
    const group = Math.floor(i / GROUP);
    for (const [path, text] of Object.entries(language.handler(i, group))) files.set(path, text);
    const metadata = language.metadata(i);
    resources.push(`  Function${i}:
    Type: AWS::Serverless::Function
    Properties:
${language.properties(i)}      Environment:
        Variables:
          TABLE: !Ref Table${group}
          QUEUE_URL: !Ref Queue${group}
          TOPIC_ARN: !Ref Topic
          ARCHIVE_BUCKET: !Ref Archive
          NEXT_FUNCTION: !Ref Recalculation
      Events:
        Api:
          Type: Api
          Properties:
            Path: /orders${i}/{id}
            Method: any
${metadata === '' ? '' : `    Metadata:\n${metadata}`}`);
  }
  files.set(
    'template.yaml',
    `Transform: AWS::Serverless-2016-10-31\nParameters:\n  Recalculation:\n    Type: String\nResources:\n${resources.join('')}`,
  );
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, 'template.yaml');
}
