/**
 * Settings classes of pydantic: a field is the environment variable of its name, in any case, unless the program says another
 * ("Settings Management", Pydantic documentation).
 */
import { literal, operation } from '../construct.ts';
import type { Expression } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import type { Source } from './source.ts';

/** The value of a field that the constructor is not given; `fallback` where no variable is set. */
export function settingOf(source: Source, name: string, field: SyntaxNode, prefix: string, fallback: Expression | undefined): Expression {
  const aliases = keywords(source, child(field, 'right'), ['env', 'alias', 'validation_alias']);
  const names = aliases.length > 0 ? aliases : [`${prefix}${name}`];
  const at = field.start;
  return operation('setting', [...names.map((each) => literal(each, at)), fallback ?? literal(undefined, at)], at);
}

/** `model_config = SettingsConfigDict(env_prefix='APP_')`, or in a class `Config`. */
export function settingsPrefix(source: Source, statements: readonly SyntaxNode[]): string {
  const prefix = statements
    .map((statement) => /\benv_prefix['"]?\s*[=:]\s*(['"])([\w-]*)\1/.exec(source.textOf(statement))?.[2])
    .find((found) => found !== undefined);
  return prefix ?? '';
}

/** The texts that keyword arguments of a call are set to. */
function keywords(source: Source, node: SyntaxNode | undefined, names: readonly string[]): readonly string[] {
  const args = node?.type === 'call' ? (child(node, 'arguments')?.children ?? []) : [];
  return args.flatMap((argument) => {
    const name = argument.type === 'keyword_argument' ? child(argument, 'name') : undefined;
    const value = child(argument, 'value');
    if (!name || !value || !names.includes(source.textOf(name))) return [];
    const text = /^(['"])([^'"\\]*)\1$/.exec(source.textOf(value))?.[2];
    return text === undefined ? [] : [text];
  });
}
