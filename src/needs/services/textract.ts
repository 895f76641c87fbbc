/**
 * Amazon Textract reads documents in S3 with the permissions of its caller, and writes there when it is told where. Source:
 * "Amazon Textract identity-based policy examples" and the Permissions of "Calling Amazon Textract asynchronous operations".
 */
import { present } from '../predicate.ts';
import { allUnder, under } from '../resource.ts';
import { main, need, passRole, type Row, type ServiceRules } from '../rule.ts';
import { bucketAt, objectIn } from './s3-resources.ts';

const document = need('s3:GetObject', objectIn('Document.S3Object'), present('Document.S3Object'));
const output = allUnder(under({ base: bucketAt('OutputConfig.S3Bucket'), before: '/', from: 'OutputConfig.S3Prefix' }), '/*');
const started: readonly Row[] = [
  main('s3:GetObject', objectIn('DocumentLocation.S3Object')),
  need('s3:PutObject', output, present('OutputConfig')),
  passRole('NotificationChannel.RoleArn', 'textract.amazonaws.com'),
];

const AS_CALLER =
  'documents are read and results written with the permissions of the caller ("Configuring Amazon Textract for asynchronous operations")';

export const textract: ServiceRules = {
  clients: ['textract'],
  prefix: 'textract',
  resources: {},
  operations: {},
  besides: {
    AnalyzeDocument: [document],
    AnalyzeExpense: [document],
    DetectDocumentText: [document],
    AnalyzeID: [need('s3:GetObject', objectIn('DocumentPages[].S3Object'), present('DocumentPages[].S3Object'))],
    StartDocumentAnalysis: started,
    StartDocumentTextDetection: started,
    StartExpenseAnalysis: started,
    StartLendingAnalysis: started,
  },
  passedTo: ['textract.amazonaws.com'],
  differs: { '*': { 's3:GetObject': AS_CALLER, 's3:PutObject': AS_CALLER } },
};
