/**
 * Replays the request cases against AWS's own policy simulator, for anyone with an account:
 *
 *   npm run replay:cases -- [FILE OR FOLDER] [--profile NAME] [--limit N] [--print]
 *
 * It runs the AWS CLI (`aws iam simulate-custom-policy`) once for each case that the simulator can express, prints every difference
 * with what the case expects, and exits with 1 when there is one. `--print` prints the commands and runs none. The simulator reads
 * nothing of the account and changes nothing; the credentials need `iam:SimulateCustomPolicy` alone.
 *
 * What the simulator cannot express is counted, with the reason (IAM API Reference, "SimulateCustomPolicy"; IAM User Guide, "IAM
 * policy testing with the IAM policy simulator"):
 * - service control policies, resource control policies, session policies and endpoint policies: it takes none
 * - grants on KMS keys, access control lists and S3 Block Public Access: it knows policies only
 * - trust policies and sts:AssumeRole: it simulates no assumption of roles
 * - callers that are no user, role or root user of an account: services, identity providers, canonical users, nobody
 * - callers that are sessions: CallerArn must be a user; a role's own session is simulated without one, and only where no
 *   resource-based policy asks who it is
 * - keys that the request is said not to know, and decisions that are unknown
 * - several permissions boundaries: it takes one
 * - policies longer than 131,072 characters, and documents that IAM would not store: it refuses the whole request
 * - GetCallerIdentity and other actions that need no permission: it reports that nothing allows them
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const CASES = fileURLToPath(new URL('../test/cases', import.meta.url));

/** The decisions of cases as the simulator calls them. */
const DECISIONS = { allow: 'allowed', implicitDeny: 'implicitDeny', explicitDeny: 'explicitDeny' };

/** What a case may have beside what the simulator takes. */
const LAYERS = [
  ...['scp', 'rcp', 'session', 'endpoint', 'trust'].map((layer) => [layer, `${layer} policies`]),
  ['grants', 'grants on KMS keys'],
  ['acl', 'access control lists'],
  ['publicAccessBlock', 'S3 Block Public Access'],
];

/** Arguments of `aws` for a case, or why the simulator cannot express it. */
export function commandOf({ request, policies = {}, expect = {} }) {
  const unsupported = (why) => ({ why });
  for (const [layer, why] of LAYERS) if (policies[layer] !== undefined && policies[layer].length !== 0) return unsupported(why);
  if (expect.decision !== undefined && !Object.hasOwn(DECISIONS, expect.decision)) return unsupported('a decision that is unknown');
  const action = String(request.action);
  if (/^sts:/i.test(action)) return unsupported('actions of AWS STS');
  const { principal } = request;
  if (typeof principal !== 'string' || !principal.startsWith('arn:')) return unsupported('callers that are no user or role');
  const user = /^arn:[^:]*:iam::[0-9]{12}:user\//.test(principal);
  if (!user && !/^arn:[^:]*:(?:iam::[0-9]{12}:role|sts::[0-9]{12}:assumed-role)\//.test(principal))
    return unsupported('callers that are no user or role');
  if (policies.resource !== undefined && !user) return unsupported('resource-based policies for callers that are no user');
  const identity = listOf(policies.identity).map(textOf);
  const boundary = listOf(policies.boundary).map(textOf);
  if (boundary.length > 1) return unsupported('several permissions boundaries');
  const resource = policies.resource === undefined ? undefined : textOf(policies.resource);
  const documents = [...identity, ...boundary, ...(resource === undefined ? [] : [resource])];
  if (documents.some((document) => document === undefined)) return unsupported('policies that are no documents');
  if (documents.some((document) => document.length > 131_072)) return unsupported('policies longer than 131,072 characters');
  const entries = contextEntries(request);
  if (typeof entries === 'string') return unsupported(entries);
  const input = {
    // the simulator wants at least one policy; one that says nothing about the action stands for none
    PolicyInputList: identity.length > 0 ? identity : [NOTHING],
    ActionNames: [action],
    ...(request.resource === '*' ? {} : { ResourceArns: [request.resource] }),
    ...(boundary.length > 0 ? { PermissionsBoundaryPolicyInputList: boundary } : {}),
    ...(resource === undefined ? {} : { ResourcePolicy: resource, CallerArn: principal }),
    ...(user ? { CallerArn: principal } : {}),
    ...(request.resourceAccount === undefined ? {} : { ResourceOwner: `arn:aws:iam::${request.resourceAccount}:root` }),
    ...(entries.length > 0 ? { ContextEntries: entries } : {}),
  };
  return { args: ['iam', 'simulate-custom-policy', '--output', 'json', '--cli-input-json', JSON.stringify(input)] };
}

const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:GetAccountSummary', Resource: '*' }],
});

const listOf = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function textOf(policy) {
  const named = typeof policy === 'object' && policy !== null && Object.hasOwn(policy, 'document');
  const document = named ? policy.document : policy;
  return typeof document === 'string' ? document : typeof document === 'object' && document !== null ? JSON.stringify(document) : undefined;
}

/** A string says what cannot be expressed. */
function contextEntries({ context = {}, principalOrganization }) {
  const given = { ...(principalOrganization === undefined ? {} : { 'aws:PrincipalOrgID': principalOrganization }), ...context };
  const entries = [];
  for (const [key, value] of Object.entries(given)) {
    const values = Array.isArray(value) ? value : [value];
    if (values.some((one) => typeof one === 'object')) return 'context keys that are not known';
    entries.push({
      ContextKeyName: key,
      ContextKeyValues: values.map(String),
      ContextKeyType: `${typeOf(values)}${Array.isArray(value) ? 'List' : ''}`,
    });
  }
  return entries;
}

/** Values are compared as the operator of the policy wants; the type only says how the simulator checks their form. */
const typeOf = (values) =>
  values.length > 0 && values.every((value) => typeof value === 'boolean')
    ? 'boolean'
    : values.length > 0 && values.every((value) => typeof value === 'number')
      ? 'numeric'
      : 'string';

/** What the simulator answered; a string says why there is no answer. */
export function decisionOf(output) {
  const result = JSON.parse(output).EvaluationResults?.[0];
  if (!result) return 'no result';
  const specific = result.ResourceSpecificResults?.[0]?.EvalResourceDecision;
  return specific ?? result.EvalDecision;
}

export const expected = ({ expect }) => DECISIONS[expect?.decision];

/** Each case with its file. */
export function readCases(path) {
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => join(path, file))
    : [path];
  return files.flatMap((file) => [JSON.parse(readFileSync(file, 'utf8'))].flat().map((one) => ({ file, one })));
}

function replay(args) {
  const options = { profile: undefined, limit: Number.POSITIVE_INFINITY, print: false, path: CASES };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--profile') options.profile = args[++i];
    else if (args[i] === '--limit') options.limit = Number(args[++i]);
    else if (args[i] === '--print') options.print = true;
    else options.path = resolve(args[i]);
  }
  const left = new Map();
  let asked = 0;
  let different = 0;
  for (const { file, one } of readCases(options.path)) {
    if (asked >= options.limit) break;
    const command = commandOf(one);
    if (command.why !== undefined) {
      left.set(command.why, (left.get(command.why) ?? 0) + 1);
      continue;
    }
    asked++;
    const full = [...command.args, ...(options.profile === undefined ? [] : ['--profile', options.profile])];
    if (options.print) {
      console.log(JSON.stringify(['aws', ...full]));
      continue;
    }
    const answer = simulate(full);
    if (answer === expected(one)) continue;
    different++;
    console.log(`${file}: ${one.name}: expected ${expected(one) ?? 'nothing'}, the simulator says ${answer}`);
  }
  console.log(`${asked} cases ${options.print ? 'can be' : 'were'} simulated${options.print ? '' : `, ${different} differ`}; left out:`);
  for (const [why, count] of [...left].sort((a, b) => b[1] - a[1])) console.log(`  ${String(count).padStart(4)}  ${why}`);
  return different;
}

/** `refused: …` where the simulator takes no such input. */
function simulate(args) {
  try {
    return decisionOf(execFileSync('aws', args, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] }));
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('the AWS CLI (aws) is not installed; see https://aws.amazon.com/cli/');
    const [line = ''] = String(error.stderr ?? error.message)
      .trim()
      .split('\n');
    if (/Unable to locate credentials|ExpiredToken|InvalidClientTokenId|AccessDenied/.test(line)) throw new Error(line);
    return `refused: ${line}`;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = replay(process.argv.slice(2)) > 0 ? 1 : 0;
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 2;
  }
}
