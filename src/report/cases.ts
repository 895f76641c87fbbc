/** The outcome of request cases, one line a case, for people; and the JSON of `pinhole evaluate --format json`. */
import { styleText } from 'node:util';
import type { CaseResult, CaseStatement, RequestCase } from '../policy/cases.ts';
import { columns, wrap } from './columns.ts';
import { visible } from './visible.ts';

/** One file of cases. */
export interface EvaluatedFile {
  /** as the user would write it */
  readonly file: string;
  readonly cases: readonly { readonly requestCase: RequestCase; readonly result: CaseResult }[];
}

export interface CasesOptions {
  readonly color: boolean;
  readonly columns: number;
}

/** Every key is there in every entry; what does not exist is null. */
export const casesDocument = (files: readonly EvaluatedFile[]): readonly object[] =>
  files.flatMap(({ cases }) =>
    cases.map(({ result: { name, decision, layer, statements, message, ok } }) => ({
      name,
      decision,
      layer,
      statements: statements.map((one) => ({ layer: one.layer, policy: one.policy ?? null, path: one.path ?? null, sid: one.sid ?? null })),
      message: message ?? null,
      ok,
    })),
  );

export function formatCases(files: readonly EvaluatedFile[], options: CasesOptions): string {
  const width = Math.max(options.columns, 60);
  const paint: Paint = (style, value) => (options.color ? styleText(style, value, { validateStream: false }) : value);
  const lines = files.flatMap(({ file, cases }) => [paint('bold', file), ...cases.flatMap((one) => caseLines(one, width, paint)), '']);
  return visible(`${[...lines, summary(files, paint)].join('\n')}\n`, options.color);
}

type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green', value: string) => string;

const INDENT = '  ';
/** the longest decision, and the longest layer but S3 Block Public Access */
const DECISION = 'implicitDeny'.length;
const LAYER = 'identity'.length;

function caseLines({ requestCase, result }: EvaluatedFile['cases'][number], width: number, paint: Paint): readonly string[] {
  const style = result.decision === 'allow' ? 'green' : result.decision === 'unknown' ? 'yellow' : 'red';
  const statements = result.statements.map(statementName).join(' and ');
  const cells = [
    `${result.ok ? ' ' : paint('red', '✗')} ${paint(style, result.decision.padEnd(DECISION))}  ${result.layer.padEnd(LAYER)}`,
    ...(statements === '' ? [] : [statements]),
    result.name,
  ];
  const below = `${INDENT}${' '.repeat(DECISION + 4)}`;
  return [
    ...columns([cells], INDENT, width),
    ...(result.ok ? [] : wrap(paint('red', expectation(requestCase)), below, width)),
    ...wrap(paint('dim', result.message ?? ''), below, width),
  ];
}

/** `OwnFolder of team-policy`, `Statement[2] of resource`. */
const statementName = ({ layer, policy, path, sid }: CaseStatement): string =>
  `${sid ?? path ?? 'the whole policy'}${policy === undefined ? '' : ` of ${policy}`}${layer === 'resource' ? ' (resource)' : ''}`;

function expectation({ expect }: RequestCase): string {
  const { decision, layer, message } = expect ?? {};
  const where = layer === undefined ? '' : ` by ${layer}`;
  return `expected ${decision ?? 'a decision'}${where}${message === undefined ? '' : ` with the message ${JSON.stringify(message)}`}`;
}

function summary(files: readonly EvaluatedFile[], paint: Paint): string {
  const results = files.flatMap(({ cases }) => cases.map(({ result }) => result));
  const of = (...decisions: readonly CaseResult['decision'][]): number => results.filter((one) => decisions.includes(one.decision)).length;
  const failed = results.filter((one) => !one.ok).length;
  const line = `${results.length} case${results.length === 1 ? '' : 's'}: ${of('allow')} allowed, ${of('implicitDeny', 'explicitDeny')} denied, ${of('unknown')} unknown`;
  return failed === 0
    ? paint('bold', line)
    : `${paint('bold', line)}; ${paint('red', `${failed} ${failed === 1 ? 'is' : 'are'} not as expected`)}`;
}
