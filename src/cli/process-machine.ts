import process from 'node:process';
import type { Channel, Machine } from './machine.ts';

/** The machine that this process runs on. */
export function processMachine(): Machine {
  return {
    args: process.argv.slice(2),
    env: process.env,
    out: channel(process.stdout),
    err: channel(process.stderr),
    async readInput(bytesMax) {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of process.stdin) {
        const bytes: Uint8Array = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
        length += bytes.length;
        if (length > bytesMax) return undefined;
        chunks.push(bytes);
      }
      return new Uint8Array(Buffer.concat(chunks));
    },
    now: () => Date.now(),
  };
}

function channel(stream: NodeJS.WriteStream): Channel {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe may leave whenever it has seen enough; what was found, and so the exit code, stays the same.
    gone = true;
    if (error.code === 'EPIPE') return;
    process.stderr.write(`mxproof: the output cannot be written: ${error.message}\n`);
    // After main has set the code of the analysis: a report that nobody has is worth nothing.
    setImmediate(() => {
      process.exitCode = 2;
    });
  });
  return {
    isTerminal: stream.isTTY === true,
    // Some pseudo-terminals say that they have 0 columns.
    columns: stream.isTTY && stream.columns > 0 ? stream.columns : undefined,
    write(text) {
      if (!gone && text !== '') stream.write(text);
    },
  };
}
