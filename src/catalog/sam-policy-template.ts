/** The policy templates of the AWS Serverless Application Model (`Policies: - S3ReadPolicy: { BucketName: … }`). */
import { readData } from './records.ts';

export interface SamPolicyTemplate {
  readonly name: string;
  /** all of them are required */
  readonly parameters: readonly string[];
  /** statements with intrinsics in long form; a parameter is `{ Ref: PARAMETER }`, nothing else is referred to but pseudo parameters */
  readonly statements: readonly unknown[];
}

let templates: ReadonlyMap<string, SamPolicyTemplate> | undefined;

function load(): ReadonlyMap<string, SamPolicyTemplate> {
  const data = JSON.parse(readData('sam-policy-templates.json')) as Record<string, Omit<SamPolicyTemplate, 'name'>>;
  return new Map(Object.entries(data).map(([name, template]) => [name, { name, ...template }]));
}

export function samPolicyTemplate(name: string): SamPolicyTemplate | undefined {
  templates ??= load();
  return templates.get(name);
}

export function samPolicyTemplateNames(): readonly string[] {
  templates ??= load();
  return [...templates.keys()];
}
