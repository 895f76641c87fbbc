#!/usr/bin/env node
/** The process: streams, colour and exit code. */
import { run } from './cli.ts';
import type { Terminal } from './terminal.ts';

// a reader that closes the pipe early (`| head`) has what it wanted
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

// NO_COLOR, FORCE_COLOR and NODE_DISABLE_COLORS are what hasColors() honours (no-color.org)
const takesColor = (stream: NodeJS.WriteStream): boolean => stream.isTTY === true && stream.hasColors();

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  outColor: takesColor(process.stdout),
  errColor: takesColor(process.stderr),
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? 100,
  folder: process.cwd(),
};

process.exitCode = await run(process.argv.slice(2), terminal);
