/** Entry points, modules and packages of JavaScript and TypeScript. */
export { findEntry } from './entry.ts';
export { resolveModule } from './module.ts';
export { statedVersion } from './version.ts';
