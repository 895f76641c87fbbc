import { authorize, type Decision } from './authorize.ts';
import type { AuthorizationRequest, Layers } from './request.ts';

/**
 * One API call can be authorized several times: RunInstances on the instance, the image and the subnet, each with its own
 * context keys; AssumeRole with tags as `sts:AssumeRole` and `sts:TagSession`. Every one must pass (AWS: "IAM JSON policy
 * elements: Condition operators", IfExists). Returns the decision that stands for the call: a denial before `unknown`
 * before the first Allow. Throws `RangeError` on an empty list.
 */
export function authorizeEvery(requests: readonly AuthorizationRequest[], layers: Layers): Decision {
  const decisions = requests.map((request) => authorize(request, layers));
  const rank = (decision: Decision): number => RANKS.indexOf(decision.decision);
  const [first, ...rest] = decisions;
  if (!first) throw new RangeError('authorizeEvery: there is no request to decide');
  return rest.reduce((worst, decision) => (rank(decision) < rank(worst) ? decision : worst), first);
}

const RANKS: readonly Decision['decision'][] = ['explicitDeny', 'implicitDeny', 'unknown', 'allow'];

export interface FunctionUrlRequest extends Omit<AuthorizationRequest, 'action' | 'principal'> {
  /** `*` for an unsigned request, which only `NONE` lets through to the policies */
  readonly principal: AuthorizationRequest['principal'];
  readonly authType: 'AWS_IAM' | 'NONE';
}

/**
 * A call of a Lambda function URL, which needs `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` both; with `NONE` the
 * function's policy must still allow everyone (AWS Lambda: "Control access to Lambda function URLs"; of URLs made before
 * October 2025 the first was enough). `resource` is the function's ARN, qualified where the URL is an alias's.
 */
export function authorizeFunctionUrl(request: FunctionUrlRequest, layers: Layers): Decision {
  const { authType, ...rest } = request;
  const principal = authType === 'NONE' ? '*' : request.principal;
  const common = { ...rest, principal };
  return authorizeEvery(
    [
      {
        ...common,
        action: 'lambda:InvokeFunctionUrl',
        context: { ...request.context, 'lambda:FunctionUrlAuthType': authType },
      },
      { ...common, action: 'lambda:InvokeFunction', context: { ...request.context, 'lambda:InvokedViaFunctionUrl': 'true' } },
    ],
    layers,
  );
}
