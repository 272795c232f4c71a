import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { Forward } from '../../../simulate/forwards/forward.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';

const arrives: ReadonlySet<unknown> = new Set(['sent', 'delivered']);

/**
 * Whether the author has declared that a forward is to arrive: a sample message expects it of the copy, or an intent says
 * it of mail to whoever forwards. Without that, a blocked forward may be just what is wanted.
 */
export function isMeant(
  { topology: { intents } }: CheckContext,
  { by }: Forward,
  stopped: readonly { readonly probed: ProbedTrace; readonly outcome: Outcome }[],
): boolean {
  return (
    stopped.some(({ probed, outcome }) => isExpected(probed, outcome)) ||
    intents.some(
      ({ when, must }) =>
        listed(when.to).some((one) => sameAddress(one, by)) &&
        listed(must.status).length > 0 &&
        listed(must.status).every((one) => arrives.has(one)),
    )
  );
}

function isExpected({ message: { expect } }: ProbedTrace, { recipient, finalRecipient }: Outcome): boolean {
  for (const [key, { values }] of expect ?? []) {
    const isAbout = key === '*' || sameAddress(key, recipient) || sameAddress(key, finalRecipient);
    const wanted = values.get('status')?.values ?? [];
    if (isAbout && wanted.length > 0 && wanted.every((one) => arrives.has(one))) return true;
  }
  return false;
}

const listed = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one) => typeof one === 'string');
