import { decodeHeader } from '../../protocols/rule-text/decode-header.ts';
import { forwardingLoopHeader, inboxRulesLoopHeader } from '../forward.ts';
import type { Scene } from './scene.ts';
import { lastAddress } from './scene.ts';

/** The values of a header field (PRED-55, PRED-56: any instance counts). */
export interface HeaderValues {
  readonly values: readonly string[];
  /** The values may not be all: what the systems on the way write is known in part only. */
  readonly open: boolean;
}

const absent: HeaderValues = { values: [], open: false };
const unknown: HeaderValues = { values: [], open: true };
/** RULE-32: rules see the decoded value; what cannot be decoded leaves open what else stands there. */
function decoded(value: string): HeaderValues {
  if (!value.includes('=?')) return only(value);
  const { text, undecoded } = decodeHeader(value);
  return { values: [text], open: undecoded.length > 0 };
}

const only = (value: string): HeaderValues => ({ values: [value], open: false });

/** Fields that every message carries, or that transport writes, and whose content a sample does not tell. */
const written =
  /^(received|received-spf|arc-.*|dkim-signature|message-id|date|mime-version|content-.*|thread-.*|x-forefront-.*|x-microsoft-.*|x-ms-.*|x-eop.*|x-originating-ip)$/u;

/** The counter of rule redirects and additions (RULE-53). */
export const ruleLoopHeader = 'x-ms-exchange-transport-rules-loop';
/** The counter of moderations (RULE-54). */
export const moderationLoopHeader = 'x-ms-exchange-moderation-loop';
/** What ApplyClassification stamps (ACT-16). */
export const classificationHeader = 'x-microsoft-classification';

const counters = new Set([
  ruleLoopHeader,
  moderationLoopHeader,
  classificationHeader,
  forwardingLoopHeader,
  inboxRulesLoopHeader,
]);

/** What is known of a header field at the time rules run; `name` in lower case. */
export function headerValues(scene: Scene, name: string): HeaderValues {
  const { transit, authAs } = scene.message;
  const declared = transit.headers.get(name);
  // RULE-55: the counter also holds an id of the tenant, which nobody declares.
  if (declared !== undefined && name === forwardingLoopHeader) return { values: [declared], open: true };
  if (declared !== undefined) return decoded(declared);
  switch (name) {
    case 'from':
      return transit.from === '' ? absent : only(transit.from);
    case 'subject':
      return only(transit.content.subject);
    case 'to':
      return transit.content.to.length === 0 ? absent : only(transit.content.to.join(', '));
    case 'cc':
      return transit.content.cc.length === 0 ? absent : only(transit.content.cc.join(', '));
    case 'return-path':
      return transit.mailFrom === '' ? absent : only(transit.mailFrom);
    case 'x-ms-exchange-organization-authas':
      return only(authAs);
    case 'x-ms-exchange-organization-scl': {
      const scl = scene.recipients[0]?.copy.scl;
      return typeof scl === 'number' ? only(String(scl)) : unknown;
    }
    case 'authentication-results':
      return authenticationResults(scene);
  }
  return written.test(name) && !counters.has(name) ? unknown : absent;
}

/** Present before rules run (ORDER-19); of its parts the simulation knows the three verdicts. */
function authenticationResults(scene: Scene): HeaderValues {
  if (lastAddress(scene) === 'none') return absent;
  const copy = scene.recipients[0]?.copy;
  if (scene.message.directionality !== 'Incoming' || copy === undefined || copy.spf === null) return unknown;
  const known = [
    ['spf', copy.spf],
    ['dkim', copy.dkim],
    ['dmarc', copy.dmarc],
  ].flatMap(([method, verdict]) => (verdict === null || verdict === 'undetermined' ? [] : [`${method}=${verdict}`]));
  return { values: [known.join('; ')], open: true };
}

/** How often a counting header field says that something happened; one without a number counts once. */
export function countOf(headers: ReadonlyMap<string, string>, name: string): number {
  const value = headers.get(name);
  if (value === undefined) return 0;
  return /^\s*\d{1,6}\s*$/u.test(value) ? Number(value) : 1;
}
