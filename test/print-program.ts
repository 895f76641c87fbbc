/**
 * Prints the intermediate language for tests: one statement a line, close to JavaScript where the language is, with the words
 * of program.ts where it is not. Stable: expectations are compared with it as text. Offsets are left away.
 */
import type {
  Argument,
  Block,
  ClassMember,
  ClassNode,
  Expression,
  FunctionNode,
  ListItem,
  Module,
  ObjectEntry,
  Parameter,
  Pattern,
  Statement,
  Type,
} from '../src/code/program.ts';

export const printModule = (module: Module): string => printBlock(module.body, '').join('\n');

const INDENT = '  ';

function printBlock(block: Block, indent: string): string[] {
  return block.flatMap((statement) => printStatement(statement, indent));
}

function nested(block: Block, indent: string): string {
  return block.length === 0 ? '{}' : `{\n${printBlock(block, indent + INDENT).join('\n')}\n${indent}}`;
}

function printStatement(s: Statement, indent: string): string[] {
  const e = (value: Expression) => printExpression(value, indent);
  const label = 'label' in s && s.label !== undefined && s.kind !== 'break' && s.kind !== 'continue' ? `${s.label}: ` : '';
  const line = (text: string): string[] => [`${indent}${label}${text}`];
  switch (s.kind) {
    case 'let':
      return line(`${s.hoisted ? 'hoisted' : 'let'} ${printPattern(s.target, indent)}${s.value ? ` = ${e(s.value)}` : ''}`);
    case 'expression':
      return line(e(s.value));
    case 'return':
    case 'throw':
      return line(s.value ? `${s.kind} ${e(s.value)}` : s.kind);
    case 'if':
      return line(`if ${e(s.test)} ${nested(s.then, indent)}${s.otherwise ? ` else ${nested(s.otherwise, indent)}` : ''}`);
    case 'loop':
      return line(
        `loop${s.once ? ' once' : ''}${s.test ? ` while ${e(s.test)}` : ''}${s.update ? ` update ${e(s.update)}` : ''} ${nested(s.body, indent)}`,
      );
    case 'each':
      return line(`each ${printPattern(s.target, indent)} in ${s.over} of ${e(s.iterable)} ${nested(s.body, indent)}`);
    case 'try': {
      const handlers = s.handlers.map(
        (h) =>
          ` catch${h.target ? ` ${printPattern(h.target, indent)}` : ''}${h.type ? `: ${e(h.type)}` : ''}${h.when ? ` when ${e(h.when)}` : ''} ${nested(h.body, indent)}`,
      );
      return line(`try ${nested(s.body, indent)}${handlers.join('')}${s.finalizer ? ` finally ${nested(s.finalizer, indent)}` : ''}`);
    }
    case 'switch': {
      const cases = s.cases.map(
        (c) => `${indent}${INDENT}${c.test ? `case ${e(c.test)}` : 'default'}${c.falls ? ' falls' : ''} ${nested(c.body, indent + INDENT)}`,
      );
      return line(`switch ${e(s.subject)} {\n${[...cases, `${indent}}`].join('\n')}`);
    }
    case 'block':
      return line(nested(s.body, indent));
    case 'break':
    case 'continue':
      return line(s.label === undefined ? s.kind : `${s.kind} ${s.label}`);
    case 'import': {
      const names = s.bindings.map((b) => (b.imported === b.local ? b.local : `${b.imported} as ${b.local}`));
      return line(`import ${s.typeOnly ? 'type ' : ''}{ ${names.join(', ')} } from ${JSON.stringify(s.specifier)}`);
    }
    case 'export':
      return line(`export ${s.name} = ${e(s.value)}`);
    case 'reexport':
      return line(
        `reexport ${s.typeOnly ? 'type ' : ''}${s.imported ?? '*'}${s.name === undefined ? '' : ` as ${s.name}`} from ${JSON.stringify(s.specifier)}`,
      );
  }
}

export function printExpression(e: Expression, indent = ''): string {
  const p = (value: Expression) => printExpression(value, indent);
  const list = (values: readonly Expression[]) => values.map(p).join(', ');
  switch (e.kind) {
    case 'literal':
      return typeof e.value === 'string' ? JSON.stringify(e.value) : String(e.value);
    case 'template':
      return `text(${list(e.parts)})`;
    case 'name':
      return e.name;
    case 'member':
      return `${p(e.object)}${e.optional ? '?' : ''}${key(e.property, indent)}`;
    case 'call':
      return `${p(e.callee)}${e.optional ? '?' : ''}${typeArguments(e.typeArguments)}(${args(e.arguments, indent)})`;
    case 'new':
      return `new ${p(e.callee)}${typeArguments(e.typeArguments)}(${args(e.arguments, indent)})`;
    case 'function':
      return printFunction(e.function, indent);
    case 'class':
      return printClass(e.class, indent);
    case 'object':
      return `{${e.entries.map((entry) => printEntry(entry, indent)).join(', ')}}`;
    case 'list':
      return `[${e.items.map((item: ListItem) => (item.kind === 'spread' ? `...${p(item.value)}` : p(item.value))).join(', ')}]`;
    case 'instance':
      return `instance ${p(e.class)} {${e.entries.map((entry) => printEntry(entry, indent)).join(', ')}}`;
    case 'choose':
      return `choose(${p(e.test)} ? ${p(e.then)} : ${p(e.otherwise)})`;
    case 'logical':
      return `${e.operator}(${p(e.left)}, ${p(e.right)})`;
    case 'operation':
      return `op ${e.operator}(${list(e.operands)})`;
    case 'assign':
      return `(${printPattern(e.target, indent)} ${e.operator ?? ''}= ${p(e.value)})`;
    case 'delete':
      return `delete ${p(e.object)}[${p(e.property)}]`;
    case 'sequence':
      return `sequence(${list(e.items)})`;
    case 'import':
      return `import(${p(e.specifier)})`;
    case 'await':
      return `await ${p(e.value)}`;
    case 'yield':
      return `yield${e.all ? ' all' : ''}${e.value ? ` ${p(e.value)}` : ''}`;
    case 'typed':
      return `(${p(e.value)} as ${printType(e.type)})`;
    case 'unknown':
      return `unknown(${JSON.stringify(e.reason)})`;
  }
}

const key = (e: Expression, indent: string): string =>
  e.kind === 'literal' && typeof e.value === 'string' ? `.${e.value}` : `[${printExpression(e, indent)}]`;

const entryKey = (e: Expression, indent: string): string =>
  e.kind === 'literal' && typeof e.value === 'string' ? e.value : `[${printExpression(e, indent)}]`;

function printEntry(entry: ObjectEntry, indent: string): string {
  if (entry.kind === 'spread') return `...${printExpression(entry.value, indent)}`;
  return `${entry.accessor ? `${entry.accessor} ` : ''}${entryKey(entry.key, indent)}: ${printExpression(entry.value, indent)}`;
}

const args = (list: readonly Argument[], indent: string): string =>
  list
    .map((a) => `${a.name === undefined ? '' : `${a.name}=`}${a.spread ? `...${a.spread} ` : ''}${printExpression(a.value, indent)}`)
    .join(', ');

const typeArguments = (types: readonly (Type | undefined)[] | undefined): string =>
  types ? `<${types.map((type) => (type ? printType(type) : '_')).join(', ')}>` : '';

function printFunction(f: FunctionNode, indent: string): string {
  const words = [f.lexicalThis ? 'arrow' : 'function', ...(f.generator ? ['generator'] : [])].join(' ');
  const extras = [
    f.self === undefined ? '' : ` self ${f.self}`,
    f.receiver === undefined ? '' : ` receiver ${f.receiver}`,
    f.outer ? ` outer ${f.outer.join(' ')}` : '',
  ].join('');
  const parameters = f.parameters.map((parameter) => printParameter(parameter, indent)).join(', ');
  return `${words} ${JSON.stringify(f.name)}${extras}(${parameters})${f.result ? `: ${printType(f.result)}` : ''} ${nested(f.body, indent)}`;
}

function printParameter(p: Parameter, indent: string): string {
  const decorators = (p.decorators ?? []).map((d) => `@${printExpression(d, indent)} `).join('');
  const name = p.name === undefined ? '' : `${p.name}=`;
  const shown = p.target.kind === 'name' ? p.target.name : printPattern(p.target, indent);
  return `${decorators}${name}${p.rest ? `...${p.rest} ` : ''}${shown}${p.type ? `: ${printType(p.type)}` : ''}${
    p.default ? ` = ${printExpression(p.default, indent)}` : ''
  }`;
}

function printClass(c: ClassNode, indent: string): string {
  const decorators = c.decorators.map((d) => `@${printExpression(d, indent)} `).join('');
  const heads = [
    c.self === undefined ? '' : ` self ${c.self}`,
    c.extends.length > 0 ? ` extends ${c.extends.map((e) => printExpression(e, indent)).join(', ')}` : '',
    c.implements.length > 0 ? ` implements ${c.implements.map(printType).join(', ')}` : '',
  ].join('');
  const members = c.members.map((member) => `${indent}${INDENT}${printMember(member, indent + INDENT)}`);
  const body = members.length === 0 ? '{}' : `{\n${members.join('\n')}\n${indent}}`;
  return `${decorators}${c.interface ? 'interface' : 'class'} ${JSON.stringify(c.name)}${heads} ${body}`;
}

function printMember(m: ClassMember, indent: string): string {
  const decorators = m.decorators.map((d) => `@${printExpression(d, indent)} `).join('');
  const value = m.value ? ` = ${printExpression(m.value, indent)}` : '';
  return `${decorators}${m.static ? 'static ' : ''}${m.kind} ${entryKey(m.key, indent)}${m.type ? `: ${printType(m.type)}` : ''}${value}`;
}

export function printPattern(p: Pattern, indent = ''): string {
  switch (p.kind) {
    case 'name':
      return `${p.name}${p.type ? `: ${printType(p.type)}` : ''}`;
    case 'member':
      return `${printExpression(p.object, indent)}${key(p.property, indent)}`;
    case 'list': {
      const items = p.items.map((item) => (item ? printPattern(item, indent) : ''));
      return `[${[...items, ...(p.rest ? [`...${printPattern(p.rest, indent)}`] : [])].join(', ')}]`;
    }
    case 'object': {
      const entries = p.entries.map((entry) => `${entryKey(entry.key, indent)}: ${printPattern(entry.target, indent)}`);
      return `{${[...entries, ...(p.rest ? [`...${printPattern(p.rest, indent)}`] : [])].join(', ')}}${p.type ? `: ${printType(p.type)}` : ''}`;
    }
    case 'default':
      return `${printPattern(p.target, indent)} = ${printExpression(p.value, indent)}`;
  }
}

export function printType(t: Type): string {
  switch (t.kind) {
    case 'reference':
      return `${printExpression(t.value)}${typeArguments(t.arguments)}`;
    case 'shape':
      return `{${t.members.map((m) => `${m.name}${m.result ? `() ${printType(m.result)}` : m.type ? `: ${printType(m.type)}` : ''}`).join('; ')}}`;
    case 'list':
      return `${printType(t.item)}[]`;
    case 'union':
      return t.options.map(printType).join(' | ');
  }
}
