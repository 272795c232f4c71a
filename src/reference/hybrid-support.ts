import { type Text, text } from '../model/text.ts';

/** Where mail of the Internet comes in first, and whose hands it is in next. */
export const mxPlaces = ['tenant', 'onPremises', 'filterBeforeTenant', 'filterBeforeOnPremises'] as const;
export type MxPlace = (typeof mxPlaces)[number];

/** The choices that together are supported by Microsoft or not. */
export interface HybridWay {
  readonly mx: MxPlace;
  /** Centralised mail transport: RouteAllMessagesViaOnPremises (HYB-4). */
  readonly centralised: boolean;
  /** Enhanced Filtering for Connectors is on for some inbound connector (EFC-2). */
  readonly enhancedFiltering: boolean;
}

export interface HybridSupport {
  /** `care`: it works under conditions that `because` names. */
  readonly answer: 'supported' | 'care' | 'unsupported';
  readonly because: Text;
  /** Points of the semantics that say so. */
  readonly semantics: readonly string[];
  /** A check that reports the combination with more detail; undefined: none. */
  readonly reportedBy?: string;
}

/**
 * Whether a combination is supported (HYB-1 to HYB-7, INB-17, EFC-5 to EFC-14). All combinations are answered; where
 * documents say nothing of a combination as such, the points that meet in it do.
 */
export function hybridSupport({ mx, centralised, enhancedFiltering }: HybridWay): HybridSupport {
  if (centralised && enhancedFiltering) return togetherUnsupported;
  return table[mx][enhancedFiltering ? 'enhanced' : centralised ? 'centralised' : 'plain'];
}

const supported = (because: Text, semantics: readonly string[]): HybridSupport => ({
  answer: 'supported',
  because,
  semantics,
});
const care = (because: Text, semantics: readonly string[], reportedBy?: string): HybridSupport => ({
  answer: 'care',
  because,
  semantics,
  ...(reportedBy === undefined ? {} : { reportedBy }),
});

const togetherUnsupported: HybridSupport = {
  answer: 'unsupported',
  because: text`Enhanced Filtering is not supported beside centralised mail transport: own mail that comes back is judged by addresses behind the own servers`,
  semantics: ['EFC-10', 'INB-17', 'CMIS-13', 'PMIS-45'],
  reportedBy: 'filtering/enhanced-filtering-unsupported',
};

const centralisedPlain = text`it is meant for compliance: between the tenant and the own servers stands no host that is not Exchange, and groups of Microsoft 365 that take external senders do not work`;
const senderUnseen = text`Exchange Online sees the address of the filter and not the sender's, and Enhanced Filtering, which would recover it, is not supported beside centralised mail transport: the filter has to judge senders`;

/** `enhanced` is without centralised transport. */
const table: Readonly<Record<MxPlace, Readonly<Record<'plain' | 'centralised' | 'enhanced', HybridSupport>>>> = {
  tenant: {
    plain: supported(text`it is what Microsoft recommends`, ['HYB-1', 'HYB-2']),
    centralised: supported(centralisedPlain, ['HYB-4', 'HYB-7', 'HYB-8']),
    enhanced: care(
      text`nothing stands before the tenant, so that there is no sender to recover; on a connector by which own mail comes in, own mail is judged by addresses behind the own servers`,
      ['EFC-5', 'EFC-13', 'INB-17'],
    ),
  },
  onPremises: {
    plain: supported(text`the own servers have to judge senders, because Exchange Online sees only these servers`, [
      'HYB-1',
      'HYB-3',
    ]),
    centralised: supported(text`what came from the own servers is not sent back to them; ${centralisedPlain}`, [
      'HYB-4',
      'HYB-5',
      'HYB-7',
    ]),
    enhanced: care(
      text`the way is straight and so supported, but documents differ on the own servers' connector: list every public address on the way, and see that own mail stays internal`,
      ['EFC-10', 'INB-17', 'EFC-5'],
    ),
  },
  filterBeforeTenant: {
    plain: care(
      text`Exchange Online judges the address of the filter: SPF fails for honest senders and DMARC policies are not honoured`,
      ['EFC-12', 'CMIS-11', 'PMIS-41'],
      'filtering/enhanced-filtering-off',
    ),
    centralised: care(senderUnseen, ['EFC-12', 'INB-17', 'CMIS-13']),
    enhanced: supported(text`it is on at the connector of the filter and skips every public hop of the filter`, [
      'EFC-5',
      'EFC-6',
      'EFC-14',
      'INB-16',
    ]),
  },
  filterBeforeOnPremises: {
    plain: care(
      text`Exchange Online sees only the own servers: the filter has to judge senders, or Enhanced Filtering on the own servers' connector recovers them`,
      ['INB-17', 'EFC-10'],
    ),
    centralised: care(senderUnseen, ['INB-17', 'EFC-10', 'HYB-7']),
    enhanced: supported(
      text`it is on at the own servers' connector, and EFSkipIPs lists the filter and the public addresses of the servers`,
      ['INB-17', 'EFC-5', 'EFC-10'],
    ),
  },
};

/** What a reader calls the place. */
export const mxPlaceNames: Readonly<Record<MxPlace, Text>> = {
  tenant: text`the MX leads to Exchange Online`,
  onPremises: text`the MX leads to the own servers`,
  filterBeforeTenant: text`the MX leads to a filter, which hands on to Exchange Online`,
  filterBeforeOnPremises: text`the MX leads to a filter, which hands on to the own servers`,
};
