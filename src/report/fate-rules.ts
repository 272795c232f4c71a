import type { RuleDocs } from '../check/check.ts';
import type { Gravity } from '../prove/compare/fate-changes.ts';
import { gravityOrder, gravitySeverity } from './change-words.ts';
import type { CheckedRule } from './report.ts';

/** What makes messages fare otherwise: the area of the rules that platforms are told of it. */
export type FateCause = 'change' | 'drill' | 'what-if';

/** What has happened, as the subject of a sentence. */
const causes: Readonly<Record<FateCause, string>> = {
  change: 'The change',
  drill: 'The failure',
  'what-if': 'The setting that was asked about',
};

const remedies: Readonly<Record<FateCause, string>> = {
  change: 'Trace the message in both topologies with mxproof diff, and correct the change where that is not meant.',
  drill:
    'Trace the message with the failure (--at-down) and without it; a second host, connector or route takes over what one alone carries.',
  'what-if': 'Read which senders it hits and what saves them in mxproof prove --what-if, and see to them first.',
};

type Weight = Pick<RuleDocs, 'why'> & { readonly does: string; readonly references: RuleDocs['references'] };

const weights: Readonly<Record<Gravity, Weight>> = {
  lost: {
    does: 'stops legitimate mail.',
    why: 'Messages that arrived are refused, returned, dropped, or wait in a queue until they expire.',
    references: [
      {
        title: 'RFC 5321 section 6.1: reliable delivery',
        url: 'https://www.rfc-editor.org/rfc/rfc5321.html#section-6.1',
      },
    ],
  },
  opened: {
    does: 'lets somebody in who was kept out.',
    why: 'Messages that were refused, quarantined or not trusted arrive: forged, relayed for strangers, or past the filter.',
    references: [
      {
        title: 'RFC 5321 section 7.1: mail security and spoofing',
        url: 'https://www.rfc-editor.org/rfc/rfc5321.html#section-7.1',
      },
    ],
  },
  weaker: {
    does: 'leaves legitimate mail less protected or less trusted.',
    why: "It arrives with weaker TLS, without what proves its sender, or as a stranger's.",
    references: [
      {
        title: 'RFC 3207 section 6: security of STARTTLS',
        url: 'https://www.rfc-editor.org/rfc/rfc3207.html#section-6',
      },
    ],
  },
  fate: {
    does: 'lets messages end otherwise.',
    why: 'They are neither plainly lost nor plainly let in; whether that is meant a person says.',
    references: [
      {
        title: 'Mail flow best practices for Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/mail-flow-best-practices',
      },
    ],
  },
  closed: {
    does: 'keeps out what is not meant to arrive.',
    why: 'Messages of strangers that arrived or were trusted are refused or trusted less.',
    references: [
      {
        title: 'RFC 5321 section 7.9: scope of operation of SMTP servers',
        url: 'https://www.rfc-editor.org/rfc/rfc5321.html#section-7.9',
      },
    ],
  },
  way: {
    does: 'leads messages another way to the same end.',
    why: 'Another route, connector or address carries them; whoever watches the old one misses them.',
    references: [
      {
        title: 'RFC 5321 section 5: address resolution and mail handling',
        url: 'https://www.rfc-editor.org/rfc/rfc5321.html#section-5',
      },
    ],
  },
};

/** The id of what messages do otherwise: `change/lost`. */
export const fateRuleId = (cause: FateCause, gravity: Gravity): string => `${cause}/${gravity}`;

/** A setting stops mail of a declared sender: told once a sender, beside the kinds of messages. */
export const brokenSenderRule: CheckedRule = {
  id: 'what-if/sender',
  byDefault: gravitySeverity.lost,
  severity: gravitySeverity.lost,
  docs: {
    summary: 'The setting that was asked about stops mail of a declared sender.',
    why: weights.lost.why,
    remedy:
      'What saves its mail, where something does, stands in the result: a connector, or another way of submission.',
    references: weights.lost.references,
  },
  semantics: [],
};

/** What platforms are told of the ways in which messages can fare otherwise, the gravest first. */
export const fateRules = (cause: FateCause): readonly CheckedRule[] =>
  gravityOrder.map((gravity) => {
    const { does, why, references } = weights[gravity];
    const severity = gravitySeverity[gravity];
    const docs: RuleDocs = { summary: `${causes[cause]} ${does}`, why, remedy: remedies[cause], references };
    return { id: fateRuleId(cause, gravity), byDefault: severity, severity, docs, semantics: [] };
  });
