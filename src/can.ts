/** A question put to a template: who may do what, as things stand today. */
import { type CanAnswer, can as canIn, isLogicalId, logicalIdOf, type Question } from './check/can/index.ts';
import type { App } from './model/app.ts';
import { InputError } from './model/finding.ts';
import { nearest } from './model/nearest.ts';
import { readApps } from './template/apps.ts';

export interface CanOptions {
  /** folder outside of which nothing is read; the enclosing repository or workspace when left out */
  readonly root?: string;
  /** values of template parameters, and of pseudo parameters such as `AWS::Region` */
  readonly parameters?: ReadonlyMap<string, string>;
}

export interface CanResult {
  readonly app: App;
  readonly answer: CanAnswer;
}

/** Throws `InputError` when the template cannot be read, or has nothing of what is asked for. */
export function can(path: string, question: Omit<Question, 'pseudo'>, options: CanOptions = {}): CanResult {
  const given = [...(options.parameters ?? [])];
  const parameters = new Map(given.filter(([name]) => !name.startsWith('AWS::')));
  const pseudo = new Map(given.filter(([name]) => name.startsWith('AWS::')));
  const { apps, findings } = readApps(path, { ...options, parameters });
  if (apps.length === 0) throw new InputError(findings.map((finding) => finding.message).join('; '), findings[0]?.span);
  checkNames(apps, parameters, pseudo);
  const app = theOne(apps, question);
  return { app, answer: canIn({ ...question, pseudo }, app) };
}

const PSEUDO = ['AWS::AccountId', 'AWS::Partition', 'AWS::Region', 'AWS::StackName', 'AWS::URLSuffix'];

function checkNames(apps: readonly App[], parameters: ReadonlyMap<string, string>, pseudo: ReadonlyMap<string, string>): void {
  const known = [...new Set(apps.flatMap((app) => [...app.parameters.keys()]))];
  for (const [names, all] of [
    [parameters, known],
    [pseudo, PSEUDO],
  ] as const)
    for (const name of names.keys())
      if (!all.includes(name)) {
        const meant = nearest(name, all);
        throw new InputError(`no template has a parameter ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
      }
}

/** The template that has what is asked for; of several templates it must be one. */
function theOne(apps: readonly App[], { who, resource }: Omit<Question, 'pseudo'>): App {
  const [first] = apps;
  if (first && apps.length === 1) return first;
  const ids = [isLogicalId(who) ? who : undefined, logicalIdOf(resource)].filter((id) => id !== undefined);
  const having = apps.filter((app) => ids.every((id) => app.resources.has(id)));
  const [only, ...more] = having;
  if (only && more.length === 0) return only;
  const names = (only ? having : apps).map((app) => app.template).join(', ');
  throw new InputError(
    only
      ? `several templates have ${ids.length > 0 ? ids.join(' and ') : 'what is asked for'}: name one of ${names} with --app`
      : `no template has ${ids.join(' and ')}: ${names} were read`,
  );
}
