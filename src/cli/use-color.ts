import type { Channel, Machine } from './machine.ts';

/**
 * Whether to colour what goes to a channel. NO_COLOR (no-color.org) and --no-color forbid it, FORCE_COLOR asks for it
 * also where the channel is no terminal, as continuous integration wants.
 */
export function useColor(channel: Channel, env: Machine['env'], wanted: boolean): boolean {
  if (!wanted || (env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return channel.isTerminal && env.TERM !== 'dumb';
}
