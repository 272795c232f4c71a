import type { DnsAnswer } from '../model/dns.ts';
import bundle from './bundled-names.json' with { type: 'json' };

/** Well-known names of other organisations, dated. Asked only for what the user has not declared. */
export interface BundledNames {
  /**
   * @param name canonical: lower case, no trailing dot
   * @param type in upper case
   * @returns undefined for a name that is not known; `not-supplied` for a known name whose content is not.
   */
  lookup(name: string, type: string): DnsAnswer | undefined;
}

/** The expansions that `bundled-names.json` holds, and the names it only knows. */
export const bundledNames: BundledNames = {
  lookup: (name, type) => answers.get(name)?.[type === 'TXT' ? 'text' : 'other'],
};

interface Answers {
  readonly text: DnsAnswer;
  readonly other: DnsAnswer;
}

const answers: ReadonlyMap<string, Answers> = new Map([
  ...bundle.expansions.map(({ name, record, source, date }): [string, Answers] => [
    name,
    {
      text: { status: 'records', records: [record], origins: [{ kind: 'bundled', source, date }], owner: name },
      other: { status: 'not-supplied', because: `the data set holds only the TXT record of ${name}` },
    },
  ]),
  ...bundle.known.map(({ name, because }): [string, Answers] => {
    const answer: DnsAnswer = { status: 'not-supplied', because };
    return [name, { text: answer, other: answer }];
  }),
]);
