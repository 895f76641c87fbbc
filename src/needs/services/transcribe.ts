/**
 * Amazon Transcribe reads media and writes transcripts with the permissions of its caller, unless a role is given. Source:
 * "Amazon Transcribe identity-based policy examples".
 */
import { both, not, present } from '../predicate.ts';
import { type ResourceForm, under } from '../resource.ts';
import { need, passRole, type Row, rows, type ServiceRules } from '../rule.ts';
import { bucketAt, objectByUri } from './s3-resources.ts';

const output: ResourceForm = under({ base: bucketAt('OutputBucketName'), before: '/', from: 'OutputKey' });
const TRANSCRIBE = 'transcribe.amazonaws.com';

const job = (role: string): readonly Row[] => [
  need('s3:GetObject', objectByUri('Media.MediaFileUri'), not(present(role))),
  need('s3:PutObject', output, both(present('OutputBucketName'), not(present(role)))),
  ...(role.includes('.') ? [passRole(role, TRANSCRIBE)] : []),
];

const AS_CALLER = 'media are read and transcripts written with the permissions of the caller, unless a role is given';

export const transcribe: ServiceRules = {
  clients: ['transcribe'],
  prefix: 'transcribe',
  resources: {},
  // IAM has no action of its name: the table lists the role alone
  operations: { UpdateLanguageModel: rows(passRole('DataAccessRoleArn', TRANSCRIBE)) },
  besides: {
    CreateLanguageModel: [passRole('InputDataConfig.DataAccessRoleArn', TRANSCRIBE)],
    StartTranscriptionJob: job('JobExecutionSettings.DataAccessRoleArn'),
    StartMedicalTranscriptionJob: [
      need('s3:GetObject', objectByUri('Media.MediaFileUri'), present('Media')),
      need('s3:PutObject', output, present('OutputBucketName')),
    ],
    StartCallAnalyticsJob: [need('s3:GetObject', objectByUri('Media.MediaFileUri'), not(present('DataAccessRoleArn')))],
  },
  passedTo: [TRANSCRIBE],
  differs: { '*': { 's3:GetObject': AS_CALLER, 's3:PutObject': AS_CALLER } },
};
