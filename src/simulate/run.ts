import type { AssumptionId } from '../model/assumptions.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Status } from '../model/delivery-status.ts';
import { withExports } from '../model/exported-evidence.ts';
import type { Evidence, Pointer } from '../model/source.ts';
import { type Text, text } from '../model/text.ts';
import type { InboundConnector, ReceiveConnector, SampleMessage } from '../model/topology.ts';
import { confidenceOf } from '../reference/semantics/semantics.ts';
import type { Forward } from './forwards/forward.ts';
import type { Note, Said } from './note.ts';
import type { Observers } from './observers.ts';
import type { Oracle } from './oracle.ts';
import type {
  Confidence,
  Decision,
  DkimVerdict,
  DmarcVerdict,
  Hop,
  HopAttribution,
  Outcome,
  RemovedField,
  Reply,
  SpfVerdict,
  TlsLevel,
  ValidatedCertificate,
} from './trace.ts';
import type { Transit } from './transit.ts';
import type { CompiledTenant, World } from './world.ts';

export type { Note, Said } from './note.ts';
export type { Transit } from './transit.ts';

/** One arrival of a copy: the session and the address it had, and how long its trail was with it. */
export interface Visit {
  readonly arrival: Arrival;
  readonly address: string;
  readonly route: number;
  readonly connectors: number;
  readonly hops: number;
  readonly rules: number;
}

/** One copy on its way to one recipient. */
export interface Copy {
  /** Where it stands among the outcomes: index of the original recipient, then of each further copy. */
  readonly order: readonly number[];
  readonly recipient: string;
  /** RCPT TO of the next leg. */
  readonly address: string;
  readonly final: string;
  readonly route: readonly string[];
  readonly connectors: readonly string[];
  readonly hops: readonly number[];
  readonly tls: TlsLevel | null;
  readonly spf: SpfVerdict | null;
  readonly dkim: DkimVerdict | null;
  readonly dmarc: DmarcVerdict | null;
  /** The first Incoming arrival at the own tenant has been judged. */
  readonly judged: boolean;
  readonly directionality: Outcome['directionality'];
  readonly authAs: Outcome['authAs'];
  readonly finalAuthAs: Outcome['finalAuthAs'];
  readonly scl: number | null;
  readonly egress: {
    readonly ip: string | null;
    readonly pool: Outcome['egressPool'];
    readonly spf: SpfVerdict | null;
    readonly dmarc: DmarcVerdict;
    readonly policy: NonNullable<Outcome['egressPolicy']> | undefined;
  } | null;
  /** Arrivals behind it; meeting the state of one again is a loop. */
  readonly visits: readonly Visit[];
  /** Groups it was expanded from, against circles among groups. */
  readonly groups: readonly string[];
  /** Who sent it on to somebody else, in order. */
  readonly forwards: readonly Forward[];
  /** What SPF said of the last arrival at a tenant, for the choice of the pool (CFWD-4). */
  readonly arrivalSpf: SpfVerdict | null;
  /** The address for which SPF was judged. */
  readonly judgedAddress: string | null;
  /** Mail flow rules whose conditions matched, per pass, also in test mode; partners' with their prefix. */
  readonly rules: readonly string[];
  /** It carries a journal report, and is no copy of the message itself. */
  readonly journalReport: boolean;
}

/** The session in which a message reaches a node. */
export interface Arrival {
  readonly from: string;
  readonly to: string;
  readonly sourceIp: string | null;
  readonly helo: string;
  /** Host name that the client dialled. */
  readonly dialled: string | undefined;
  /** How the client chose this node. */
  readonly via: 'mx' | 'smart-host' | 'table' | 'internal';
  readonly encrypted: boolean;
  readonly transit: Transit;
  readonly copies: readonly Copy[];
  readonly hop: number;
  /** Some system has accepted the message before this session. */
  readonly accepted: boolean;
  /** The certificate that the client presented over TLS. */
  readonly certificate: Certificate | undefined;
  /** At Exchange Online: whose mail it is. */
  readonly attribution?: Attribution;
  /** At an Exchange server: the receive connector; undefined for the implicit default one. */
  readonly receive?: ReceiveConnector | undefined;
}

/** The outcome of attribution (ATTR-2). */
export interface Attribution {
  readonly tenant: CompiledTenant;
  readonly directionality: 'Incoming' | 'Originating';
  /** undefined: the implicit default connector. */
  readonly connector: InboundConnector | undefined;
  /** The connector was matched by certificate or address, not by sender domain alone (DS-1). */
  readonly byKey: 'certificate' | 'address' | undefined;
}

interface OpenHop {
  readonly from: string;
  to: string;
  readonly sourceIp: string | null;
  readonly helo: string | null;
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  tls: TlsLevel | null;
  readonly certificate: string | null;
  readonly decisions: Decision[];
  readonly attribution?: HopAttribution | undefined;
  validated?: ValidatedCertificate[] | undefined;
  removed?: RemovedField[] | undefined;
}

const confidences: readonly Confidence[] = ['documented', 'observed', 'inferred'];

export const lowest = (left: Confidence, right: Confidence): Confidence =>
  confidences.indexOf(left) >= confidences.indexOf(right) ? left : right;

/** How a copy ends. */
export interface Ending {
  readonly status: Status;
  readonly endsAt?: string;
  readonly reply?: Reply;
  readonly folder?: 'inbox' | 'junk';
  readonly missing?: Text;
  /** An open point that decides it, and that is no question to the oracle. */
  readonly hangsOn?: AssumptionId;
}

/** One simulation of one message: what was met so far. */
export class Run {
  readonly world: World;
  readonly message: SampleMessage;
  readonly oracle: Oracle;
  /** False: no words are built; verdicts are the same. */
  readonly explain: boolean;
  readonly watch: Observers['watch'];
  readonly reads: Observers['reads'];
  /** Arrivals that wait to be processed, first come first served. */
  readonly queue: Arrival[] = [];
  /** Journal reports made so far. */
  journalReports = 0;
  readonly hops: OpenHop[] = [];
  /** The lowest confidence among the decisions of each hop. */
  private readonly confidences: Confidence[] = [];
  /** Recipients that groups have led to, by hop and original recipient: nobody gets two copies. */
  readonly expanded = new Set<string>();
  readonly ended: { readonly order: readonly number[]; readonly outcome: Outcome }[] = [];

  constructor(world: World, message: SampleMessage, oracle: Oracle, explain: boolean, observers: Observers = {}) {
    this.world = world;
    this.message = message;
    this.oracle = oracle;
    this.explain = explain;
    this.watch = observers.watch;
    this.reads = observers.reads;
  }

  /** The value of one of the documents' open points; `fallback` is its documented default. */
  assume<A extends string>(id: AssumptionId, answers: readonly [A, ...A[]]): A {
    const settled = this.world.assumptions.get(id);
    const found = answers.find((answer) => answer === settled);
    const ordered = found === undefined ? answers : ([found, ...answers.filter((one) => one !== found)] as [A, ...A[]]);
    return this.oracle.choose({ key: `assumption ${id}`, ask: () => text`assumption ${id}`, assumption: id }, ordered);
  }

  /** Asks what the topology does not say; the first answer is the default. */
  ask<A extends string>(key: string, answers: readonly [A, ...A[]], question: () => Text): A {
    return answers.length === 1
      ? answers[0]
      : this.oracle.choose({ key, ask: question, assumption: undefined }, answers);
  }

  note(step: string, semantics: readonly string[], say: () => Said): Note {
    if (!this.explain) return { semantics, decision: undefined, validated: undefined, removed: undefined };
    const { verdict, because, rejected = [], evidence = [] } = say();
    const facts = withExports(this.world.sources, evidence);
    const decision = { step, verdict, because, semantics, rejected, evidence: facts };
    return { semantics, decision, validated: undefined, removed: undefined };
  }

  /** Writes a decision down at a hop. */
  decide(hop: number, step: string, semantics: readonly string[], say: () => Said): void {
    this.attach(hop, [this.note(step, semantics, say)]);
  }

  attach(hop: number, notes: readonly Note[]): void {
    const open = this.hops[hop];
    if (open === undefined) return;
    let known = this.confidences[hop] ?? 'documented';
    for (const note of notes) {
      if (note.semantics.length > 0 && known !== 'inferred') known = lowest(known, confidenceOf(note.semantics));
      if (note.decision) open.decisions.push(note.decision);
      if (note.validated) open.validated = [...(open.validated ?? []), note.validated];
      if (note.removed) open.removed = [...(open.removed ?? []), ...note.removed];
    }
    this.confidences[hop] = known;
  }

  openHop(hop: Omit<OpenHop, 'decisions'>, notes: readonly Note[]): number {
    // Copied field by field: a spread of objects that differ in an optional key costs more than the rest of a leg.
    const index =
      this.hops.push({
        from: hop.from,
        to: hop.to,
        sourceIp: hop.sourceIp,
        helo: hop.helo,
        mailFrom: hop.mailFrom,
        recipients: hop.recipients,
        tls: hop.tls,
        certificate: hop.certificate,
        attribution: hop.attribution,
        validated: hop.validated,
        removed: hop.removed,
        decisions: [],
      }) - 1;
    this.confidences.push('documented');
    this.attach(index, notes);
    return index;
  }

  /** The written setting behind a fact, as evidence. */
  setting(at: Pointer, fact: string | Text): Evidence {
    return { at: this.world.sources.locate(at), text: fact };
  }

  end(copy: Copy, transit: Transit, ending: Ending): void {
    let confidence: Confidence = 'documented';
    for (const hop of copy.hops) confidence = lowest(confidence, this.confidences[hop] ?? 'documented');
    const outcome: Outcome = {
      recipient: copy.recipient,
      finalRecipient: copy.final,
      status: ending.status,
      endsAt: ending.endsAt ?? copy.route.at(-1) ?? 'internet',
      route: copy.route,
      connectors: copy.connectors,
      reply: ending.reply ?? null,
      spf: copy.spf,
      dkim: copy.dkim,
      dmarc: copy.dmarc,
      judgedAddress: copy.judgedAddress,
      egressIp: copy.egress?.ip ?? null,
      egressPool: copy.egress?.pool ?? null,
      egressSpf: copy.egress?.spf ?? null,
      egressDmarc: copy.egress?.dmarc ?? null,
      egressPolicy: copy.egress?.policy ?? null,
      lastMailFrom: transit.mailFrom === '' ? '<>' : transit.mailFrom,
      folder: ending.folder ?? null,
      hops: copy.hops,
      directionality: copy.directionality,
      authAs: copy.authAs,
      finalAuthAs: copy.finalAuthAs,
      scl: copy.scl,
      tls: copy.tls,
      rules: copy.rules,
      forwards: copy.forwards,
      confidence,
      assumptions: ending.hangsOn === undefined ? [] : [ending.hangsOn],
      missing: ending.missing ?? null,
    };
    const ended = copy.journalReport === true ? { ...outcome, journalReport: true as const } : outcome;
    this.ended.push({ order: copy.order, outcome: ended });
  }

  finishedHops(): readonly Hop[] {
    return this.hops;
  }
}
