import { resolve } from 'node:path';
import { can } from '../can.ts';
import { canDocument, formatCan } from '../report/can.ts';
import { type OptionSpec, readArguments, UsageError } from './arguments.ts';
import { type Command, EXIT } from './cli.ts';
import { keyAndValue } from './key-and-value.ts';

const HELP = `Answers whether someone may do something as the template stands, why, and what would let them.

usage: pinhole can <who> <action> <resource> [options]

  who         a function or a role of the template, by its logical id; a service, such as s3.amazonaws.com, which
              only the policy of the resource lets in; an ARN; or * for anyone
  action      one action of IAM, such as s3:GetObject
  resource    a resource of the template, by its logical id, with what follows its ARN: Bucket/*, Bucket/in/cat.jpg,
              Table/index/*; or an ARN; or * for actions that work on no particular resource

options:
  --app PATH              the template, or the app's folder; the current folder when left out
  --context KEY=VALUE     a context key of the request; may be repeated, also with one key for several values
  --parameter KEY=VALUE   the value of a template parameter, or of AWS::Region, AWS::AccountId, AWS::Partition; may be
                          repeated
  --root FOLDER           nothing outside this folder is read; the enclosing repository or workspace when left out
  --format text|json      text when left out
  --help                  this text

examples:
  pinhole can ResizeFunction s3:PutObject ResizedBucket/* --app examples/image-processor
  pinhole can s3.amazonaws.com lambda:InvokeFunction ResizeFunction --app examples/image-processor
  pinhole can ResizeFunction kms:Decrypt "*" --context kms:ViaService=s3.eu-west-1.amazonaws.com

The answer is yes, no, or unknown with what it depends on. Policies outside of the template (those of the organization, of
resources and roles of others) are not seen, nor are grants on keys, access control lists and an account's S3 Block Public
Access; a bucket's own counts, which is on where the template does not turn it off.

exit codes: 0 the question is answered, whatever the answer; 2 input that cannot be read
`;

const OPTIONS: Readonly<Record<string, OptionSpec>> = {
  app: { type: 'value' },
  context: { type: 'value', repeatable: true },
  parameter: { type: 'value', repeatable: true },
  root: { type: 'value' },
  format: { type: 'value', choices: ['text', 'json'] },
};

export const canCommand: Command = {
  help: HELP,
  async run(args, terminal) {
    const options = readArguments(args, OPTIONS, 3);
    const [who, action, resource] = options.positionals;
    if (who === undefined || action === undefined || resource === undefined)
      throw new UsageError('name who, the action and the resource, as in pinhole can ResizeFunction s3:GetObject SourceBucket/*');
    const context = new Map<string, string[]>();
    for (const given of options.values('context')) {
      const [key, value] = keyAndValue('--context', given);
      context.set(key, [...(context.get(key) ?? []), value]);
    }
    const root = options.value('root');
    const result = can(
      resolve(terminal.folder, options.value('app') ?? '.'),
      { who, action, resource, context },
      {
        parameters: new Map(options.values('parameter').map((given) => keyAndValue('--parameter', given))),
        ...(root === undefined ? {} : { root: resolve(terminal.folder, root) }),
      },
    );
    terminal.out(
      options.value('format') === 'json'
        ? `${JSON.stringify(canDocument(result), undefined, 2)}\n`
        : formatCan(result, { color: terminal.outColor, columns: terminal.columns, folder: terminal.folder }),
    );
    return EXIT.done;
  },
};
