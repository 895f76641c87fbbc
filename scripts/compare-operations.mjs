#!/usr/bin/env node
/**
 * Compares what the rules say of each operation with a table of AWS's, given by path:
 *
 *   npm run compare:operations -- TABLE.json
 *
 * The table's form is described in src/needs/compare-table.ts. Exits with 1 when a difference has no reason in the data, and
 * with 2 when the table cannot be read. Reads the built files: build first.
 */
import { existsSync, readFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
const built = new URL('../dist/needs/compare-table.js', import.meta.url);

if (path === undefined || !existsSync(built)) {
  console.error(path === undefined ? 'usage: npm run compare:operations -- TABLE.json' : 'dist is missing: run `npm run build` first');
  process.exitCode = 2;
} else {
  const { compareTable, formatComparison } = await import(built.href);
  try {
    const comparison = compareTable(JSON.parse(readFileSync(path, 'utf8')));
    console.log(formatComparison(comparison));
    if (comparison.unexplained > 0) process.exitCode = 1;
  } catch (error) {
    console.error(`${path} cannot be compared: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}
