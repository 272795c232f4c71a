import type { Check } from '../../check.ts';
import { allowsEveryone } from './allows-everyone.ts';
import { deprecatedPtr } from './deprecated-ptr.ts';
import { missing } from './missing.ts';
import { missingMicrosoft } from './missing-microsoft.ts';
import { missingSender } from './missing-sender.ts';
import { multiple } from './multiple.ts';
import { privateAddress } from './private-address.ts';
import { recordTooLong } from './record-too-long.ts';
import { syntax } from './syntax.ts';
import { tooManyLookups } from './too-many-lookups.ts';
import { tooManyVoidLookups } from './too-many-void-lookups.ts';
import { unneededSender } from './unneeded-sender.ts';
import { unreachableTerm } from './unreachable-term.ts';
import { weakAll } from './weak-all.ts';
import { wrongCloud } from './wrong-cloud.ts';

/** The checks of this area. */
export const spfChecks: readonly Check[] = [
  allowsEveryone,
  deprecatedPtr,
  missing,
  missingMicrosoft,
  missingSender,
  multiple,
  privateAddress,
  recordTooLong,
  syntax,
  tooManyLookups,
  tooManyVoidLookups,
  unneededSender,
  unreachableTerm,
  weakAll,
  wrongCloud,
];
