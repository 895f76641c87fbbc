import type { Progress } from '../derive.ts';
import type { Terminal } from './terminal.ts';

/** Nothing in the first second; then where the analysis stands, on one line of a terminal, or seldom in a pipe. */
export function showProgress(terminal: Terminal, now: () => number = Date.now): { report(progress: Progress): void; end(): void } {
  const start = now();
  const pause = terminal.errIsTerminal ? 100 : 5_000;
  let next = start + 1_000;
  let shown = false;
  return {
    report({ functionId, number, of }) {
      if (now() < next) return;
      next = now() + pause;
      shown = true;
      const line = `reading ${functionId} (${number} of ${of})`;
      // carriage return, then erase to the end of the line
      terminal.err(terminal.errIsTerminal ? `\r${line.slice(0, terminal.columns - 1)}\u001b[K` : `${line}\n`);
    },
    end() {
      if (shown && terminal.errIsTerminal) terminal.err('\r\u001b[K');
    },
  };
}
