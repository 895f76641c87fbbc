/** Functions whose code is an object in S3: which sources of the app are taken for it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lambda } from '../../../test/lambda.ts';
import { tree } from '../../../test/tree.ts';
import { Files } from '../files.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare());

function entry(handler: string, sources: Readonly<Record<string, string>>): string {
  const root = tree(sources);
  const code = { kind: 'absent', why: 'it is an object in S3', path: root, elsewhere: true } as const;
  const made = lambda(root, { runtime: 'python3.13', handler, code });
  const fn = { ...made, span: { ...made.span, file: 'cloudformation/stacks/template.yaml' } };
  const files = new Files(root);
  const found = python.entry(fn, files);
  if (found.kind === 'problem') return found.finding.code;
  const beside = python.resolve('orders_table', found.path, fn, files);
  const shown = (path: string): string => path.slice(root.length + 1);
  return [
    shown(found.path),
    ...(found.findings ?? []).map(({ code }) => code),
    ...(beside.kind === 'file' ? [shown(beside.path)] : []),
  ].join(' ');
}

const SOURCES = {
  'src/functions/create/create_order.py': '',
  'src/functions/create/orders_table.py': '',
  'src/functions/create/app.py': '',
};

describe('the sources of code in S3', () => {
  it('are in the one folder that holds the module of the handler, and what it imports beside it', () => {
    expect(entry('create_order.handler', SOURCES)).toBe(
      'src/functions/create/create_order.py code-assumed src/functions/create/orders_table.py',
    );
  });

  it('are not known where several folders hold one, none does, or the name is one that any function may have', () => {
    expect(entry('create_order.handler', { ...SOURCES, 'old/create_order.py': '' })).toBe('code-absent');
    expect(entry('cancel_order.handler', SOURCES)).toBe('code-absent');
    expect(entry('app.handler', SOURCES)).toBe('code-absent');
  });
});
