/** Where imports lead beside the code folder and the layers of the template. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lambda } from '../../../test/lambda.ts';
import { tree } from '../../../test/tree.ts';
import type { Text } from '../../model/text.ts';
import { Files } from '../files.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare());

interface Given {
  readonly layerArns?: readonly Text[];
  readonly layers?: readonly string[];
  readonly template?: string;
  readonly codeUri?: string;
}

function resolved(specifier: string, sources: Readonly<Record<string, string>>, given: Given = {}) {
  const root = tree(sources);
  const { layerArns = [], layers = [], template = 'orders/template.yaml', codeUri = 'orders/src' } = given;
  const made = lambda(root, { runtime: 'python3.13', codeUri, layers });
  const fn = { ...made, span: { ...made.span, file: template }, configuration: { ...made.configuration, layerArns } };
  const found = python.resolve(specifier, `${root}/${codeUri}/app.py`, fn, new Files(root));
  if (found.kind !== 'file') return found.kind;
  return `${found.path.slice(root.length + 1)}${found.note === undefined ? '' : ` (${found.note})`}`;
}

it('a package may have its modules some folders below', () => {
  const sources = { 'orders/src/app.py': '', 'orders/src/schema/orders/created/event.py': '', 'orders/src/static/css/main.css': '' };
  expect(resolved('schema', sources)).toBe('namespace');
  expect(resolved('schema.orders.created.event', sources)).toBe('orders/src/schema/orders/created/event.py');
  expect(resolved('static', sources)).toBe('missing');
});

describe('requirements', () => {
  const shared = { 'lib/shared/setup.py': '', 'lib/shared/src/shared/__init__.py': '', 'orders/src/app.py': '' };

  it.each([
    ['../lib/shared'],
    ['../lib/shared[extra] # our own'],
    ['-e ../lib/shared'],
    ['--editable=../lib/shared'],
    ['shared @ file:../lib/shared'],
    ['../../lib/shared/'],
    ['./lib/shared/dist/shared-1.0-py3-none-any.whl'],
  ])('lead to the package of the app that %s names', (line) => {
    expect(resolved('shared', { ...shared, 'orders/src/requirements.txt': `requests==2.31\n${line}\n` })).toBe(
      'lib/shared/src/shared/__init__.py',
    );
  });

  it('of a layer do too', () => {
    const sources = { ...shared, 'orders/layer/requirements.txt': '../lib/shared\n' };
    expect(resolved('shared', sources, { layers: ['orders/layer'] })).toBe('lib/shared/src/shared/__init__.py');
  });

  it('lead nowhere by names, options and addresses', () => {
    const lines = 'shared\n-r other.txt\n--index-url https://example.com/lib/shared\ngit+https://example.com/lib/shared\n/etc/shared\n';
    expect(resolved('shared', { ...shared, 'orders/src/requirements.txt': lines })).toBe('missing');
  });
});

describe('a layer of another stack', () => {
  const layerArns: Text[] = [[{ kind: 'parameter', name: 'SharedLayer', chars: 'any' }]];
  const sources = { 'orders/src/app.py': '', 'shared/layer/python/common/__init__.py': '' };

  it('is taken to be the only module of the name near the template', () => {
    expect(resolved('common', sources, { layerArns })).toBe(
      'shared/layer/python/common/__init__.py ("common" is neither in the code folder nor in a layer of the template; ' +
        'it is taken to be the one in shared/layer/python)',
    );
  });

  it('is not guessed among several', () => {
    expect(resolved('common', { ...sources, 'users/common.py': '' }, { layerArns })).toBe('missing');
  });

  it('is not looked for where there is none, or where others publish it', () => {
    expect(resolved('common', sources)).toBe('missing');
    expect(resolved('common', sources, { layerArns: [['arn:aws:lambda:us-east-1:017000801446:layer:Powertools:7']] })).toBe('missing');
  });

  it('is not looked for far from the template', () => {
    expect(resolved('common', sources, { layerArns, template: 'a/b/c/template.yaml' })).toBe('missing');
  });
});
