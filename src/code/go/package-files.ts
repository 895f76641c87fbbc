/** The files that make up one package: those of a folder that are built for Lambda and carry one package clause. */
import { dirname, join } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import type { Files, SourceFile } from '../files.ts';
import { constraintOf, isBuiltByName, packageName } from './build-constraint.ts';

export interface PackageFiles {
  readonly sources: readonly SourceFile[];
  readonly findings: readonly Finding[];
}

/** Every file of the package that `source` belongs to, in the order in which the go command hands them to the compiler: by name. */
export function packageFiles(source: SourceFile, files: Files): PackageFiles {
  const name = packageName(source.text);
  const findings: Finding[] = [];
  const all = builtFiles(dirname(source.path), files, findings).filter((file) => packageName(file.text) === name);
  // programs of one file each may share a folder: the others take no part
  const sources = hasMain(source) ? all.filter((file) => file.path === source.path || !hasMain(file)) : all;
  return sources.some((file) => file.path === source.path) ? { sources, findings } : { sources: [source], findings: [] };
}

const hasMain = (source: SourceFile): boolean => packageName(source.text) === 'main' && /^func main\(\)/m.test(source.text);

/** The files of a folder that hold a program each; more than one where each is built for itself. */
export const programsIn = (folder: string, files: Files): readonly string[] =>
  builtFiles(folder, files, []).flatMap((file) => (hasMain(file) ? [file.path] : []));

/** The first file of the folder's package, which stands for the package; with a name, of the package of that name. */
export function packageIn(folder: string, files: Files, name?: string): string | undefined {
  return builtFiles(folder, files, []).find((file) => name === undefined || packageName(file.text) === name)?.path;
}

function builtFiles(folder: string, files: Files, findings: Finding[]): SourceFile[] {
  return files.list(folder).flatMap((entry): SourceFile[] => {
    if (entry.kind === 'folder' || !isBuiltByName(entry.name)) return [];
    const path = join(folder, entry.name);
    const source = files.read(path);
    if (typeof source === 'string') {
      findings.push({
        code: `code-${source}`,
        severity: 'error',
        message: `${entry.name} of this package cannot be read, so what it calls is not known`,
        span: { file: files.display(path), line: 1, column: 1 },
      });
      return [];
    }
    const constraint = constraintOf(source.text);
    if (!constraint.built && constraint.tags.length > 0) {
      findings.push({
        code: 'go-build-tag',
        severity: 'warning',
        message: `this file is left out, since its build constraint depends on ${constraint.tags.join(', ')}: build without such tags or remove the constraint`,
        span: { file: source.file, line: 1, column: 1 },
      });
    }
    return constraint.built ? [source] : [];
  });
}
