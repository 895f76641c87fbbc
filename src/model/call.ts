import type { When } from './condition.ts';
import type { Datum, MapDatum } from './datum.ts';
import type { Span } from './span.ts';
import type { Text } from './text.ts';

/** One call of an AWS API that the function's code can make. */
export interface SdkCall {
  /**
   * The SDK client, in the spelling of the JavaScript SDK v3 package without `client-`: `s3`, `dynamodb`, `sfn`,
   * `eventbridge`, `cloudwatch-logs`, `bedrock-runtime`, `apigatewaymanagementapi`. Every language reader maps to it.
   */
  readonly client: string;
  /** in API spelling: `GetObject`; undefined when the code picks the operation at run time */
  readonly operation: string | undefined;
  /** the operation's input in API member names; lib-dynamodb and resource objects are already translated */
  readonly input: MapDatum;
  /** where the call is made */
  readonly span: Span;
  /** function names from the handler to the call: `['handler', 'load']` */
  readonly via: readonly string[];
  readonly credentials: Credentials;
  /** a region that the client is configured with; undefined: the function's own */
  readonly region?: Text;
  /** the endpoint that the client is configured with: an API Gateway management URL, a local test server */
  readonly endpoint?: Text;
  /** why the receiver is only known by its declared type, when it is: the input is then open */
  readonly byType?: string;
  /** what the code does with the outcome that permissions depend on: `not-found` = tells a missing object from a denied one */
  readonly observes?: readonly 'not-found'[];
  /** template conditions under which this call can happen */
  readonly when?: When;
  /** the entry of `pinhole.yaml` whose library model tells of the call */
  readonly stated?: Span;
}

/** Whose credentials sign a call. */
export type Credentials =
  | { readonly kind: 'own' }
  /** keys of another role: the role's ARN as far as it is known, and where it is assumed */
  | { readonly kind: 'assumed'; readonly role: Datum; readonly span: Span }
  /** keys that come from elsewhere (a secret, a constant): no need of any role of this app */
  | { readonly kind: 'foreign'; readonly reason: string; readonly span: Span };

/** A need that comes from no SDK operation: an RDS token, a signed request, an extension on localhost. */
export interface DirectCall {
  /** the IAM action, `rds-db:connect`, `execute-api:Invoke` */
  readonly action: string;
  /** what the code says about the resource, by parameter name; `needs/` builds the ARN */
  readonly input: MapDatum;
  readonly span: Span;
  readonly via: readonly string[];
  readonly credentials: Credentials;
  /** as of an `SdkCall` */
  readonly stated?: Span;
}

/** Something that the analysis could not follow and that may need permissions. */
export interface LostCall {
  /** `import ./missing`, `client from parameter "deps"`, `package foo` */
  readonly what: string;
  /** ends a sentence that starts "it could not be resolved because" */
  readonly why: string;
  readonly span: Span;
  readonly via: readonly string[];
  /** client and operation, where they are known all the same */
  readonly client?: string;
  readonly operation?: string;
  /** set when it is all of the function's code */
  readonly allCode?: true;
}

/** What the analysis of one handler found. */
export interface CodeReport {
  /** files that were read, relative to the app's root, sorted */
  readonly files: readonly string[];
  readonly calls: readonly SdkCall[];
  readonly direct: readonly DirectCall[];
  readonly lost: readonly LostCall[];
  /** what the handler gives back, as far as it is known */
  readonly result?: Datum;
  /** entries of `pinhole.yaml` whose library models the code's imports led to */
  readonly models: readonly Span[];
}
