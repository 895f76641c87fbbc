/** The sections of a template as nodes: what is declared, before anything is evaluated. */
import type { Finding } from '../model/finding.ts';
import type { Declaration } from './declaration.ts';
import { checkGlobals, withGlobals } from './sam/globals.ts';
import { at, isMapping, type MappingNode, mapping, type Node, scalar, stringOf, stringsOf } from './source/node.ts';

export interface Sections {
  readonly dialect: 'sam' | 'cloudformation';
  readonly parameters: Node | undefined;
  readonly mappings: Node | undefined;
  readonly globals: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly declarations: ReadonlyMap<string, Declaration>;
}

export const SAM_TRANSFORM = 'AWS::Serverless-2016-10-31';

export function readSections(body: MappingNode, report: (finding: Finding) => void): Sections {
  const resources = at(body, 'Resources');
  const sam = stringsOf(at(body, 'Transform')).includes(SAM_TRANSFORM) || usesSam(resources);
  const globals = at(body, 'Globals');
  checkGlobals(globals, report);
  const conditions = at(body, 'Conditions');
  const declarations = new Map<string, Declaration>();
  if (isMapping(resources))
    for (const [id, entry] of resources.entries) {
      const declaration = readDeclaration(id, entry.value, entry.span, globals, report);
      if (!declaration) continue;
      declarations.set(id, declaration);
      for (const connector of embeddedConnectors(declaration, entry.value)) declarations.set(connector.id, connector);
    }
  return {
    dialect: sam ? 'sam' : 'cloudformation',
    parameters: at(body, 'Parameters'),
    mappings: at(body, 'Mappings'),
    globals,
    conditions: new Map(isMapping(conditions) ? [...conditions.entries].map(([name, entry]) => [name, entry.value]) : []),
    declarations,
  };
}

const usesSam = (resources: Node | undefined): boolean =>
  isMapping(resources) &&
  [...resources.entries.values()].some(({ value }) => stringOf(at(value, 'Type'))?.startsWith('AWS::Serverless::') ?? false);

function readDeclaration(
  id: string,
  node: Node,
  span: Declaration['span'],
  globals: Node | undefined,
  report: (finding: Finding) => void,
): Declaration | undefined {
  const type = stringOf(at(node, 'Type'));
  if (type === undefined) {
    report({ code: 'resource-type-missing', severity: 'error', message: `the resource ${id} has no Type; it is not read`, span });
    return undefined;
  }
  const given = at(node, 'Properties');
  if (given && given.kind !== 'mapping' && !(given.kind === 'scalar' && given.value === null))
    report({
      code: 'properties-form',
      severity: 'error',
      message: `the Properties of ${id} are no map; they are not read`,
      span: given.span,
    });
  const properties = isMapping(given) ? given : mapping({}, span);
  const condition = stringOf(at(node, 'Condition'));
  const metadata = at(node, 'Metadata');
  return {
    id,
    type,
    ...(condition === undefined ? {} : { condition }),
    properties: withGlobals(type, properties, node, globals),
    ...(metadata ? { metadata } : {}),
    dependsOn: stringsOf(at(node, 'DependsOn')),
    span,
  };
}

/** `Connectors` of a resource are connectors whose source it is. SAM "Embedded connectors". */
function embeddedConnectors(declaration: Declaration, node: Node): readonly Declaration[] {
  const connectors = at(node, 'Connectors');
  if (!isMapping(connectors)) return [];
  return [...connectors.entries].map(([name, { value, span }]) => {
    const given = at(value, 'Properties');
    const source = mapping({ Id: scalar(declaration.id, span) }, span);
    const entries = new Map([...(isMapping(given) ? given.entries : []), ['Source', { span, value: source }] as const]);
    return {
      id: `${declaration.id}${name}`,
      type: 'AWS::Serverless::Connector',
      ...(declaration.condition === undefined ? {} : { condition: declaration.condition }),
      properties: { kind: 'mapping', entries, span },
      dependsOn: [],
      span,
      generatedBy: declaration.id,
    };
  });
}
