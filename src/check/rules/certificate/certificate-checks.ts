import type { Check } from '../../check.ts';
import { expired } from './expired.ts';
import { expiring } from './expiring.ts';
import { incompleteChain } from './incomplete-chain.ts';
import { noAcceptedDomain } from './no-accepted-domain.ts';
import { notPubliclyTrusted } from './not-publicly-trusted.ts';
import { notYetValid } from './not-yet-valid.ts';
import { oddFile } from './odd-file.ts';
import { serversDiffer } from './servers-differ.ts';
import { weak } from './weak.ts';

/** The checks of this area. */
export const certificateChecks: readonly Check[] = [
  expired,
  expiring,
  incompleteChain,
  noAcceptedDomain,
  notPubliclyTrusted,
  notYetValid,
  oddFile,
  serversDiffer,
  weak,
];
