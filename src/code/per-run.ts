import type { Files } from './files.ts';

/** A cache that lives as long as one run's view of the disk: asked for the same `Files`, it gives the same object. */
export function perRun<T>(make: () => T): (files: Files) => T {
  const made = new WeakMap<Files, T>();
  return (files) => {
    const known = made.get(files);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(files, fresh);
    return fresh;
  };
}
