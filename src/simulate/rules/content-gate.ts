import type { CompiledRule } from './compile-rules.ts';
import type { TextMatch } from './match-text.ts';
import type { Scene } from './scene.ts';

/**
 * A condition about the subject, or about subject and body, without which its rule does not match. That is what most rules
 * ask about and what takes longest, so a text is read once, and all rules are told at once which may be meant.
 */
export interface ContentGate {
  /** Number of its words or patterns among those of the organisation. */
  readonly list: number;
  readonly body: boolean;
}

/** The gate of a condition; undefined: it asks about something else. */
export function contentGateOf(parameter: string, { list }: TextMatch): ContentGate | undefined {
  switch (parameter) {
    case 'SubjectContainsWords':
    case 'SubjectMatchesPatterns':
      return { list, body: false };
    case 'SubjectOrBodyContainsWords':
    case 'SubjectOrBodyMatchesPatterns':
      return { list, body: true };
    default:
      return undefined;
  }
}

/** Whether some condition surely does not hold, whoever the recipient is; nothing is asked to find out. */
export function surelyFails({ gates, texts }: CompiledRule, scene: Scene): boolean {
  const { read } = scene;
  const { subject, body, otherBody } = scene.message.transit.content;
  for (let index = 0; index < gates.length; index++) {
    const gate = gates[index] as ContentGate;
    read.subject ??= texts.answersOf(subject).mayHold();
    if (read.subject[gate.list] === 1) continue;
    if (!gate.body) return true;
    // Of two bodies that say different things the answer may be open.
    if (otherBody !== undefined) continue;
    read.body ??= texts.answersOf(body).mayHold();
    if (read.body[gate.list] === 0) return true;
  }
  return false;
}
