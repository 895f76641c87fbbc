/** Arguments, exit codes and the console; a command does the rest. */
import { styleText } from 'node:util';
import { InputError } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import { formatSpan } from '../model/span.ts';
import { UsageError } from './arguments.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

export interface Command {
  /** printed by `--help` */
  readonly help: string;
  /** Returns the exit code. Throws `UsageError` and `InputError`. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** Loaded when asked for: `--help` reads no parser. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['derive', async () => (await import('./derive.ts')).deriveCommand],
  ['can', async () => (await import('./can.ts')).canCommand],
  ['evaluate', async () => (await import('./evaluate.ts')).evaluateCommand],
  ['operation', async () => (await import('./operation.ts')).operationCommand],
]);

export const EXIT = { done: 0, unresolved: 1, unmet: 1, unusable: 2, fault: 70 } as const;

const HELP = `pinhole finds out what each Lambda function's code really does and lets through only that.

usage: pinhole <command> [options]

commands:
  derive      the least-privilege policy of each function of an app, with the reason for every permission
  can         whether a function, a role or a service may do something, why, and what would let it
  evaluate    decides request cases as AWS does, and holds them against what they expect
  operation   what one AWS operation needs, when, and why

options:
  --help      this text; after a command, its options with examples
  --version   the version of pinhole

examples:
  pinhole derive
  pinhole derive examples/image-processor
  pinhole can ResizeFunction s3:GetObject SourceBucket/* --app examples/image-processor
  pinhole can s3.amazonaws.com lambda:InvokeFunction ResizeFunction --app examples/image-processor
  pinhole operation s3:CopyObject

exit codes: 0 the answer is printed, 2 input that cannot be read; 1 with derive --strict when something is unresolved, and with
evaluate when a case is not as expected
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
      terminal.out(HELP);
      return EXIT.done;
    }
    if (name === '--version' || name === '-v') {
      terminal.out(`${version()}\n`);
      return EXIT.done;
    }
    const [wanted, wantedArgs] = name === 'help' ? [rest[0] ?? '', ['--help']] : [name, rest];
    const command = await COMMANDS.get(wanted)?.();
    if (!command) {
      const meant = nearest(wanted, [...COMMANDS.keys()]);
      throw new UsageError(
        wanted.startsWith('-')
          ? `unknown option ${wanted}`
          : `unknown command ${JSON.stringify(wanted)}${meant ? `; did you mean ${meant}?` : `; the commands are ${listed([...COMMANDS.keys()])}`}`,
      );
    }
    const end = wantedArgs.indexOf('--');
    if ((end < 0 ? wantedArgs : wantedArgs.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')) {
      terminal.out(command.help);
      return EXIT.done;
    }
    return await command.run(wantedArgs, terminal);
  } catch (error) {
    return fail(error, name, terminal);
  }
}

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

function fail(error: unknown, command: string | undefined, terminal: Terminal): number {
  const label = terminal.errColor ? styleText('red', 'error:', { validateStream: false }) : 'error:';
  if (error instanceof UsageError) {
    const about = command !== undefined && COMMANDS.has(command) ? ` ${command}` : '';
    terminal.err(`${label} ${error.message}\nsee pinhole${about} --help\n`);
    return EXIT.unusable;
  }
  if (error instanceof InputError) {
    terminal.err(`${label} ${error.span ? `${formatSpan(error.span)}: ` : ''}${error.message}\n`);
    return EXIT.unusable;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`${label} pinhole failed; this is a fault of pinhole, please report it with the lines below\n${trace}\n`);
  return EXIT.fault;
}
