/**
 * node scripts/mutation/survivors.mjs [--write]: holds the last report of `npm run mutation` against docs/mutation.md. Prints the
 * figure and each line of code with survivors that the page does not explain; `--write` renews the figure and the tables of the page,
 * where a line that was explained keeps its kind and reason, and another one gets "?" for both.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const REPORT = 'reports/mutation/mutation.json';
const PAGE = 'docs/mutation.md';
const HEADING = '## What remains, by file\n';

/** `report` as Stryker writes it. Gives the figure, the lines without a reason, and the page with both renewed. */
export function survivorsOf(report, page) {
  const reasons = reasonsIn(page);
  const unexplained = [];
  const tables = [];
  let noticed = 0;
  let all = 0;
  for (const [path, { source, mutants }] of Object.entries(report.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file = path.replace('src/policy/', '');
    const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
    const living = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    const count = killed + living.length;
    noticed += killed;
    all += count;
    if (living.length === 0) continue;
    const rows = [...byLine(source, living)].map(([line, survivors]) => {
      const [kind, why] = reasons.get(`${file} ${line}`) ?? ['?', '?'];
      if (why === '?') unexplained.push(`${file} (${survivors}): ${line}`);
      return `| ${line} | ${survivors} | ${kind} | ${why} |`;
    });
    const head = ['| line | survivors | kind | why |', '| --- | --- | --- | --- |'];
    tables.push([`### ${file}: ${killed} of ${count}`, '', ...head, ...rows].join('\n'));
  }
  const figure = `${noticed} of ${all} mutants are noticed, ${((100 * noticed) / all).toFixed(1)} %`;
  const [before, after = ''] = page.split(HEADING);
  const intro = (after.split('\n### ')[0] ?? '').replace(/\d+ of \d+ mutants are noticed, [\d.]+ %/, figure).trimEnd();
  return { figure, unexplained, page: `${before}${HEADING}${intro}\n\n${tables.join('\n\n')}\n` };
}

/** How many mutants of each line survived, in the order of the lines. */
function byLine(source, living) {
  const lines = source.split('\n');
  const rows = new Map();
  for (const { location } of [...living].sort((a, b) => a.location.start.line - b.location.start.line)) {
    const line = cell(lines[location.start.line - 1]);
    rows.set(line, (rows.get(line) ?? 0) + 1);
  }
  return rows;
}

/** A line of code in a cell of a table. */
function cell(line) {
  const code = line.trim().replaceAll('|', '\\|');
  return code.includes('`') ? `\`\`${code}\`\`` : `\`${code}\``;
}

/** By file and line: kind and reason. */
function reasonsIn(page) {
  const reasons = new Map();
  let file = '';
  for (const row of page.split('\n')) {
    file = /^### (\S+):/.exec(row)?.[1] ?? file;
    const [, line, , kind, why] = row.split(/(?<!\\)\|/).map((text) => text.trim());
    if (line?.startsWith('`')) reasons.set(`${file} ${line}`, [kind, why]);
  }
  return reasons;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { figure, unexplained, page } = survivorsOf(JSON.parse(readFileSync(REPORT, 'utf8')), readFileSync(PAGE, 'utf8'));
  console.log(`${figure}; ${unexplained.length} lines with survivors have no reason`);
  for (const line of unexplained) console.log(line);
  if (argv.includes('--write')) writeFileSync(PAGE, page);
  else if (unexplained.length > 0) process.exitCode = 1;
}
