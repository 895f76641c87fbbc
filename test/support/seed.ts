import fc from 'fast-check';

/** The same questions at every run, so that a red gate belongs to a change. `SEED` draws others: `SEED=$RANDOM npm test`. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
