import { text } from '../../model/text.ts';
import type { SpfRecord, SpfSyntaxError } from './spf-record.ts';

const mechanisms = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'];

/** Terms that are valid by the grammar and hardly mean what was meant. */
export function termNotices(record: SpfRecord): readonly SpfSyntaxError[] {
  const notices: SpfSyntaxError[] = [];
  const seen = new Map<string, number>();
  for (const term of record.terms) {
    if (term.kind === 'unknown-modifier' && mechanisms.includes(term.name)) {
      const meant = term.text.replace('=', ':');
      const message = text`${term.text} is read as an unknown modifier and has no effect; the mechanism is written ${meant}.`;
      notices.push({ term: term.text, column: term.column, message });
    }
    const key = term.text.toLowerCase().replace(/^\+/u, '');
    const first = seen.get(key);
    // A macro letter in upper case means something else, so such terms are not compared.
    if (first === undefined) seen.set(key, term.column);
    else if ('qualifier' in term && !term.text.includes('%')) {
      const message = text`${term.text} stands in the record before, at column ${first}, so it decides nothing here.`;
      notices.push({ term: term.text, column: term.column, message });
    }
  }
  return notices;
}
