/** Modules of the program: loaded when first imported, once a run; exports are read when used, so that import cycles work. */
import type { SourceFile } from '../files.ts';
import { libraryModule } from '../library/index.ts';
import { statedModule } from '../library/models/index.ts';
import type { Module } from '../program.ts';
import { fromJson } from './data.ts';
import { runBlock } from './execute.ts';
import type { Machine, Site } from './machine.ts';
import { getMember } from './members.ts';
import { Scope } from './scope.ts';
import { harmless, native, type ObjectValue, textValue, UNDEFINED, type UnknownValue, unknown, type Value } from './values.ts';

export interface ModuleRecord {
  readonly path: string;
  readonly module: Module;
  readonly scope: Scope;
  /** what `export` statements gave; accessors read the variable when asked */
  readonly exports: ObjectValue;
  /** CommonJS's `module` */
  readonly cjs: ObjectValue;
  readonly starExports: string[];
}

/** What an import leads to. */
export type Imported = { readonly kind: 'module'; readonly record: ModuleRecord } | { readonly kind: 'value'; readonly value: Value };

/** Loads what the specifier names, as seen from the site's file. */
export function importModule(machine: Machine, specifier: string, from: string, site: Site): Imported {
  const stated = statedModule(machine, specifier, site);
  if (stated) return { kind: 'value', value: stated };
  const resolution = machine.resolve(specifier, from);
  switch (resolution.kind) {
    case 'file': {
      if (resolution.note !== undefined) noteImport(machine, resolution.note, site);
      const record = loadModule(machine, resolution.path, specifier, site);
      return record ? { kind: 'module', record } : { kind: 'value', value: unknown(`the module ${specifier}, which cannot be read`) };
    }
    case 'namespace': {
      const inside = (name: string): string => (specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
      const get = (name: string): Value => namespaceOf(machine, importModule(machine, inside(name), from, site));
      return { kind: 'value', value: native(`the package ${specifier}`, { key: `package ${resolution.path}`, get }) };
    }
    case 'data': {
      const source = machine.files.read(resolution.path);
      if (typeof source === 'string') return { kind: 'value', value: lostImport(machine, specifier, 'its file cannot be read', site) };
      return { kind: 'value', value: fromJson(machine, source.text) ?? harmless(`the data of ${specifier}`) };
    }
    case 'library': {
      const value =
        machine.language.module?.(resolution.package, machine) ?? libraryModule(machine, resolution.package, resolution.subpath);
      return {
        kind: 'value',
        value: value ?? lostImport(machine, specifier, `the package ${resolution.package} reaches AWS in ways that are not modelled`, site),
      };
    }
    case 'inert':
      return {
        kind: 'value',
        value:
          machine.language.module?.(resolution.package, machine) ??
          // a package that sends requests may reach an extension on localhost
          libraryModule(machine, resolution.package, '') ??
          unknown(`the package ${resolution.package}`, {
            harmless: true,
            ...(resolution.path ? { installed: { path: resolution.path, members: [] } } : {}),
          }),
      };
    case 'missing':
      return { kind: 'value', value: lostImport(machine, specifier, resolution.why, site) };
  }
}

function noteImport(machine: Machine, message: string, site: Site): void {
  const span = machine.span(site);
  if (machine.findings.some((finding) => finding.message === message && finding.functionId === machine.fn.id)) return;
  machine.findings.push({ code: 'import-assumed', severity: 'info', message, span, functionId: machine.fn.id });
}

/** The real member of an installed package that was inert so far; undefined when its code cannot be read. */
export function readInstalled(machine: Machine, installed: NonNullable<UnknownValue['installed']>, site: Site): Value | undefined {
  const record = loadModule(machine, installed.path, installed.path, site);
  if (!record) return undefined;
  const [first, ...rest] = installed.members;
  const imported: Imported = { kind: 'module', record };
  const value = first === undefined ? exported(machine, imported, 'default', site) : exported(machine, imported, first, site);
  return rest.reduce((object: Value, name) => getMember(machine, object, textValue(name), site), value);
}

/** A value that is reported as lost when it is first used. */
function lostImport(machine: Machine, specifier: string, why: string, site: Site): UnknownValue {
  return unknown(`the module ${specifier}`, {
    lost: {
      what: `import of ${specifier}`,
      why,
      site: { module: site.module, at: site.at },
      key: `${machine.span(site).file} ${specifier}`,
    },
  });
}

export function loadModule(
  machine: Machine,
  path: string,
  specifier: string,
  site: Site | undefined,
  source?: SourceFile,
): ModuleRecord | undefined {
  const known = machine.modules.get(path);
  if (known) return known;
  const { module, findings } = machine.program.module(path, machine.language, source);
  for (const finding of findings) if (!machine.findings.includes(finding)) machine.findings.push(finding);
  const broken = findings.find((finding) => finding.severity === 'error');
  if (broken && site) machine.lose({ what: `import of ${specifier}`, why: broken.message }, site);
  else if (broken?.span) machine.loseAt({ what: `handler ${machine.fn.handler ?? ''}`.trimEnd(), why: broken.message }, broken.span);
  if (!module) return undefined;
  return machine.journal.outside(() => runModule(machine, path, module, specifier));
}

function runModule(machine: Machine, path: string, module: Module, specifier: string): ModuleRecord {
  const exports = machine.object();
  const record: ModuleRecord = {
    path,
    module,
    scope: new Scope(undefined, 'function'),
    exports,
    cjs: machine.object([['exports', exports]]),
    starExports: [],
  };
  machine.modules.set(path, record);
  record.scope.record = record;
  record.scope.declare('module', machine.cell(record.cjs));
  record.scope.declare('exports', machine.cell(exports));
  const names =
    module.language === 'javascript'
      ? [
          ['__filename', module.file],
          ['__dirname', module.file.replace(/\/?[^/]*$/, '')],
        ]
      : [
          ['__name__', specifier],
          ['__file__', module.file],
        ];
  for (const [name = '', value = ''] of names) record.scope.declare(name, machine.cell(textValue(value)));
  machine.frames.push({ name: '', node: undefined, returns: [], yields: [] });
  runBlock(machine, module.body, record.scope, record);
  machine.frames.pop();
  return record;
}

/** The module as one value: what `require`, `import *` and a package import give. */
export function namespaceOf(machine: Machine, imported: Imported): Value {
  if (imported.kind === 'value') return imported.value;
  const { record } = imported;
  if (record.module.exports === 'all') return wholeModule(machine, record);
  const replaced = record.cjs.fields.get('exports') ?? UNDEFINED;
  if (replaced !== record.exports) return replaced;
  if (record.starExports.length === 0) return record.exports;
  const fields = new Map(record.exports.fields);
  for (const specifier of record.starExports) {
    const inner = namespaceOf(machine, importModule(machine, specifier, record.path, { module: record.module, at: 0 }));
    if (inner.kind === 'object') {
      for (const name of inner.fields.keys())
        if (name !== 'default' && !fields.has(name))
          fields.set(name, {
            kind: 'accessor',
            get: () => exported(machine, { kind: 'value', value: inner }, name, { module: record.module, at: 0 }),
            set: undefined,
          });
    } else return inner;
  }
  return machine.object(fields);
}

/** A module whose every top-level name is exported, as a value. What the program writes into it is kept beside the names. */
function wholeModule(machine: Machine, record: ModuleRecord): Value {
  const key = `module ${record.path}`;
  const known = machine.store.get(key) as Value | undefined;
  if (known) return known;
  const get = (name: string, _machine: Machine, site: Site): Value | undefined => topLevelName(machine, record, name, site);
  const made = native(`the module ${record.module.file}`, { key, get, properties: machine.object() });
  machine.store.set(key, made);
  return made;
}

/** A top-level name of a module: its own, one that a star import brings, or a module inside the package. */
export function topLevelName(
  machine: Machine,
  record: ModuleRecord,
  name: string,
  site: Site,
  visited: ReadonlySet<ModuleRecord> = new Set(),
): Value | undefined {
  const cell = record.scope.own(name);
  if (cell) return readCellValue(machine, cell.value, site);
  const starred = starName(machine, record, name, site, visited);
  if (starred) return starred;
  if (record.module.language !== 'python' || !record.path.endsWith('/__init__.py')) return undefined;
  const found = machine.resolve(`.${name}`, record.path).kind !== 'missing';
  return found ? namespaceOf(machine, importModule(machine, `.${name}`, record.path, site)) : undefined;
}

/** A name that `from module import *` or Go's `import . "module"` brings in; the last such import that has it wins. */
export function starName(
  machine: Machine,
  record: ModuleRecord,
  name: string,
  site: Site,
  visited: ReadonlySet<ModuleRecord> = new Set(),
): Value | undefined {
  if (visited.has(record)) return undefined;
  const seen = new Set([...visited, record]);
  for (const specifier of [...record.starExports].reverse()) {
    const imported = importModule(machine, specifier, record.path, site);
    const { value } = imported.kind === 'value' ? imported : { value: topLevelName(machine, imported.record, name, site, seen) };
    if (imported.kind === 'module' && value) return value;
    const member = value?.kind === 'native' ? value.get?.(name, machine, site) : undefined;
    if (member) return member;
    // Any name may come from a module that could not be read.
    if (value?.kind === 'unknown' && !value.harmless) return value;
  }
  return undefined;
}

/** One exported name of an import; `default` of a CommonJS module is the module itself. */
export function exported(machine: Machine, imported: Imported, name: string, site: Site): Value {
  if (name === '*') return namespaceOf(machine, imported);
  if (imported.kind === 'module') {
    const { record } = imported;
    if (record.module.exports === 'all') {
      const value = topLevelName(machine, record, name, site);
      return value ?? lostImport(machine, name, `${record.module.file} does not define it`, site);
    }
    if (record.exports.fields.has(name)) return getMember(machine, record.exports, textValue(name), site);
    const whole = record.cjs.fields.get('exports') ?? UNDEFINED;
    if (whole === record.exports) {
      for (const specifier of record.starExports) {
        const value = exported(machine, importModule(machine, specifier, record.path, site), name, site);
        if (value !== UNDEFINED) return value;
      }
      return name === 'default' ? record.exports : UNDEFINED;
    }
    return exported(machine, { kind: 'value', value: whole }, name, site);
  }
  const { value } = imported;
  if (name !== 'default') return getMember(machine, value, textValue(name), site);
  if (value.kind === 'object') return value.fields.has('default') ? getMember(machine, value, textValue('default'), site) : value;
  if (value.kind === 'native') return value.get?.('default', machine, site) ?? value;
  return value;
}

export function readCellValue(machine: Machine, value: Value, _site: Site): Value {
  if (value.kind !== 'accessor') return value;
  machine.step();
  return typeof value.get === 'function' ? value.get() : UNDEFINED;
}
