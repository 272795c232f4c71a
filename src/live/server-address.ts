import { isIP } from 'node:net';
import type { NameServer } from './ask-server.ts';

const portUsual = 53;

/**
 * Reads a server as `--server` takes it: `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`.
 * @returns undefined for anything else; a host name would have to be looked up somewhere first.
 */
export function readServer(written: string): NameServer | undefined {
  if (isIP(written) !== 0) return { address: written, port: portUsual };
  const [, inBrackets, plain, digits] = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::(\d{1,5}))?$/iu.exec(written) ?? [];
  const address = inBrackets ?? plain ?? '';
  const port = digits === undefined ? portUsual : Number(digits);
  if (isIP(address) !== (inBrackets === undefined ? 4 : 6) || port < 1 || port > 65_535) return undefined;
  return { address, port };
}
