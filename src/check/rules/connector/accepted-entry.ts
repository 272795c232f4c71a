import type { AddressEntry } from '../../../model/topology.ts';

/** Whether SenderIPAddresses takes the value: IPv4, a single address or a prefix of /24 to /32 (INB 3.1). */
export const acceptedEntry = (entry: AddressEntry): boolean =>
  entry.family === 4 && entry.prefixLength !== undefined && entry.prefixLength >= 24;
