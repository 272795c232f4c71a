import type { Run, Transit } from './run.ts';

/** Bytes of the message as the sample declares them; else of what it describes, as far as that has a size. */
export function sizeOf(run: Run, transit: Transit): number {
  const { size, attachments } = run.message;
  return size ?? attachments.reduce((sum, one) => sum + (one.size ?? 0), transit.content.body.length);
}

/**
 * The size that limits compare: the one it had when it entered the organisation where that was smaller, so that conversion
 * inside never makes a message too large (LIM-12). Strangers cannot claim one.
 */
export function comparedSize(run: Run, transit: Transit, internal: boolean): number {
  const size = sizeOf(run, transit);
  const original = internal ? transit.headers.get('x-ms-exchange-organization-originalsize') : undefined;
  return original !== undefined && /^\d{1,15}$/u.test(original.trim()) ? Math.min(size, Number(original)) : size;
}
