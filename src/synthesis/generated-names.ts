/**
 * The last resort where a grant must stay in the role and its resource declares no name: the pattern of the names that
 * CloudFormation generates, `STACK-LOGICALID-RANDOM` (CloudFormation User Guide, "Name type"). Where the two parts fill the
 * type's limit CloudFormation shortens them, and the pattern matches nothing; a warning says so.
 */
import type { Resource } from '../model/app.ts';
import { isHole, pseudo, type Text, text } from '../model/text.ts';

/** Longest names, in characters, of types whose generated names keep the case of the logical id. */
const LONGEST: ReadonlyMap<string, number> = new Map([
  ['AWS::Lambda::Function', 64],
  ['AWS::Serverless::Function', 64],
  ['AWS::SQS::Queue', 80],
  ['AWS::SNS::Topic', 256],
  ['AWS::DynamoDB::Table', 255],
  ['AWS::Serverless::SimpleTable', 255],
  ['AWS::Kinesis::Stream', 128],
  ['AWS::StepFunctions::StateMachine', 80],
  ['AWS::Serverless::StateMachine', 80],
]);

/** A hyphen and the random part. */
const RANDOM = 13;

/** Undefined when a resource that must not be named has no such pattern. */
export function generatedNames(
  resources: readonly Text[],
  find: (id: string) => Resource | undefined,
  mustNotName: (id: string) => boolean,
): { readonly resources: readonly Text[]; readonly warnings: readonly string[] } | undefined {
  const warnings = new Set<string>();
  let possible = true;
  const patterns = resources.map((resource) =>
    text(
      ...resource.flatMap((part) => {
        if (!isHole(part) || (part.kind !== 'name' && part.kind !== 'attribute') || !mustNotName(part.resource)) return [part];
        const longest = LONGEST.get(find(part.resource)?.type ?? '');
        if (part.kind === 'attribute' || longest === undefined) {
          possible = false;
          return [part];
        }
        const room = longest - RANDOM - part.resource.length - 1;
        warnings.add(
          `the name of ${part.resource} is granted as \${AWS::StackName}-${part.resource}-*; with a stack name longer than ${Math.max(room, 0)} ` +
            'characters CloudFormation shortens it and the grant matches nothing; declare a name',
        );
        return [pseudo('AWS::StackName'), `-${part.resource}-*`];
      }),
    ),
  );
  return possible ? { resources: patterns, warnings: [...warnings] } : undefined;
}
