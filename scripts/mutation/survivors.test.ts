import { expect, it } from 'vitest';
import { survivorsOf } from './survivors.mjs';

const mutant = (status: string, line: number) => ({ status, location: { start: { line } } });
const source = 'if (known) return;\n  return a || b;\nreturn `x`;\n';
const report = {
  files: {
    'src/policy/b.ts': {
      source,
      mutants: [mutant('NoCoverage', 3), mutant('Survived', 2), mutant('Survived', 2), mutant('Survived', 1), mutant('Killed', 1)],
    },
    'src/policy/a.ts': { source, mutants: [mutant('Killed', 1), mutant('Timeout', 2), mutant('Ignored', 3)] },
  },
};
const page = (figure: string, ...rows: readonly string[]) =>
  `# Title\n\n## What remains, by file\n\nIn the last run ${figure}.\n\n${rows.join('\n')}\n`;

it('renews the figure and the tables of the page, and keeps the reasons of lines that are still there', () => {
  const before = page(
    '1 of 2 mutants are noticed, 50.0 %',
    '### a.ts: 0 of 1',
    '| `if (known) return;` | 1 | S | gone |',
    '### b.ts: 1 of 2',
    '| `return a \\|\\| b;` | 1 | T | either is true |',
  );
  const renewed = survivorsOf(report, before);
  expect(renewed.figure).toBe('3 of 7 mutants are noticed, 42.9 %');
  expect(renewed.unexplained).toEqual(['b.ts (1): `if (known) return;`', 'b.ts (1): ``return `x`;``']);
  expect(renewed.page).toBe(
    page(
      '3 of 7 mutants are noticed, 42.9 %',
      '### b.ts: 1 of 5',
      '',
      '| line | survivors | kind | why |',
      '| --- | --- | --- | --- |',
      '| `if (known) return;` | 1 | ? | ? |',
      '| `return a \\|\\| b;` | 2 | T | either is true |',
      '| ``return `x`;`` | 1 | ? | ? |',
    ),
  );
  expect(survivorsOf(report, renewed.page).page).toBe(renewed.page);
});
