import type { Text } from '../../../model/text.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';

interface OddFile extends Violation {
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
}

/** A certificate file holds more than the certificate and its chain, or holds them in another order. */
export const oddFile = defineCheck<OddFile>({
  id: 'certificate/odd-file',
  severity: 'warning',
  docs: {
    summary: 'A certificate file holds a private key, several server certificates, or an intermediate first.',
    why: 'A server that is given the file presents the first certificate; whoever gets the key can pass for the server.',
    remedy: 'Keep one file a server: its certificate first, then its intermediates, and no key beside the topology.',
    references: [{ title: 'RFC 8446 section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2' }],
  },

  *run({ oddities }: CheckContext) {
    for (const { kind, subject: of, at, what, problem, consequence, remedy } of oddities) {
      if (kind !== 'certificate-file') continue;
      yield {
        subject: subject('certificate', of.slice('certificate:'.length)),
        at,
        detail: what,
        evidence: [],
        semantics: [],
        problem,
        consequence,
        remedy,
      };
    }
  },

  explain: ({ problem, consequence, remedy }) => ({ problem, consequence, remedy }),
});
