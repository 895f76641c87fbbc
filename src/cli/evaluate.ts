import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { InputError } from '../model/finding.ts';
import { type RequestCase, readCases, runCase } from '../policy/cases.ts';
import { readJson } from '../policy/json.ts';
import { casesDocument, type EvaluatedFile, formatCases } from '../report/cases.ts';
import { visible } from '../report/visible.ts';
import { type OptionSpec, readArguments, UsageError } from './arguments.ts';
import { type Command, EXIT } from './cli.ts';

const HELP = `Decides request cases as AWS does, and holds the decisions against what the cases expect.

usage: pinhole evaluate <cases> [options]

  cases    a JSON file with one case or a list of them, or a folder: every .json file in it and below it

A case states a request and the policies around it; a policy is a document, or { "name", "document" }:

  { "name": "the app reads its bucket",
    "request": { "principal": "arn:aws:iam::111122223333:role/app", "action": "s3:GetObject",
                 "resource": "arn:aws:s3:::photos/cat.jpg", "context": { "aws:SecureTransport": true } },
    "policies": { "identity": [ … ], "resource": { … }, "boundary": [ … ], "session": [ … ],
                  "scp": [ [ root ], [ unit ], [ account ] ], "rcp": [ [ … ] ], "endpoint": [ … ], "trust": { … },
                  "grants": [ … ], "acl": { … }, "publicAccessBlock": [ … ] },
    "expect": { "decision": "allow", "layer": "identity" } }

  principal   an ARN, { "Service": "s3.amazonaws.com" }, { "Federated": "…" }, { "CanonicalUser": "…" }, or "*" for nobody
  context     context keys; { "unknown": "why" } for one whose value is not known
  newPolicy   in the request: the policy that s3:PutBucketPolicy sets, for BlockPublicPolicy
  grants      on the KMS key, as aws kms list-grants prints them
  acl         of the S3 object, or of the bucket for what works on buckets and s3:PutObject, as aws s3api get-object-acl prints it,
              with "ObjectOwnership" beside; an ID may be an account
  publicAccessBlock
              the settings of S3 Block Public Access of organization, account, bucket and access point: the strictest counts
  decision    allow, implicitDeny, explicitDeny or unknown; without expect a case is decided and nothing more

options:
  --format text|json   text when left out; json is [{ "name", "decision", "layer", "statements", "message", "ok" }]
  --help               this text

examples:
  pinhole evaluate cases.json
  pinhole evaluate test/cases --format json

exit codes: 0 every case is as expected, 1 some are not, 2 input that cannot be read
`;

const OPTIONS: Readonly<Record<string, OptionSpec>> = { format: { type: 'value', choices: ['text', 'json'] } };

export const evaluateCommand: Command = {
  help: HELP,
  async run(args, terminal) {
    const options = readArguments(args, OPTIONS, 1);
    const [given] = options.positionals;
    if (given === undefined) throw new UsageError('name a file or folder of cases, as in pinhole evaluate cases.json');
    const files = readFiles(resolve(terminal.folder, given), given);
    terminal.out(
      options.value('format') === 'json'
        ? `${JSON.stringify(casesDocument(files), undefined, 2)}\n`
        : formatCases(files, { color: terminal.outColor, columns: terminal.columns }),
    );
    return files.every(({ cases }) => cases.every(({ result }) => result.ok)) ? EXIT.done : EXIT.unmet;
  },
};

/** Bytes of one file: a bound on what is taken into memory. */
const MAX_FILE = 64 * 1024 * 1024;
const MAX_PROBLEMS = 20;

/** Throws `InputError` with every file that cannot be read, and why: half an answer would look like a whole one. */
function readFiles(path: string, given: string): readonly EvaluatedFile[] {
  const problems: string[] = [];
  const files = pathsOf(path, given).map((file) => {
    const shown = file === path ? given : `${given.replace(/[/\\]+$/, '')}/${relative(path, file).split(sep).join('/')}`;
    const read = readFile(file);
    problems.push(...read.problems.map((problem) => `${shown}: ${problem}`));
    return { file: shown, cases: read.cases.map((requestCase) => ({ requestCase, result: runCase(requestCase) })) };
  });
  if (problems.length > 0) {
    const more = problems.length - MAX_PROBLEMS;
    throw new InputError(visible([...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'), false));
  }
  return files;
}

function pathsOf(path: string, given: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })) throw new InputError(`${given} does not exist`);
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !lstatSync(join(path, file)).isDirectory())
    .sort();
  if (found.length === 0) throw new InputError(`no .json file was found in ${given}`);
  return found.map((file) => join(path, file));
}

function readFile(file: string): { readonly cases: readonly RequestCase[]; readonly problems: readonly string[] } {
  const content = contentOf(file);
  if (typeof content === 'string') return { cases: [], problems: [content] };
  const json = readJson(content.text);
  if (json.problem !== undefined) return { cases: [], problems: [json.problem] };
  const { cases, problems } = readCases(json.value);
  return { cases, problems: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)) };
}

/** A string says why it cannot be read. */
function contentOf(file: string): { readonly text: string } | string {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return 'it is no file';
    if (stat.size > MAX_FILE) return `it is larger than ${MAX_FILE / 1024 / 1024} MB`;
    return { text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    return `it cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`;
  }
}
