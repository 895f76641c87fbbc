/**
 * Amazon Rekognition reads images and videos in S3 with the permissions of its caller. Sources: "How Amazon Rekognition works
 * with IAM" and "Giving access to multiple Amazon SNS topics" of the Developer Guide.
 */
import { text } from '../../model/text.ts';
import { arn, literally, wildcards } from '../arn.ts';
import { textsAt } from '../input.ts';
import { present } from '../predicate.ts';
import { arnFrom, below, type ResourceForm } from '../resource.ts';
import { main, need, passRole, type Row, type ServiceRules } from '../rule.ts';
import { objectIn } from './s3-resources.ts';

const image = (path: string): Row => need('s3:GetObject', objectIn(`${path}.S3Object`), present(`${path}.S3Object`));
const video: readonly Row[] = [
  main('s3:GetObject', objectIn('Video.S3Object')),
  passRole('NotificationChannel.RoleArn', 'rekognition.amazonaws.com'),
];

/** `project/NAME/version/VERSION/TIME` below `project/NAME/TIME`: the project's own time is no part of it. */
const copied: ResourceForm = {
  describe: 'arn:${Partition}:rekognition:${Region}:${Account}:project/*/version/${VersionName}/*',
  targets: (scope) =>
    textsAt(scope.input, 'VersionName').map((value) => {
      const name = value.kind === 'text' ? wildcards(literally(value.text)) : ['*'];
      const projects = arn('rekognition', text('project/*/version/'), scope.region ? { region: scope.region } : {});
      return below({ resource: projects, certainty: 'pattern', when: value.when }, text(...name, '/*'), false);
    }),
};

const IMAGES = [
  'DetectCustomLabels',
  'DetectFaces',
  'DetectLabels',
  'DetectModerationLabels',
  'DetectProtectiveEquipment',
  'DetectText',
  'IndexFaces',
  'RecognizeCelebrities',
  'SearchFacesByImage',
  'SearchUsersByImage',
];
const VIDEOS = [
  'StartCelebrityRecognition',
  'StartContentModeration',
  'StartFaceDetection',
  'StartFaceSearch',
  'StartLabelDetection',
  'StartPersonTracking',
  'StartSegmentDetection',
  'StartTextDetection',
];

export const rekognition: ServiceRules = {
  clients: ['rekognition'],
  prefix: 'rekognition',
  resources: {},
  operations: {},
  besides: {
    ...Object.fromEntries(IMAGES.map((name) => [name, [image('Image')]])),
    ...Object.fromEntries(VIDEOS.map((name) => [name, video])),
    // the version is made in the destination's project
    CopyProjectVersion: [main('rekognition:CreateProjectVersion', copied), need('rekognition:TagResource', copied, present('Tags'))],
    CreateDataset: [
      need(
        'rekognition:ListDatasetEntries',
        arnFrom('DatasetSource.DatasetArn', 'rekognition', 'project/'),
        present('DatasetSource.DatasetArn'),
      ),
    ],
    CompareFaces: [image('SourceImage'), image('TargetImage')],
  },
  members: { StreamprocessorId: ['Name'], 'CreateStreamProcessor.CollectionId': ['Settings.FaceSearch.CollectionId'] },
  passedTo: ['rekognition.amazonaws.com'],
  differs: {
    '*': { 's3:GetObject': 'images and videos are read with the permissions of the caller ("How Amazon Rekognition works with IAM")' },
  },
};
