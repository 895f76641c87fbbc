#!/usr/bin/env node
/**
 * Compares what the rules say of each operation with a table of AWS's, given by path:
 *
 *   npm run compare:operations -- TABLE.json
 *
 * The table's form is described in src/needs/compare-table.ts. Exits with 1 when a difference has no reason in the data, and
 * with 2 when the table cannot be read. Reads the data of the built package: build first.
 */
import { readFileSync } from 'node:fs';
import { load } from './bundle.mjs';

const [path] = process.argv.slice(2);

if (path === undefined) {
  console.error('usage: npm run compare:operations -- TABLE.json');
  process.exitCode = 2;
} else {
  const [{ compareTable, formatComparison }] = await load('src/needs/compare-table.ts');
  try {
    const comparison = compareTable(JSON.parse(readFileSync(path, 'utf8')));
    console.log(formatComparison(comparison));
    if (comparison.unexplained > 0) process.exitCode = 1;
  } catch (error) {
    console.error(`${path} cannot be compared: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}
