/**
 * Amazon Rekognition reads images and videos in S3 with the permissions of its caller. Sources: "How Amazon Rekognition works
 * with IAM" and "Giving access to multiple Amazon SNS topics" of the Developer Guide.
 */
import { present } from '../predicate.ts';
import { main, need, passRole, type Row, type ServiceRules } from '../rule.ts';
import { objectIn } from './s3-resources.ts';

const image = (path: string): Row => need('s3:GetObject', objectIn(`${path}.S3Object`), present(`${path}.S3Object`));
const video: readonly Row[] = [
  main('s3:GetObject', objectIn('Video.S3Object')),
  passRole('NotificationChannel.RoleArn', 'rekognition.amazonaws.com'),
];

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
    CompareFaces: [image('SourceImage'), image('TargetImage')],
  },
  partial: true,
};
