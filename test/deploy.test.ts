/**
 * The result deploys: the template with the derived roles in it has no loop of references. The graph is built here from the
 * template's text and the printed YAML alone, as CloudFormation would see them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, type ScalarTag } from 'yaml';
import { derive } from '../src/derive.ts';
import type { DeriveResult } from '../src/model/derivation.ts';
import { formatYaml } from '../src/report/yaml.ts';
import { findCycle } from '../src/synthesis/graph.ts';
import { namesIn } from '../src/synthesis/print/intrinsic.ts';

interface Resource {
  Type: string;
  Condition?: string;
  DependsOn?: string | string[];
  Properties?: Record<string, unknown>;
}
interface Template {
  Resources: Record<string, Resource>;
  Conditions?: Record<string, unknown>;
}

const SHORT = ['Sub', 'If', 'Equals', 'Not', 'And', 'Or', 'Join', 'Select', 'Split', 'ImportValue', 'FindInMap'];
const TAGS: ScalarTag[] = [
  { tag: '!Ref', resolve: (value: string) => ({ Ref: value }) },
  { tag: '!GetAtt', resolve: (value: string) => ({ 'Fn::GetAtt': value.split('.') }) },
  { tag: '!Sub', resolve: (value: string) => ({ 'Fn::Sub': value }) },
  { tag: '!ImportValue', resolve: (value: string) => ({ 'Fn::ImportValue': value }) },
];
const LISTS = SHORT.map((name) => ({
  tag: `!${name}`,
  collection: 'seq' as const,
  resolve: (list: { toJSON(): unknown }) => ({ [`Fn::${name}`]: list.toJSON() }),
}));
const read = (text: string): Template => parse(text, { customTags: [...TAGS, ...LISTS] as never, logLevel: 'silent' }) as Template;

const FIXTURES = fileURLToPath(new URL('./fixtures/synthesis/', import.meta.url));

/** The user's template after following the advice: each function has its derived role, today's shared role is gone. */
async function deployed(name: string): Promise<{ readonly template: Template; readonly result: DeriveResult }> {
  const path = `${FIXTURES}${name}/template.yaml`;
  const result = await derive(path);
  const template = read(readFileSync(path, 'utf8'));
  const printed = read(formatYaml(result, 'role'));
  delete template.Resources.SharedRole;
  for (const { fn, deployment } of result.derivations.flatMap((derivation) => derivation.functions)) {
    const properties = template.Resources[fn.id]?.Properties;
    if (properties) properties.Role = { 'Fn::GetAtt': [deployment.roleId, 'Arn'] };
  }
  for (const id of Object.keys(printed.Resources)) expect(template.Resources, 'no resource of the user is replaced').not.toHaveProperty(id);
  Object.assign(template.Resources, printed.Resources);
  template.Conditions = { ...template.Conditions, ...printed.Conditions };
  return { template, result };
}

const graphOf = ({ Resources }: Template): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    Object.entries(Resources).map(([id, resource]) => {
      const names = new Set([...namesIn(resource.Properties), ...[resource.DependsOn ?? []].flat()]);
      return [id, new Set([...names].filter((name) => name in Resources))];
    }),
  );

describe('the template with the derived roles', () => {
  it('has no loop of references, though every function needs what waits for it', async () => {
    const { template, result } = await deployed('loops');
    const functions = result.derivations.flatMap((derivation) => derivation.functions);
    const granted = functions.flatMap((fn) => fn.statements.flatMap((statement) => statement.actions));
    for (const action of ['s3:GetObject', 'cognito-idp:AdminGetUser', 'sns:Publish', 'states:StartExecution', 'lambda:InvokeFunction'])
      expect(granted).toContain(action);
    expect(findCycle(graphOf(template))).toBeUndefined();
  });

  it('would have one if everything stood in the roles', async () => {
    const { template, result } = await deployed('loops');
    const graph = new Map([...graphOf(template)].map(([id, names]) => [id, new Set(names)]));
    for (const { deployment } of result.derivations.flatMap((derivation) => derivation.functions))
      for (const policy of deployment.attached) for (const name of graph.get(policy.id) ?? []) graph.get(deployment.roleId)?.add(name);
    for (const [id, names] of graph) names.delete(id);
    expect(findCycle(graph)).toBeDefined();
  });

  it('names under a condition only what is there under it', async () => {
    const { template } = await deployed('loops');
    const conditionOf = (id: string) => template.Resources[id]?.Condition;
    for (const [id, names] of graphOf(template))
      for (const name of names)
        if (conditionOf(name) !== undefined && template.Resources[id]?.Type.startsWith('AWS::IAM::'))
          expect(conditionOf(id)).toBe(conditionOf(name));
  });

  it('leaves every condition that is named defined', async () => {
    const { template } = await deployed('loops');
    for (const { Condition } of Object.values(template.Resources))
      if (Condition !== undefined) expect(template.Conditions).toHaveProperty(Condition);
  });
});
