import { asString, text } from '../../model/text.ts';
import type { Predicate } from '../../model/transport-rule.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import type { Probe } from './probe.ts';

/**
 * The same message of an outsider once more, with the header field by which a routing rule spares what has been to the
 * service: whether anybody can write it and so keep the rule from acting.
 * @returns undefined where the rule spares nothing by a header field, or the message does not come from outside.
 */
export function markedProbe(rule: CompiledRule, probe: Probe): Probe | undefined {
  const marker = markerOf(rule);
  if (marker === undefined || probe.message.source?.node !== 'internet') return undefined;
  const headers = new Map([...probe.message.headers, [marker.header, marker.value] as const]);
  const { name } = probe.message;
  return {
    ...probe,
    besides: asString(name),
    message: { ...probe.message, name: text`${name}, marked as handled`, headers },
  };
}

function markerOf({ rule }: CompiledRule): { readonly header: string; readonly value: string } | undefined {
  if (!rule.actions.some((action) => action.kind === 'route')) return undefined;
  const words = rule.exceptions.find(isHeaderWords);
  const value = words?.words[0]?.text;
  return words === undefined || value === undefined ? undefined : { header: words.header.text.toLowerCase(), value };
}

const isHeaderWords = (one: Predicate): one is Extract<Predicate, { kind: 'headerWords' }> =>
  one.kind === 'headerWords';
