import fc from 'fast-check';
import { ACCOUNT, type Charset, type Hole, REGION, text } from '../../src/model/text.ts';
import type { AuthorizationRequest } from '../../src/policy/index.ts';
import { access, assumption, combined, patterned, type Question, RESOURCES } from './arbitrary.ts';
import type { Policies } from './reference.ts';

/** A request with a part that is not known yet, and requests that it may turn out to be. */
export interface SymbolicQuestion {
  readonly request: AuthorizationRequest;
  readonly policies: Policies;
  readonly fillings: readonly AuthorizationRequest[];
}

const ACCOUNTS = ['111122223333', '444455556666'];
const FILLERS: readonly string[] = [
  'k',
  'red',
  'r*d',
  'PROD',
  'f',
  '1',
  'alice',
  'app',
  'target',
  'q',
  't',
  'red/k',
  'b/k',
  'f:PROD',
  'function:f',
  '',
];

const fits = (filler: string, chars: Charset): boolean =>
  chars === 'any' || (filler !== '' && !filler.includes(':') && (chars === 'path' || !filler.includes('/')));

const hole = (chars: Charset): Hole => ({ kind: 'runtime', reason: 'the event', chars });

/** The offset of what follows a number of colons. */
const after = (arn: string, colons: number): number => arn.split(':').slice(0, colons).join(':').length + 1;

/** A stretch of the resource's name is a hole. */
const inResource = ({ request, policies }: Question): fc.Arbitrary<SymbolicQuestion> => {
  const resource = String(request.resource);
  const start = resource === '*' ? 0 : after(resource, 5);
  return fc
    .tuple(
      fc.integer({ min: start, max: resource.length }),
      fc.integer({ min: 0, max: 8 }),
      fc.constantFrom<Charset[]>('name', 'path', 'any'),
    )
    .map(([from, length, chars]) => {
      const [head, stretch, tail] = [resource.slice(0, from), resource.slice(from, from + length), resource.slice(from + length)];
      return {
        request: { ...request, resource: text(head, hole(chars), tail) },
        policies,
        fillings: [stretch, ...FILLERS]
          .filter((filler) => fits(filler, chars))
          .map((filler) => ({ ...request, resource: head + filler + tail })),
      };
    });
};

/** The whole resource is a hole. */
const inWholeResource = ({ request, policies }: Question): SymbolicQuestion => ({
  request: { ...request, resource: text(hole('any')) },
  policies,
  fillings: RESOURCES.filter((resource) => {
    const [, partition, service, , account] = resource.split(':');
    const [, itsPartition, itsService] = String(request.resource).split(':');
    return (
      partition === itsPartition &&
      service === itsService &&
      (account === '' || request.resourceAccount === undefined || account === request.resourceAccount)
    );
  }).map((resource) => ({ ...request, resource })),
});

/** The account of the caller, or a part of its name, is a hole. */
const inPrincipal = ({ request, policies }: Question, principal: string): fc.Arbitrary<SymbolicQuestion> => {
  const start = after(principal, 5);
  const name = principal.indexOf('/', start) + 1;
  const [head, tail] = [principal.slice(0, after(principal, 4)), principal.slice(start - 1)];
  const ofAccount: SymbolicQuestion = {
    request: { ...request, principal: { AWS: text(head, ACCOUNT, tail) } },
    policies,
    fillings: ACCOUNTS.map((account) => ({ ...request, principal: head + account + tail })),
  };
  if (name === 0) return fc.constant(ofAccount);
  const ofName = fc.integer({ min: name, max: principal.length - 1 }).map((from): SymbolicQuestion => {
    const end = principal.indexOf('/', from) < 0 ? principal.length : principal.indexOf('/', from);
    const [before, rest] = [principal.slice(0, from), principal.slice(end)];
    return {
      request: { ...request, principal: { AWS: text(before, hole('name'), rest) } },
      policies,
      fillings: [principal.slice(from, end), ...FILLERS, 'run1', 'run2', '2', 'bob', 'fred']
        .filter((filler) => fits(filler, 'name'))
        .map((filler) => ({ ...request, principal: before + filler + rest })),
    };
  });
  return fc.oneof(fc.constant(ofAccount), ofName);
};

/** The region of the resource is that of the deployment. */
const inRegion = ({ request, policies }: Question): SymbolicQuestion => {
  const fields = String(request.resource).split(':');
  const put = (region: string) => [...fields.slice(0, 3), region, ...fields.slice(4)].join(':');
  return {
    request: { ...request, resource: text(`${fields.slice(0, 3).join(':')}:`, REGION, `:${fields.slice(4).join(':')}`) },
    policies,
    fillings: ['us-east-1', 'eu-west-1'].map((region) => ({ ...request, resource: put(region) })),
  };
};

/** The account of the resource is that of the deployment. */
const inAccount = ({ request, policies }: Question): SymbolicQuestion => {
  const fields = String(request.resource).split(':');
  const put = (account: string) => [...fields.slice(0, 4), account, ...fields.slice(5)].join(':');
  return {
    request: { ...request, resource: text(`${fields.slice(0, 4).join(':')}:`, ACCOUNT, `:${fields.slice(5).join(':')}`) },
    policies,
    fillings: ACCOUNTS.map((account) => ({ ...request, resource: put(account) })),
  };
};

/** The value of one context key has a hole. */
const inContext = ({ request, policies }: Question): fc.Arbitrary<SymbolicQuestion> =>
  fc
    .tuple(
      fc.constantFrom('aws:PrincipalTag/team', 's3:prefix', 'aws:SourceArn'),
      fc.constantFrom('', 'r', 'arn:aws:s3:::'),
      fc.constantFrom('', 'd', '/k'),
      fc.constantFrom<Charset[]>('name', 'path', 'any'),
    )
    .map(([key, head, tail, chars]) => ({
      request: { ...request, context: { ...request.context, [key]: { text: text(head, hole(chars), tail) } } },
      policies,
      fillings: ['e', 'b', ...FILLERS]
        .filter((filler) => fits(filler, chars))
        .map((filler) => ({ ...request, context: { ...request.context, [key]: head + filler + tail } })),
    }));

const known = ({ request }: Question): boolean =>
  !Object.values(request.context ?? {}).some((value) => typeof value === 'object' && 'unknown' in value);

export const symbolic: fc.Arbitrary<SymbolicQuestion> = fc
  .oneof(patterned, combined, access, assumption)
  .filter(known)
  .chain((question) => {
    const resource = String(question.request.resource);
    const fields = resource.split(':');
    return fc.oneof(
      inResource(question),
      inContext(question),
      fc.constant(inWholeResource(question)),
      ...(typeof question.request.principal === 'string' && question.request.principal.startsWith('arn:')
        ? [inPrincipal(question, question.request.principal)]
        : []),
      ...(fields[3] ? [fc.constant(inRegion(question))] : []),
      ...(fields[4] ? [fc.constant(inAccount(question))] : []),
    );
  });
