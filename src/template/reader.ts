import type { Finding } from '../model/finding.ts';
import type { Declaration } from './declaration.ts';
import type { AppFolder } from './functions/folder.ts';
import type { Registry } from './resources/registry.ts';
import type { PolicyIndex } from './roles/policy-index.ts';
import type { Scope } from './scope.ts';

/** What every part of a template is read with. */
export interface Reader {
  readonly scope: Scope;
  readonly registry: Registry;
  readonly policies: PolicyIndex;
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** `Fn.Alias` → the logical id of what it stands for */
  readonly aliases: ReadonlyMap<string, string>;
  readonly app: AppFolder;
  readonly report: (finding: Finding) => void;
}
