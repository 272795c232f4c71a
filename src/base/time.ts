/** Milliseconds since 1970-01-01T00:00:00Z. The program never asks the clock for one; the command line does. */
export type Instant = number;

const dateOnly = /^\d{4}-\d{2}-\d{2}$/u;
const dateTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/iu;
const dotNet = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/u;

/**
 * Reads an instant in any notation that an export prints: an ISO date (midnight UTC), an ISO date-time (UTC when it
 * names no zone, fractions to seven digits), or `/Date(ms)/`.
 * @returns milliseconds, or undefined when the text is none of these or no real date.
 */
export function parseInstant(text: string): Instant | undefined {
  const trimmed = text.trim();
  const ms = dotNet.exec(trimmed)?.[1];
  if (ms !== undefined) return Math.abs(Number(ms)) <= 8.64e15 ? Number(ms) : undefined;
  if (dateOnly.test(trimmed)) return real(`${trimmed}T00:00:00Z`, trimmed);
  const parts = dateTime.exec(trimmed);
  if (parts === null) return undefined;
  const [, day = '', clock = '', fraction = '', zone = 'Z'] = parts;
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  const offset =
    zone.toUpperCase() === 'Z' || zone.includes(':') ? zone.toUpperCase() : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const base = real(`${day}T${seconds}Z`, day);
  if (base === undefined) return undefined;
  const milliseconds = fraction === '' ? '' : `.${fraction.slice(1, 4).padEnd(3, '0')}`;
  const value = Date.parse(`${day}T${seconds}${milliseconds}${offset}`);
  return Number.isNaN(value) ? undefined : value;
}

/** ISO text in UTC, to the second. */
export const formatInstant = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** ISO calendar day in UTC. */
export const formatDay = (instant: Instant): string => new Date(instant).toISOString().slice(0, 10);

export const dayMilliseconds = 86_400_000;

function real(iso: string, day: string): Instant | undefined {
  const value = Date.parse(iso);
  // Date.parse takes 2026-02-30 for 2 March; a day that does not come back the same does not exist.
  return Number.isNaN(value) || new Date(value).toISOString().slice(0, 10) !== day ? undefined : value;
}
