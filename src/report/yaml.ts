/** `--format yaml`: resources to paste into the template, each statement with what asks for it. */
import type { Derivation, DeriveResult, FunctionDerivation, PrintableStatement } from '../model/derivation.ts';
import type { Origin } from '../model/need.ts';
import { displayText } from '../model/text.ts';
import { namedConditions } from '../synthesis/conditions.ts';
import { printerOf } from '../synthesis/print/printer.ts';
import { roleResources, type Setting } from '../synthesis/role.ts';
import { samPolicies } from '../synthesis/sam-policies.ts';
import { fromTemplate, type ShowFile } from './paths.ts';
import { templateYaml } from './template-yaml.ts';
import { visible } from './visible.ts';

export type Style = 'role' | 'policies';

/** One YAML document for each template. */
export const formatYaml = (result: DeriveResult, style: Style): string =>
  result.derivations.map((derivation) => templateDocument(derivation, style)).join('---\n');

function templateDocument(derivation: Derivation, style: Style): string {
  const comments = new Map<object, readonly string[]>();
  const file = fromTemplate(derivation.app);
  const setting: Setting = {
    printer: printerOf(derivation.app),
    conditions: namedConditions(new Set(derivation.app.conditions.keys())),
    onStatement: (printed, item) => comments.set(printed, reasons(item, file)),
  };
  const resources = new Map<string, unknown>();
  for (const derived of derivation.functions) {
    const { fn, deployment } = derived;
    const sam = derivation.app.resources.get(fn.id)?.type === 'AWS::Serverless::Function';
    const made =
      style === 'role' || !sam
        ? { resources: roleResources(fn, deployment, setting), notes: [`${fn.id}: set Role: !GetAtt ${deployment.roleId}.Arn`] }
        : samPolicies(fn, deployment, setting);
    const [first] = made.resources.values();
    if (first && typeof first === 'object') comments.set(first, [...made.notes, ...remarks(derived, file)].map(oneLine));
    for (const [id, resource] of made.resources) resources.set(id, resource);
  }
  const content = {
    ...(setting.conditions.made.size > 0 ? { Conditions: Object.fromEntries(setting.conditions.made) } : {}),
    Resources: Object.fromEntries(resources),
  };
  return `${head(derivation, style)}${templateYaml(content, { comments })}`;
}

/** The role of one function alone, for the text report. */
export function roleYaml(derived: FunctionDerivation, derivation: Derivation): string {
  const conditions = namedConditions(new Set(derivation.app.conditions.keys()));
  const resources = roleResources(derived.fn, derived.deployment, { printer: printerOf(derivation.app), conditions });
  const content = {
    ...(conditions.made.size > 0 ? { Conditions: Object.fromEntries(conditions.made) } : {}),
    Resources: Object.fromEntries(resources),
  };
  return templateYaml(content);
}

const head = (derivation: Derivation, style: Style): string =>
  style === 'role'
    ? `# ${derivation.app.template}: one role for each function, with what its code and configuration need.\n` +
      "# Merge into the template, and set each function's Role to its role (SAM: drop its Policies).\n"
    : `# ${derivation.app.template}: Policies for each SAM function. SAM adds to them what the comments list, on every resource:\n` +
      '# wider than what the functions need. --style role is exact.\n';

const remarks = ({ unresolved, deployment, declared }: FunctionDerivation, file: ShowFile): readonly string[] => [
  ...unresolved.map((item) => `unresolved: ${item.what} (${file(item.file)}:${item.line}): ${item.why}`),
  ...deployment.findings.map((finding) => `warning: ${finding.message}`),
  ...declared.flatMap(({ declaration: { kind, span, reason }, needs }) =>
    kind === 'refusal'
      ? needs.map((need) => `refused: ${need.action} on ${displayText(need.resource)} (${file(span.file)}:${span.line}): ${reason}`)
      : [],
  ),
];

const MOST_REASONS = 4;

function reasons({ statement }: PrintableStatement, file: ShowFile): readonly string[] {
  const lines = [...new Set(statement.origins.map((origin) => originLine(origin, file)))];
  return [...lines.slice(0, MOST_REASONS), ...(lines.length > MOST_REASONS ? [`and ${lines.length - MOST_REASONS} more places`] : [])].map(
    oneLine,
  );
}

const originLine = (origin: Origin, file: ShowFile): string =>
  `${file(origin.file)}:${origin.line}${origin.operation === undefined ? '' : ` ${origin.operation}`}`;

/** Text of the user's files must not end a comment. */
const oneLine = (line: string): string => visible(line.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, ' '), false);
