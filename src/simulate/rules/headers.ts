import { type HeaderFields, instancesOf } from '../../model/header-fields.ts';
import { decodeHeader } from '../../protocols/rule-text/decode-header.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { readWhole } from '../client-address.ts';
import { forwardingLoopHeader, inboxRulesLoopHeader } from '../forwards/forward.ts';
import type { Copy, Run } from '../run.ts';
import { dmarcActionWord } from '../steps/honor-dmarc.ts';
import { composeAuthentication, type JudgedSender } from '../steps/judge-sender.ts';
import type { TextMatch } from './match-text.ts';
import { lastAddress, type Scene } from './scene.ts';

/** The values of a header field (PRED-55, PRED-56: any instance counts). */
export interface HeaderValues {
  readonly values: readonly string[];
  /** The values may not be all: what the systems on the way write is known in part only. */
  readonly open: boolean;
}

const absent: HeaderValues = { values: [], open: false };
const unknown: HeaderValues = { values: [], open: true };

/** RULE-32: rules see the decoded value; what cannot be decoded leaves open what else stands there. */
export function broughtValues(field: string): HeaderValues {
  const values = instancesOf(field);
  if (!field.includes('=?')) return { values, open: false };
  const read = values.map(decodeHeader);
  return { values: read.map((one) => one.text), open: read.some((one) => one.undecoded.length > 0) };
}

const only = (value: string): HeaderValues => ({ values: [value], open: false });

/** Fields that every message carries, or that transport writes, and whose content a sample does not tell. */
const written =
  /^(received|received-spf|arc-.*|dkim-signature|message-id|date|mime-version|content-.*|thread-.*|x-forefront-.*|x-microsoft-.*|x-ms-.*|x-eop.*|x-originating-ip|x-ld-processed)$/u;

/** Of these every system on the way, the tenant included, adds an instance to those that the message has. */
const added = /^(received|received-spf|authentication-results|arc-.*)$/u;

/** The counter of rule redirects and additions (RULE-53). */
export const ruleLoopHeader = 'x-ms-exchange-transport-rules-loop';
/** The counter of moderations (RULE-54). */
export const moderationLoopHeader = 'x-ms-exchange-moderation-loop';
/** What ApplyClassification stamps (ACT-16). */
export const classificationHeader = 'x-microsoft-classification';

/** Enhanced Filtering has found a source (EFC-7), for the message and for its recipients. */
export const skipListedHeader = 'x-ms-exchange-skiplistedinternetsender';
export const originalSenderHeader = 'x-ms-exchange-externaloriginalinternetsender';

/** Fields of transport that are absent where the simulation writes none. */
const tracked = new Set([
  ruleLoopHeader,
  moderationLoopHeader,
  classificationHeader,
  forwardingLoopHeader,
  inboxRulesLoopHeader,
  skipListedHeader,
  originalSenderHeader,
]);
/** Of these a part is known: behind it RULE-55 has an id of the tenant, and EFC-7 the HELO name of the source. */
const partlyKnown: ReadonlySet<string> = new Set([forwardingLoopHeader, skipListedHeader, originalSenderHeader]);
/** The spam confidence level inside an organisation (ACT-17). */
export const sclHeader = 'x-ms-exchange-organization-scl';

/** A system on the way writes the field, and no sample tells what. */
const isWrittenUnseen = (name: string): boolean => written.test(name) && !tracked.has(name);

/** Reads what is known of a header field at the time rules run; `name` in lower case. */
export function compileHeader(name: string): (scene: Scene) => HeaderValues {
  const missing = isWrittenUnseen(name) ? unknown : absent;
  const undeclared = (Object.hasOwn(computed, name) ? computed[name] : undefined) ?? ((): HeaderValues => missing);
  const [isPartlyKnown, isAdded] = [partlyKnown.has(name), added.test(name)];
  return (scene) => {
    const declared = scene.message.transit.headers.get(name);
    if (declared === undefined) return undeclared(scene);
    if (isPartlyKnown) {
      readWhole(scene.run, scene.run.reads?.address ?? null);
      return { values: instancesOf(declared), open: true };
    }
    const brought = broughtValues(declared);
    if (isAdded) return { values: [...undeclared(scene).values, ...brought.values], open: true };
    return { ...brought, values: sinceChanged(scene, name, brought.values) };
  };
}

/** The field is absent where no message and no rule brought it; `name` in lower case. */
export const isBroughtOnly = (name: string): boolean => !Object.hasOwn(computed, name) && !isWrittenUnseen(name);

/** The same, and its values are what was brought (`broughtValues`). */
export const isAsBrought = (name: string): boolean => isBroughtOnly(name) && !partlyKnown.has(name);

/** Address fields with their display names, and with what rules and gateways have made of them since. */
function sinceChanged({ message }: Scene, name: string, values: readonly string[]): readonly string[] {
  const { from, content } = message.transit;
  const missing = (addresses: readonly string[]) =>
    addresses.filter((one) => !values.some((value) => value.toLowerCase().includes(one.toLowerCase())));
  if (name === 'from') return missing([from]).length > 0 ? [from] : values;
  if (name !== 'to' && name !== 'cc') return values;
  const more = missing(content[name]);
  return more.length === 0 ? values : [[...values, ...more].join(', ')];
}

const onlyIf = (value: string): HeaderValues => (value === '' ? absent : only(value));

/** Fields that follow from something else about the message. */
const computed: Readonly<Record<string, (scene: Scene) => HeaderValues>> = {
  from: ({ message }) => onlyIf(message.transit.from),
  subject: ({ message }) => only(message.transit.content.subject),
  to: ({ message }) => onlyIf(message.transit.content.to.join(', ')),
  cc: ({ message }) => onlyIf(message.transit.content.cc.join(', ')),
  'return-path': ({ message }) => onlyIf(message.transit.mailFrom),
  'x-ms-exchange-organization-authas': ({ message }) => only(message.authAs),
  [sclHeader]: (scene) => {
    const [first] = scene.recipients;
    const scl = first === undefined ? undefined : sclOf(scene, first.copy);
    // ORDER-20: the filter stamps a level after the rules.
    return typeof scl === 'number' ? only(String(scl)) : scl === null ? absent : unknown;
  },
  'authentication-results': (scene) => authenticationResults(scene),
  'x-forefront-antispam-report': (scene) => antispamReport(scene),
};

/**
 * ORDER-20: content filtering comes after the rules, which see the report of an earlier pass only, as far as the simulation
 * knows it.
 */
function antispamReport({ run, message, recipients }: Scene): HeaderValues {
  const { sfv } = message.transit;
  if (sfv !== undefined) return { values: [sfv], open: true };
  const route = recipients[0]?.copy.route ?? [];
  const before = message.owner.side === 'cloud' ? route.slice(0, -1) : route;
  return before.some((node) => run.world.tenants.some((one) => one.tenant.node === node)) ? unknown : absent;
}

/**
 * The spam confidence level that rules see; null: none was stamped. Of what own servers stamp only the level of internal
 * mail, of their rules and of Exchange Online is known: nobody declares their filters.
 */
export function sclOf({ message }: Scene, copy: Copy): number | null | undefined {
  if (message.owner.side === 'cloud') return copy.scl;
  const set = message.transit.headers.get(sclHeader);
  if (set !== undefined) return /^\s*-?\d\s*$/u.test(set) ? Number(set) : undefined;
  if (message.authAs === 'Internal') return -1;
  return message.directionality === 'Incoming' ? (copy.scl ?? undefined) : undefined;
}

/** Present before rules run (ORDER-19); of its parts (AUTH-1) those that are decided. */
function authenticationResults(scene: Scene): HeaderValues {
  if (lastAddress(scene) === 'none') return absent;
  const { judged, owner, transit } = scene.message;
  const copy = scene.recipients[0]?.copy;
  if (copy === undefined) return unknown;
  // What own servers hand on is judged where Enhanced Filtering is on for their connector (INB-17).
  const incoming = scene.message.directionality === 'Incoming';
  // CF-5: of an allowed address (SCL -1) nothing is checked.
  const verdicts = incoming ? copy : copy.scl === -1 ? undefined : judged?.authentication;
  if (verdicts === undefined || verdicts.spf === null) return unknown;
  const known = [
    ['spf', verdicts.spf],
    ['dkim', verdicts.dkim],
    ['dmarc', verdicts.dmarc],
  ].flatMap(([method, verdict]) => (verdict === null || verdict === 'undetermined' ? [] : [`${method}=${verdict}`]));
  if (judged === undefined) return { values: [known.join('; ')], open: true };
  const action = actionOf(scene, judged);
  if (action !== undefined) known.push(`action=${action} header.from=${domainOf(transit.from)}`);
  const isOwn = (domain: string) => owner.accepted(domain) !== undefined;
  const { result, reason } = composeAuthentication(scene.run, isOwn, transit.from, judged);
  // A pass by reputation may be a soft one; a code is known whole or not at all (AUTH-2).
  if (result !== 'undetermined' && reason !== undefined)
    known.push(/^\d+$/u.test(reason) ? `compauth=${result} reason=${reason}` : `compauth=${result}`);
  return { values: [known.join('; ')], open: true };
}

/** `action=` of AUTH-1, for the first recipient: what is not decided for the message as a whole is not in its header. */
function actionOf({ run, message, recipients }: Scene, judged: JudgedSender): string | undefined {
  const tenant = run.world.tenants.find((one) => one.tenant.node === message.owner.key);
  const [first] = recipients;
  if (tenant === undefined || first === undefined) return undefined;
  return dmarcActionWord(run, tenant, message.transit, judged, first);
}

/** How often a counting header field says that something happened; an instance without a number counts once. */
export function countOf(headers: HeaderFields, name: string): number {
  const numbers = instancesOf(headers.get(name)).map((one) => (/^\s*\d{1,6}\s*$/u.test(one) ? Number(one) : 1));
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** One instance holds; whether a later one counts is not documented (PUNC-20). */
export function holdsForInstances(run: Run, values: readonly string[], match: TextMatch): boolean {
  const [first] = values;
  if (values.length === 1 || first === undefined || match.holds(run, first) !== false) return true;
  return run.assume('rules.repeatedHeader', ['any', 'first']) === 'any';
}
