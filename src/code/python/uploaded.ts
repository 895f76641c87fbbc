/**
 * Code that was uploaded before, so that the template tells an object in S3 only: it is taken to be built from the folder that holds the
 * module of the handler, where the app has one alone and its name tells functions apart.
 */
import type { LambdaFunction } from '../../model/app.ts';
import type { Files } from '../files.ts';
import { perRun } from '../per-run.ts';
import { nearestFolder } from './shared-layer.ts';

const GENERIC = /^(app|function|handlers?|index|lambda(_(function|handler))?|main|run|server)$/i;

/** The packages and the module before the last dot of a handler. */
export const modulesOf = (handler: string): readonly string[] =>
  handler
    .slice(0, Math.max(handler.lastIndexOf('.'), 0))
    .split(/[./]/)
    .filter((part) => part !== '');

const folders = perRun(() => new Map<string, string | undefined>());

export function uploadedFolder(fn: LambdaFunction, files: Files): string | undefined {
  if (fn.code.kind !== 'absent' || !fn.code.elsewhere || fn.handler === undefined) return undefined;
  const [top] = modulesOf(fn.handler);
  if (top === undefined || GENERIC.test(top)) return undefined;
  const known = folders(files);
  const key = `${fn.span.file} ${top}`;
  if (!known.has(key)) known.set(key, nearestFolder(top, fn, files));
  return known.get(key);
}
