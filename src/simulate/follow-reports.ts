import type { SampleMessage } from '../model/topology.ts';
import { exploreAnswers, type TraceOptions } from './explore-answers.ts';
import { originateReport, reporterOf } from './nodes/report.ts';
import type { NonDeliveryReport, Outcome } from './trace.ts';
import type { World } from './world.ts';

/** Other answers followed for one report; they only name the assumptions that decide about it. */
const alternativesMax = 16;

/**
 * Outcomes with the NDR that the system which gives up sends about each, as a message of its own: null sender, from the
 * Exchange recipient or the postmaster of that system, through the same topology. `answers` are those of the message's way.
 */
export function followReports(
  world: World,
  message: SampleMessage,
  outcomes: readonly Outcome[],
  answers: ReadonlyMap<string, string>,
  options: TraceOptions,
): readonly Outcome[] {
  const known = new Map<string, NonDeliveryReport | undefined>();
  return outcomes.map((outcome) => {
    const { reply } = outcome;
    const by = reply?.returnedBy;
    const [to] = reply?.returnedTo ?? [];
    if (reply === null || by === null || by === undefined || to === undefined) return outcome;
    // Copies of one message that fail at one node are reported in the same way.
    const key = `${by} ${to}`;
    if (!known.has(key)) known.set(key, followReport(world, message, by, to, answers, options));
    const ndr = known.get(key);
    return ndr === undefined ? outcome : { ...outcome, reply: { ...reply, ndr } };
  });
}

function followReport(
  world: World,
  about: SampleMessage,
  by: string,
  to: string,
  answers: ReadonlyMap<string, string>,
  options: TraceOptions,
): NonDeliveryReport | undefined {
  const from = reporterOf(world, by, to);
  if (from === undefined) return undefined;
  const message: SampleMessage = {
    at: about.at,
    name: about.name,
    from,
    mailFrom: '',
    recipients: [{ text: to, at: about.at, box: 'to' }],
    source: undefined,
    deliverTo: undefined,
    subject: `Undeliverable: ${about.subject}`,
    headers: new Map(),
    body: '',
    attachments: [],
    size: undefined,
    type: 'ndr',
    dkim: [],
    dkimDeclared: false,
    authenticated: false,
    verdict: 'clean',
    expect: undefined,
  };
  const { outcomes, hops } = exploreAnswers(
    world,
    { message, start: (run) => originateReport(run, by), answers },
    { explain: options.explain, alternativesMax },
  );
  return { by, from, outcomes, hops };
}
