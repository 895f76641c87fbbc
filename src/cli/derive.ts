import { resolve } from 'node:path';
import { derive } from '../derive.ts';
import type { DeriveResult } from '../model/derivation.ts';
import { deriveDocument } from '../report/json.ts';
import { formatText } from '../report/text.ts';
import { formatYaml } from '../report/yaml.ts';
import { type Arguments, type OptionSpec, readArguments, UsageError } from './arguments.ts';
import { type Command, EXIT } from './cli.ts';
import { keyAndValue } from './key-and-value.ts';
import { showProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

const HELP = `Derives the least-privilege policy of each Lambda function from what its code calls.

usage: pinhole derive [path] [options]

  path   an app's folder, or a SAM or CloudFormation template; the current folder when left out.
         A folder's template is found as its tools find it: template.yaml and its kin, also by
         way of samconfig.toml. Where there are several, each is derived.

options:
  --format text|json|yaml   text   what is needed and why, beside what is granted today (the default)
                            json   the derive document: one object for one template, and an
                                   array of such objects where the path holds several templates
                            yaml   resources to paste into the template
  --style role|policies     with --format yaml:
                            role       a deployable AWS::IAM::Role for each function (the default)
                            policies   a SAM Policies list for each function, together with what SAM
                                       still adds to it on "*"; wider than the role
  --function NAME           only this function, by its logical id; may be repeated
  --parameter KEY=VALUE     the value of a template parameter; may be repeated
  --root FOLDER             nothing outside this folder is read; the enclosing repository or
                            workspace when left out
  --max-file-size BYTES     larger code files are reported and not read; 2097152 when left out
  --strict                  exit with 1 when anything is unresolved
  --help                    this text

examples:
  pinhole derive
  pinhole derive examples/image-processor --function ResizeFunction
  pinhole derive template.yaml --format yaml > roles.yaml
  pinhole derive --format json --strict --parameter Stage=prod

exit codes: 0 the answer is printed, 1 only with --strict when something is unresolved, 2 input that cannot be read
`;

const OPTIONS: Readonly<Record<string, OptionSpec>> = {
  format: { type: 'value', choices: ['text', 'json', 'yaml'] },
  style: { type: 'value', choices: ['role', 'policies'] },
  function: { type: 'value', repeatable: true },
  parameter: { type: 'value', repeatable: true },
  root: { type: 'value' },
  'max-file-size': { type: 'value' },
  strict: { type: 'flag' },
};

export const deriveCommand: Command = {
  help: HELP,
  async run(args, terminal) {
    const options = readArguments(args, OPTIONS, 1);
    const format = options.value('format') ?? 'text';
    const style = options.value('style') === 'policies' ? 'policies' : 'role';
    if (options.value('style') !== undefined && format !== 'yaml') throw new UsageError('--style goes with --format yaml');
    const parameters = new Map(options.values('parameter').map((given) => keyAndValue('--parameter', given)));
    const result = await deriveWithProgress(options, parameters, terminal);
    terminal.out(print(result, format, style, terminal));
    const unresolved = result.derivations.some(({ functions }) => functions.some((fn) => fn.unresolved.length > 0));
    return options.flag('strict') && unresolved ? EXIT.unresolved : EXIT.done;
  },
};

async function deriveWithProgress(options: Arguments, parameters: ReadonlyMap<string, string>, terminal: Terminal): Promise<DeriveResult> {
  const progress = showProgress(terminal);
  const root = options.value('root');
  const maxFileSize = bytes(options.value('max-file-size'));
  try {
    return await derive(resolve(terminal.folder, options.positionals[0] ?? '.'), {
      parameters,
      functions: options.values('function'),
      onProgress: progress.report,
      ...(maxFileSize === undefined ? {} : { maxFileSize }),
      ...(root === undefined ? {} : { root: resolve(terminal.folder, root) }),
    });
  } finally {
    progress.end();
  }
}

function print(result: DeriveResult, format: string, style: 'role' | 'policies', terminal: Terminal): string {
  switch (format) {
    case 'json': {
      // what concerns no single template is told with the first
      const documents = result.derivations.map((derivation, i) => deriveDocument(derivation, i === 0 ? result.findings : []));
      return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, undefined, 2)}\n`;
    }
    case 'yaml':
      return formatYaml(result, style);
    default:
      return formatText(result, { color: terminal.outColor, columns: terminal.columns, folder: terminal.folder });
  }
}

function bytes(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9][0-9]{0,11}$/.test(given)) throw new UsageError(`--max-file-size is a number of bytes, not ${JSON.stringify(given)}`);
  return Number(given);
}
