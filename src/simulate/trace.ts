import type { Status } from '../model/delivery-status.ts';
import type { MessageFile } from '../model/message-file.ts';
import type { Evidence } from '../model/source.ts';
import type { Text, TextValue } from '../model/text.ts';
import type { TlsLevel } from '../model/tls-level.ts';
import type { Forward } from './forwards/forward.ts';

export type { TlsLevel } from '../model/tls-level.ts';
export type SpfVerdict = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror' | 'undetermined';
export type DkimVerdict = 'pass' | 'fail' | 'none' | 'undetermined';
export type DmarcVerdict = 'pass' | 'fail' | 'bestguesspass' | 'none' | 'permerror' | 'temperror' | 'undetermined';
export type Confidence = 'documented' | 'observed' | 'inferred';

/** Answer of the system that refuses or the queue that gives up. */
export interface Reply {
  /** Basic status, `550`. */
  readonly code: string;
  /** Enhanced status, `5.7.64`. */
  readonly enhanced: string;
  readonly text: string;
  /** Node that says it. */
  readonly from: string;
  /** For a deferred copy: the NDR after expiry. */
  readonly final: { readonly code: string; readonly enhanced: string; readonly text: string } | null;
  /** Who gets the NDR; empty where nobody does. */
  readonly returnedTo: readonly string[];
  /** Node that holds the message and gives up; not part of the JSON contract. */
  readonly returnedBy: string | null;
  /** The NDR on its way; absent where nobody sends one, where a host outside does, or where it was not asked for. */
  readonly ndr?: NonDeliveryReport;
}

/** The report about a copy that cannot be delivered, as a message of its own with the null sender (RFC 5321 4.5.5). */
export interface NonDeliveryReport {
  /** Node that makes it. */
  readonly by: string;
  /** Address of its From header. */
  readonly from: string;
  /** One a copy of it, in the shape of every outcome; nobody reports about them (RFC 5321 6.1). */
  readonly outcomes: readonly Outcome[];
  readonly hops: readonly Hop[];
}

/** One copy of the message: what the contract calls an outcome. */
export interface Outcome {
  readonly recipient: string;
  readonly finalRecipient: string;
  readonly status: Status;
  readonly endsAt: string;
  /** Nodes in order, as often as they are visited. */
  readonly route: readonly string[];
  readonly connectors: readonly string[];
  readonly reply: Reply | null;
  readonly spf: SpfVerdict | null;
  readonly dkim: DkimVerdict | null;
  readonly dmarc: DmarcVerdict | null;
  /** The address for which `spf` was judged; not part of the JSON contract. */
  readonly judgedAddress: string | null;
  readonly egressIp: string | null;
  readonly egressPool: 'regular' | 'highRisk' | 'relay' | null;
  readonly egressSpf: SpfVerdict | null;
  /** What DMARC says to the receiver of the last leg; not part of the JSON contract. */
  readonly egressDmarc: DmarcVerdict | null;
  /** What the published policy asks the receiver to do with it, where DMARC fails there; null: it does not fail. */
  readonly egressPolicy: 'none' | 'quarantine' | 'reject' | null;
  readonly lastMailFrom: string;
  readonly folder: 'inbox' | 'junk' | null;
  /** Indexes into the hops of the trace. */
  readonly hops: readonly number[];
  readonly directionality: 'Incoming' | 'Originating' | null;
  readonly authAs: 'Internal' | 'Anonymous' | null;
  readonly finalAuthAs: 'Internal' | 'Anonymous' | null;
  readonly scl: number | null;
  readonly tls: TlsLevel | null;
  readonly rules: readonly string[];
  /** Who sent the copy on to somebody else, in order; not part of the JSON contract. */
  readonly forwards: readonly Forward[];
  readonly confidence: Confidence;
  /** Assumptions of the documents' open points that decide something about this copy. */
  readonly assumptions: readonly string[];
  /** For `undetermined`: what the topology does not say. */
  readonly missing: Text | null;
  /** A journal report (JRN-2) and no copy of the message; not part of the JSON contract. */
  readonly journalReport?: true;
}

/** One leg of the way, with what was decided to choose it and on arrival. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly sourceIp: string | null;
  readonly helo: string | null;
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  readonly tls: TlsLevel | null;
  /** Name of the certificate that the client presents, as it counts for the receiver; null: none. */
  readonly certificate: string | null;
  readonly decisions: readonly Decision[];
  /** At the front door of Exchange Online: whose mail the session was; absent on every other leg. */
  readonly attribution?: HopAttribution;
  /** Declared server certificates that the client validated on this leg, failed attempts included; absent: none. */
  readonly validated?: readonly ValidatedCertificate[];
  /** Header fields that a header firewall took off the message here; absent: none. Not part of the JSON contract. */
  readonly removed?: readonly RemovedField[];
}

/** A header field that did not pass the border of an organisation (HDR-4, HDR-5). */
export interface RemovedField {
  /** In lower case. */
  readonly name: string;
  /** The node that removed it: the receiver of the leg, or its sender. */
  readonly by: string;
  /** The open point on which that rests; absent: documents say so. */
  readonly assumption?: string;
}

/** What attribution made of a session (ATTR-2); refused sessions included. */
export interface HopAttribution {
  /** null: no connector identifies the client, and the recipient's domain belongs to no tenant (ATTR-12). */
  readonly directionality: 'Incoming' | 'Originating' | null;
  /** `inbound:<name>` as outcomes list it; null: none, the message counts as anonymous mail. */
  readonly connector: string | null;
  /** By which key of the client the connector was found; null: by the sender's domain alone, or none was. */
  readonly by: 'certificate' | 'address' | null;
}

/** A client that demands CertificateValidation or DomainValidation looked at the certificate of a server. */
export interface ValidatedCertificate {
  /** The server that presents it. */
  readonly node: string;
  /** Key of the certificate under `certificates`. */
  readonly certificate: string;
  readonly demand: 'CertificateValidation' | 'DomainValidation';
  /** The name that `DomainValidation` wants. */
  readonly domain: string | undefined;
  /** Pointer to the setting that demands it; undefined: no single one does. */
  readonly at: string | undefined;
  /** Whether the session came about. */
  readonly fits: boolean;
}

/** One decision of one node: the verdict, why, and every candidate that lost with the first test it failed. */
export interface Decision {
  /** Name of the step, which is its file under `simulate/steps`. */
  readonly step: string;
  readonly verdict: Text;
  readonly because: Text;
  readonly semantics: readonly string[];
  readonly rejected: readonly { readonly candidate: string; readonly because: Text }[];
  readonly evidence: readonly Evidence[];
}

/** Another way it could go, with the open point that decides. */
export interface Alternative {
  readonly question: Text;
  /** The answer taken here. */
  readonly answer: string;
  /** Id of the assumption, where the question is one of the documents' open points. */
  readonly assumption: string | null;
  readonly outcomes: readonly Outcome[];
  readonly hops: readonly Hop[];
}

export interface Trace {
  /** Of the message. */
  readonly name: TextValue;
  readonly message: {
    readonly from: string;
    readonly mailFrom: string;
    readonly to: readonly string[];
    readonly source: string;
    /** The message file, and what of it the envelope sender was taken from (null: it is declared); absent: no file. */
    readonly eml?: { readonly file: string; readonly mailFromOf: MessageFile['senderFrom'] | null };
  };
  readonly outcomes: readonly Outcome[];
  readonly hops: readonly Hop[];
  readonly alternatives: readonly Alternative[];
  /** True when more open points were met than were explored; the alternatives are then not all. */
  readonly alternativesCut: boolean;
  /** Other answers that were followed, also those that changed nothing: what the trace cost. Not part of the JSON contract. */
  readonly followed?: number;
  /** Legs of further ways that end the same, as far as a client validated a certificate on them; absent: none. */
  readonly otherLegs?: readonly Hop[];
  readonly expectation: { readonly met: boolean; readonly failures: readonly ExpectationFailure[] } | null;
}

export interface ExpectationFailure {
  readonly recipient: string;
  readonly key: string;
  readonly expected: string;
  readonly actual: TextValue;
  readonly at: string;
}
