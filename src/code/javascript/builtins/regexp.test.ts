import { describe, expect, it } from 'vitest';
import { parameter } from '../../../../test/support/app.ts';
import { see } from '../../../../test/support/interpret.ts';
import { text } from '../../../model/text.ts';

const seen = (expression: string) =>
  see(`exports.handler = async (e) => probe(${expression})`, {
    environment: new Map([['STAGE', { kind: 'text', text: text('app/', parameter('Stage')) }]]),
  });

describe('what a regular expression of single characters replaces', () => {
  it.each([
    ['`in/a+b/${e.key}`.replace(/\\+/g, " ")', 'in/a b/${event.key}'],
    ['`in/${e.key}/c+d+`.replace(/[+ ]/g, "")', 'in/${event.key}/cd'],
    ['`a_b_${e.key}`.replace(/_/, "-")', 'a-b_${event.key}'],
    ['`A${e.key}B`.replace(/[ab]/gi, "x")', 'x${event.key}x'],
    ['"a.b".replace(/\\W/g, "$&")', '${?}'],
    // where the first match is cannot be told
    ['`${e.key}_b`.replace(/_/, "-")', '${?}'],
    // a parameter's value cannot hold a slash, but may hold a point
    ['process.env.STAGE.replace(/\\//g, "-")', 'app-${Stage}'],
    ['process.env.STAGE.replace(/\\./g, "-")', 'app/${?}'],
    // any other expression is not run
    ['"ab".replace(/(a|b)+/g, "")', '${?}'],
    ['`${e.key}_b.png`.replaceAll("_", "-")', '${event.key}-b.png'],
    ['`${e.key}_b`.replace("_", "-")', '${?}'],
    ['`in/${e.key}/in/`.replace("in/", "out/")', 'out/${event.key}/in/'],
  ])('%s', (expression, expected) => {
    expect(seen(expression)).toEqual([expected]);
  });
});
