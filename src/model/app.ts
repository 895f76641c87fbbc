import type { When } from './condition.ts';
import type { Datum, MapDatum } from './datum.ts';
import type { Finding } from './finding.ts';
import type { Span } from './span.ts';
import type { Text } from './text.ts';

/** A serverless application as one template describes it. Dialect-free: every reader of `template/` makes this. */
export interface App {
  readonly dialect: 'sam' | 'cloudformation';
  /** the template file, relative to `root` */
  readonly template: string;
  /** absolute folder of the app: nothing outside it is read */
  readonly root: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly functions: readonly LambdaFunction[];
  /** the state machines, by logical id */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** `Conditions` of the template, in long form, for printing and for resolving with given parameters */
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly findings: readonly Finding[];
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  /** never substituted for the parameter; a hint for messages and for decisions that are offered, not made */
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  readonly span: Span;
}

/** A resource of the template, or one that the dialect makes from it (SAM's `ServerlessRestApi`, `FnRole`). */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly when: When;
  readonly properties: MapDatum;
  readonly span: Span;
  /** what makes it, when the template does not state it: the logical id of the resource that SAM expands */
  readonly generatedBy?: string;
  /**
   * The physical name: the declared one, or a `name` hole. Undefined for types whose identity is no name.
   * Canonical: everywhere in the model this text stands for the resource's name.
   */
  readonly name?: Text;
  /**
   * The canonical ARN, `arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/NAME`. Every spelling
   * (`!GetAtt T.Arn`, `!Sub arn:…:table/${T}`, a declared name in code) becomes this text, so equal texts are equal resources.
   */
  readonly arn?: Text;
  /** logical ids that this resource refers to, also through `DependsOn`; the dependency graph of the template */
  readonly references: ReadonlySet<string>;
}

/** A state machine of Step Functions, as far as its definition is in the app. */
export interface Workflow {
  readonly id: string;
  /** in the Amazon States Language, one for each condition, with what deployment substitutes in place */
  readonly definitions: readonly Datum[];
  /** the texts that name functions of the app in the definitions, each once */
  readonly functions: readonly { readonly name: Text; readonly id: string }[];
  /** what the resources of the template start executions with; undefined: anything */
  readonly input?: Datum;
}

export interface LambdaFunction {
  readonly id: string;
  readonly span: Span;
  readonly when: When;
  /** `nodejs20.x`; undefined for images and when the template leaves it open */
  readonly runtime: string | undefined;
  /** as the template states it, `app.handler` */
  readonly handler: string | undefined;
  readonly packageType: 'Zip' | 'Image';
  readonly code: CodeLocation;
  /** folders of layers whose content is in the app, as they are unpacked under /opt */
  readonly layers: readonly LayerContent[];
  readonly environment: ReadonlyMap<string, Datum>;
  readonly triggers: readonly Trigger[];
  readonly configuration: Configuration;
  readonly role: RoleSource;
  /** an alias that SAM publishes (`AutoPublishAlias`): triggers invoke it in place of the function */
  readonly alias?: Text;
}

export type CodeLocation =
  /** absolute folder inside the app's root; `entryPoints` of esbuild builds, relative to it */
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly build?: 'esbuild' | 'makefile' | 'go1.x' | string;
      readonly entryPoints?: readonly string[];
    }
  /** `InlineCode` or `ZipFile`; lines count from the span */
  | {
      readonly kind: 'inline';
      readonly source: string;
      readonly span: Span;
      /** what deployment puts in place of each `${NAME}` in the source, where an `Fn::Sub` makes it */
      readonly substitutions?: ReadonlyMap<string, Text>;
    }
  /**
   * not in the app: an S3 object, an image, a missing folder; `why` ends "its code is not here:".
   * `path` is the absolute path that the template names, when it is one: a build's output may be absent while its sources are here
   */
  | { readonly kind: 'absent'; readonly why: string; readonly path?: string; readonly elsewhere?: true };

export interface LayerContent {
  readonly id: string;
  /** absolute folder that becomes /opt */
  readonly path: string;
  /** the layer's `BuildMethod` (`nodejs20.x`): the build then puts the folder and its packages under /opt/nodejs instead */
  readonly build?: string;
}

/** How the function is invoked, with what the code can learn from it. `arn`s are canonical texts. */
export type Trigger = TriggerBase &
  (
    | {
        readonly kind: 's3';
        readonly bucket: Text;
        readonly bucketArn: Text;
        readonly events: readonly string[];
        readonly prefix?: Text;
        readonly suffix?: Text;
      }
    | { readonly kind: 'sns'; readonly topicArn: Text }
    | { readonly kind: 'sqs'; readonly queueArn: Text }
    | { readonly kind: 'kinesis'; readonly streamArn: Text; readonly consumerArn?: Text }
    | { readonly kind: 'dynamodb'; readonly streamArn: Text; readonly tableArn?: Text }
    /** MSK, self-managed Kafka, MQ, DocumentDB: configuration for the needs */
    | { readonly kind: 'stream'; readonly service: 'msk' | 'kafka' | 'mq' | 'documentdb'; readonly sourceArn?: Text }
    /**
     * `method` is `*` for ANY; `route` is the path with `*` for each path parameter (undefined when it is not literal);
     * `part` tells authorizers and routes apart. `executeApiArn` is the whole source ARN, with `*` for the stage.
     */
    | {
        readonly kind: 'api';
        readonly api: 'rest' | 'http' | 'websocket';
        readonly part: 'route' | 'authorizer';
        readonly executeApiArn: Text;
        readonly method?: string;
        readonly route?: string;
      }
    /** `input` is what the target gets in place of the event that the rule matches */
    | { readonly kind: 'rule'; readonly ruleArn: Text; readonly pattern?: Datum; readonly schedule?: boolean; readonly input?: Datum }
    /**
     * EventBridge Scheduler, Pipes, Step Functions …: a role invokes it, no permission on the function. `workflow` is the state machine
     * whose states give it its event.
     */
    | { readonly kind: 'role'; readonly service: string; readonly roleArn?: Text; readonly input?: Datum; readonly workflow?: string }
    /** it gets what becomes of the asynchronous invocations of another function, which sends it with its own role */
    | { readonly kind: 'destination'; readonly functionId: string }
    | { readonly kind: 'functionUrl'; readonly authType: Text; readonly invokeMode?: string }
    | { readonly kind: 'customResource'; readonly properties: MapDatum; readonly resource: string; readonly type: string }
    | { readonly kind: 'logs'; readonly logGroupArn: Text }
    | { readonly kind: 'cognito'; readonly userPoolArn: Text; readonly trigger: string }
    | { readonly kind: 'iot'; readonly ruleArn: Text; readonly input?: Datum }
    | { readonly kind: 'alexa'; readonly skillId?: Text }
    | { readonly kind: 'alb'; readonly targetGroupArn: Text }
    /** any other service that invokes through a service principal (Config, SES, Lex, Connect, Secrets Manager rotation, AppSync, …) */
    | { readonly kind: 'service'; readonly principal: string; readonly sourceArn?: Text; readonly input?: Datum }
    /** an `AWS::Lambda::Permission` of the template, as it stands */
    | {
        readonly kind: 'permission';
        readonly principal: Text;
        readonly action: string;
        readonly sourceArn?: Text;
        readonly sourceAccount?: Text;
        readonly principalOrgId?: Text;
        readonly eventSourceToken?: Text;
        readonly functionUrlAuthType?: Text;
        readonly invokedViaFunctionUrl?: boolean;
      }
  );

export interface TriggerBase {
  /** property path in the template, `Events.Upload`, `UploadPermission` */
  readonly path: string;
  readonly span: Span;
  readonly when: When;
  /** alias or version that is invoked, where the template names one */
  readonly qualifier?: Text;
  /** event source mappings only: what the mapping itself is configured with */
  readonly mapping?: EventSourceMapping;
}

export interface EventSourceMapping {
  readonly onFailureArn?: Text;
  readonly kmsKeyArn?: Text;
  readonly filterCriteria?: Datum;
  /** the mapping's raw properties, for sources whose needs depend on them (Kafka, MQ, DocumentDB) */
  readonly properties: MapDatum;
}

export interface Configuration {
  readonly tracing: 'Active' | 'PassThrough' | undefined;
  /** true when VpcConfig names subnets; `when` of the whole property is in `vpcWhen` */
  readonly vpc: boolean;
  readonly vpcWhen: When;
  readonly fileSystems: readonly { readonly accessPointArn: Text; readonly localMountPath?: string; readonly span: Span }[];
  /** ARN of the dead-letter queue or topic */
  readonly deadLetterArn?: Text;
  readonly onSuccessArn?: Text;
  readonly onFailureArn?: Text;
  readonly kmsKeyArn?: Text;
  /** under which conditions each of the ARNs above is configured; one that is missing here always is */
  readonly conditional?: ReadonlyMap<'deadLetterArn' | 'onSuccessArn' | 'onFailureArn' | 'kmsKeyArn', When>;
  /** name of the log group: LoggingConfig.LogGroup, else `/aws/lambda/NAME` */
  readonly logGroup: Text;
  /** an `AWS::Logs::LogGroup` of the template has exactly this name: CreateLogGroup is not needed */
  readonly logGroupDeclared: boolean;
  /** ARNs of layers from outside the app (Lambda Insights, Parameters-and-Secrets extension, …) */
  readonly layerArns: readonly Text[];
  readonly durable?: boolean;
  /** the function's properties, after Globals */
  readonly properties: MapDatum;
}

/** Where today's permissions come from. `attachments` hold what the template grants, unexpanded. */
export interface RoleSource {
  /** logical id of the role resource in the template, or of the one SAM generates */
  readonly roleId: string | undefined;
  /** `generated`: SAM makes it; `declared`: a resource of the template; `external`: an ARN from outside */
  readonly kind: 'generated' | 'declared' | 'external';
  /** other functions of the app that share the role */
  readonly sharedWith: readonly string[];
  readonly attachments: readonly PolicyAttachment[];
  readonly boundaryArn?: Text;
}

export type PolicyAttachment = { readonly span: Span; readonly path: string; readonly when: When } & (
  | { readonly kind: 'document'; readonly name?: string; readonly document: Datum }
  /** `arn:aws:iam::aws:policy/…` or a name that SAM resolves to one */
  | { readonly kind: 'managed'; readonly arn: Text; readonly implicit?: boolean }
  /** a SAM policy template with its parameters */
  | { readonly kind: 'samTemplate'; readonly template: string; readonly parameters: ReadonlyMap<string, Datum> }
  /** cannot be read: a policy of another account, a transform */
  | { readonly kind: 'unknown'; readonly why: string }
);
