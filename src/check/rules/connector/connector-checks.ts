import type { Check } from '../../check.ts';
import { certificateDomainNotAccepted } from './certificate-domain-not-accepted.ts';
import { certificateNotPresented } from './certificate-not-presented.ts';
import { disabledButNeeded } from './disabled-but-needed.ts';
import { duplicatePartner } from './duplicate-partner.ts';
import { ignoredParameter } from './ignored-parameter.ts';
import { ipv6 } from './ipv6.ts';
import { microsoftIp } from './microsoft-ip.ts';
import { missingIp } from './missing-ip.ts';
import { neverUsed } from './never-used.ts';
import { outdatedServer } from './outdated-server.ts';
import { overlappingIp } from './overlapping-ip.ts';
import { ownMailRefused } from './own-mail-refused.ts';
import { privateIp } from './private-ip.ts';
import { rangeTooWide } from './range-too-wide.ts';
import { relayOnlyByIp } from './relay-only-by-ip.ts';
import { sharedCertificate } from './shared-certificate.ts';
import { sharedIp } from './shared-ip.ts';
import { smartHostNameMismatch } from './smart-host-name-mismatch.ts';
import { unrestrictedPartner } from './unrestricted-partner.ts';
import { wildcardCaptures } from './wildcard-captures.ts';
import { wrongRegionHost } from './wrong-region-host.ts';

/** What the connectors of Exchange Online, and of the servers that hand mail to it, say wrongly. */
export const connectorChecks: readonly Check[] = [
  certificateDomainNotAccepted,
  certificateNotPresented,
  disabledButNeeded,
  ignoredParameter,
  ipv6,
  microsoftIp,
  missingIp,
  neverUsed,
  overlappingIp,
  privateIp,
  rangeTooWide,
  relayOnlyByIp,
  sharedIp,
  smartHostNameMismatch,
  wildcardCaptures,
  unrestrictedPartner,
  duplicatePartner,
  ownMailRefused,
  sharedCertificate,
  wrongRegionHost,
  outdatedServer,
];
