/** One line for each figure, with the bound that the project promises. */
export function printer() {
  let missed = 0;
  return {
    line(what, value, unit, { most, least } = {}) {
      const ok = (most === undefined || value <= most) && (least === undefined || value >= least);
      if (!ok) missed++;
      const bound = most === undefined ? least : most;
      const limit =
        bound === undefined
          ? ''
          : `  (at ${most === undefined ? 'least' : 'most'} ${bound.toLocaleString('en')}${unit}${ok ? '' : ': MISSED'})`;
      const shown = value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
      console.log(`${what.padEnd(76)} ${shown.padStart(9)}${unit}${limit}`);
    },
    note: (sentence) => console.log(`  ${sentence}`),
    missed: () => missed,
  };
}
