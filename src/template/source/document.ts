/** A file of the app as positioned nodes: YAML or JSON, told apart by the first character, as CloudFormation does. */
import { readFileSync, statSync } from 'node:fs';
import { type Finding, InputError } from '../../model/finding.ts';
import { readJson } from './json.ts';
import { at, isMapping, type MappingNode, type Node, scalar } from './node.ts';
import { readYaml } from './yaml.ts';

/** CloudFormation takes templates up to 1 MB; room for what a build step shrinks later. */
const MAX_BYTES = 8 * 1024 * 1024;

/** The mapping of a template. Throws `InputError` when the file cannot be read or is none. `file` is the name that spans carry. */
export function readDocument(path: string, file: string, findings: Finding[]): MappingNode {
  return parseTemplate(readText(path, file), file, findings);
}

export function parseTemplate(text: string, file: string, findings: Finding[]): MappingNode {
  const root = parseNodes(text, file, findings);
  if (isMapping(root) && isMapping(at(root, 'Resources'))) return root;
  const fault = findings.find((finding) => finding.severity === 'error');
  throw new InputError(
    fault ? `${file} is no template: ${fault.message}` : `${file} is no template: it has no Resources`,
    fault?.span ?? root.span,
  );
}

/** Never throws: what cannot be read is an `invalid` node and a finding. */
export function parseNodes(text: string, file: string, findings: Finding[]): Node {
  const start = { file, line: 1, column: 1 };
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const json = /^\s*[{[]/.test(plain);
    return (json ? readJsonOrYaml(plain, file, findings) : readYaml(plain, file, findings)) ?? scalar(null, start);
  } catch (error) {
    // the parser recurses over flow collections without a limit of its own
    if (!(error instanceof RangeError)) throw error;
    findings.push({ code: 'template-too-deep', severity: 'error', message: 'the file is nested too deep to be read', span: start });
    return { kind: 'invalid', reason: 'a file nested too deep to be read', span: start };
  }
}

/** `{…}` may also be a YAML flow mapping (comments, trailing commas, bare keys): JSON's faults count only when YAML has some too. */
function readJsonOrYaml(text: string, file: string, findings: Finding[]): Node | undefined {
  const faults: Finding[] = [];
  const json = readJson(text, file, faults);
  if (faults.some((fault) => fault.code === 'json-syntax')) {
    const others: Finding[] = [];
    const yaml = readYaml(text, file, others);
    if (yaml && !others.some((fault) => fault.severity === 'error')) {
      findings.push(...others);
      return yaml;
    }
  }
  findings.push(...faults);
  return json;
}

/** Throws `InputError`. Bytes that are no UTF-8 are an error of the input, told with the file's name. */
export function readText(path: string, file: string): string {
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new InputError(`${file} has ${size} bytes; a template may have ${MAX_BYTES}`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    throw new InputError(
      code === 'ENOENT'
        ? `${file} does not exist`
        : code === 'EISDIR'
          ? `${file} is a folder`
          : `${file} cannot be read: ${code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : (code ?? 'unknown fault')}`,
    );
  }
}
