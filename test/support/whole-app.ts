/** The AWS calls of one function of an app that a template describes: what the template says of its events decides them. */
import { CodeAnalyser, Files } from '../../src/code/index.ts';
import { appOf } from '../template-text.ts';
import { line } from './calls.ts';

/** `s3 GetObject {Bucket: docs, Key: a}` for each call of the function `F`. */
export async function callsOfTemplate(template: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const app = appOf(template, files);
  const fn = app.functions.find(({ id }) => id === 'F');
  if (!fn) throw new Error('the template has no function F');
  const report = await new CodeAnalyser(app, new Files(app.root)).analyse(fn);
  if (report.lost.length > 0) throw new Error(report.lost.map(({ what, why }) => `${what}: ${why}`).join('; '));
  return report.calls.map(line);
}

/** A function `F` whose code gets the object that its event names; `bucket` and `key` are expressions of the handler. */
export const reading = (bucket: string, key = "'k'"): string => `
  F:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      Role: arn:aws:iam::123456789012:role/r
      Code:
        ZipFile: |
          const { S3 } = require('@aws-sdk/client-s3');
          exports.handler = async (event) => { await new S3({}).getObject({ Bucket: ${bucket}, Key: ${key} }); };
`;
