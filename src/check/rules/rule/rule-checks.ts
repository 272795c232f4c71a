import type { Check } from '../../check.ts';
import { aliasAsRecipient } from './alias-as-recipient.ts';
import { automaticReplyRefused } from './automatic-reply-refused.ts';
import { bypassForgeable } from './bypass-forgeable.ts';
import { forwarderNotSpared } from './forwarder-not-spared.ts';
import { groupAsRecipient } from './group-as-recipient.ts';
import { headerSetLater } from './header-set-later.ts';
import { internalBypass } from './internal-bypass.ts';
import { loop } from './loop.ts';
import { loopBreakerForgeable } from './loop-breaker-forgeable.ts';
import { looseAddressPattern } from './loose-address-pattern.ts';
import { missesOwnApplication } from './misses-own-application.ts';
import { moderationWithoutManager } from './moderation-without-manager.ts';
import { notInForce } from './not-in-force.ts';
import { overLimit } from './over-limit.ts';
import { protectsOutsideMail } from './protects-outside-mail.ts';
import { shadowed } from './shadowed.ts';
import { sizeNeverReached } from './size-never-reached.ts';
import { textRepeated } from './text-repeated.ts';
import { tooManyRecipients } from './too-many-recipients.ts';
import { unconditional } from './unconditional.ts';
import { undefinedConnector } from './undefined-connector.ts';
import { uninvolvedRecipients } from './uninvolved-recipients.ts';
import { unsupported } from './unsupported.ts';
import { wildcardInWords } from './wildcard-in-words.ts';
import { wrapsOutsideMail } from './wraps-outside-mail.ts';

/** The checks of this area. */
export const ruleChecks: readonly Check[] = [
  loop,
  notInForce,
  overLimit,
  shadowed,
  undefinedConnector,
  unsupported,
  loopBreakerForgeable,
  bypassForgeable,
  unconditional,
  looseAddressPattern,
  wildcardInWords,
  internalBypass,
  groupAsRecipient,
  automaticReplyRefused,
  headerSetLater,
  protectsOutsideMail,
  tooManyRecipients,
  moderationWithoutManager,
  aliasAsRecipient,
  forwarderNotSpared,
  missesOwnApplication,
  sizeNeverReached,
  textRepeated,
  uninvolvedRecipients,
  wrapsOutsideMail,
];
