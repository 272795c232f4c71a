import type { TlsAsClient } from '../model/topology.ts';
import type { ClientTls } from './steps/negotiate-tls.ts';

/** What `encrypts` of a node means for its sessions: `verified` checks the name of the host that it dials. */
export function asDemand(mode: TlsAsClient): ClientTls['demand'] {
  switch (mode) {
    case 'none':
      return 'none';
    case 'opportunistic':
      return 'opportunistic';
    case 'required':
      return 'EncryptionOnly';
    case 'verified':
      return 'DomainValidation';
  }
}
