import { asList, unwrap, writtenText } from '../../model/exchange-value.ts';
import type { RuleLimits } from '../../model/mail-policies.ts';
import type { Limit } from '../../model/message-limits.ts';
import { type ExchangeObject, propertyAt } from './exchange-object.ts';
import { parseSize } from './parse-size.ts';

/**
 * The limits of mail flow rules (LIM-1 to LIM-4, LIM-7), where Get-TransportConfig says them: as properties of their own,
 * or as `TransportRuleLimit:300` in the list TransportRuleConfig.
 */
export function ruleLimits(object: ExchangeObject): RuleLimits {
  const listed = new Map(
    asList(object.properties.TransportRuleConfig).flatMap((item) => {
      const parts = /^\s*(\w+)\s*:(.*)$/su.exec(writtenText(item) ?? '');
      return parts === null ? [] : [[(parts[1] ?? '').toLowerCase(), parts[2] ?? ''] as const];
    }),
  );
  const limit = (name: string): Limit | undefined => {
    const own = writtenText(unwrap(object.properties[name]));
    const value = parseSize(own ?? listed.get(name.toLowerCase()) ?? '');
    if (value === undefined) return undefined;
    return { value, at: propertyAt(object, own === undefined ? 'TransportRuleConfig' : name) };
  };
  return {
    rules: limit('TransportRuleLimit'),
    ruleSize: limit('TransportRuleSizeLimit'),
    patterns: limit('TransportRuleCollectionRegexCharsLimit'),
    added: limit('TransportRuleCollectionAddedRecipientsLimit'),
    attachmentText: limit('TransportRuleAttachmentTextScanLimit'),
  };
}
