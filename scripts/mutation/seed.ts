import fc from 'fast-check';

// a mutant must be killed by the same requests each time
fc.configureGlobal({ seed: 20_261_121, endOnFailure: true });
