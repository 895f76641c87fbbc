/** A language in which random programs run: `probe` notes what it is given as a call, `tick` and `cap` let everything pass. */
import { Files } from '../../src/code/files.ts';
import { type Analysis, analyse } from '../../src/code/interpreter/analyse.ts';
import { inputOf } from '../../src/code/interpreter/data.ts';
import { argument } from '../../src/code/interpreter/machine.ts';
import { Program } from '../../src/code/interpreter/parsed.ts';
import { harmless, native, nativeFunction, UNDEFINED, type Value } from '../../src/code/interpreter/values.ts';
import type { Language } from '../../src/code/language.ts';
import type { LambdaFunction } from '../../src/model/app.ts';
import { lambda } from '../lambda.ts';
import { tree } from '../tree.ts';
import { appOf } from './app.ts';

const FUNCTIONS: ReadonlyMap<string, Value> = new Map([
  ['tick', nativeFunction('tick', () => UNDEFINED)],
  ['cap', nativeFunction('cap', ({ args }) => argument(args, 0))],
  [
    'probe',
    nativeFunction('probe', ({ machine, args, site }) => {
      const input = inputOf(machine, machine.object([['x', argument(args, 0)]]));
      machine.record({ client: 'probe', operation: 'probe', input, credentials: { kind: 'own' } }, site);
      return harmless('what the probe gives');
    }),
  ],
]);

/** Where functions stand in classes, they are those of `Probes`. */
const PROBES = native('Probes', { get: (name) => FUNCTIONS.get(name) });

const probing = (language: Language): Language => ({
  ...language,
  global: (name, machine, site, context) =>
    name === 'Probes' ? PROBES : (FUNCTIONS.get(name) ?? language.global(name, machine, site, context)),
});

/** Analyses a function of these files. */
export function analysed(language: Language, files: Readonly<Record<string, string>>, more: Partial<LambdaFunction>): Analysis {
  const root = tree(files);
  const read = new Files(root);
  const fn = lambda(root, more);
  const within = probing(language);
  const entry = within.entry(fn, read);
  if (entry.kind !== 'entry') throw new Error(entry.finding.message);
  return analyse({ fn, app: appOf([], [fn]), files: read, language: within, program: new Program(read), entry });
}
