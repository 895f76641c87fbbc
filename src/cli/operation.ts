import { InputError } from '../model/finding.ts';
import { describeOperation, formatOperation } from '../needs/operation.ts';
import { type OptionSpec, readArguments, UsageError } from './arguments.ts';
import { type Command, EXIT } from './cli.ts';
import { keyAndValue } from './key-and-value.ts';

const HELP = `Prints what one AWS operation needs: each action, on which resource, when, and why.

usage: pinhole operation <client>:<Operation> [options]

  client      an SDK client (sfn, cloudwatch-logs) or an IAM prefix (states, logs)

options:
  --param NAME=VALUE        a parameter that the call is made with; may be repeated. Once one is given, those that are
                            not are taken to be absent; members of members are named as in Delete.Objects[].VersionId
  --format text|json        text when left out
  --help                    this text

examples:
  pinhole operation s3:CopyObject
  pinhole operation s3:PutObject --param ACL=public-read
  pinhole operation states:StartExecution --format json

exit codes: 0 the answer is printed, 2 when there is no such operation
`;

const OPTIONS: Readonly<Record<string, OptionSpec>> = {
  param: { type: 'value', repeatable: true },
  format: { type: 'value', choices: ['text', 'json'] },
};

export const operationCommand: Command = {
  help: HELP,
  async run(args, terminal) {
    const options = readArguments(args, OPTIONS, 1);
    const [name] = options.positionals;
    if (name === undefined) throw new UsageError('name an operation, as in s3:CopyObject');
    const parameters = new Map(options.values('param').map((given) => keyAndValue('--param', given)));
    const answer = describeOperation(name, parameters);
    if (answer.kind === 'unknown') {
      const { why, suggestions } = answer;
      throw new InputError(`${why}${suggestions.length > 0 ? `; did you mean ${suggestions.join(', ')}?` : ''}`);
    }
    if (options.value('format') === 'json') {
      const content = answer.kind === 'described' ? answer.description : { client: answer.client, operation: answer.operation, needs: [] };
      terminal.out(`${JSON.stringify(content, undefined, 2)}\n`);
    } else
      terminal.out(
        answer.kind === 'described'
          ? formatOperation(answer.description)
          : `${answer.client} ${answer.operation}\n  is not authorised by IAM: it needs no permission\n`,
      );
    return EXIT.done;
  },
};
