import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readNodes } from '../../../declared/check.ts';
import { checkModel } from '../../../declared/library/check.ts';
import { InputError } from '../../../model/finding.ts';
import { isModelled } from '../packages.ts';

const FOLDER = new URL('./builtin/', import.meta.url);
const files = readdirSync(FOLDER).flatMap((language) =>
  readdirSync(new URL(`${language}/`, FOLDER)).map((file): [string, string] => [language, file]),
);

it.each(files)('%s/%s passes the check that models of users pass, and says which package it is', (language, file) => {
  const { root, faults } = readNodes(readFileSync(new URL(`${language}/${file}`, FOLDER), 'utf8'), `${language}/${file}`);
  const model = checkModel(root, faults);
  let fault = '';
  try {
    faults.throwAny();
  } catch (error) {
    if (error instanceof InputError) fault = `${error.span?.line}: ${error.message}`;
  }
  expect(fault).toBe('');
  expect([model?.language, `${model?.package.replaceAll('/', '+')}.json`]).toEqual([language, file]);
});

it('counts as modelled, so that whoever depends on it reaches AWS', () => {
  expect([isModelled('sqs-consumer'), isModelled('left-pad')]).toEqual([true, false]);
});
