import type { Certificate } from '../../../model/certificate.ts';
import type { Fix } from '../../../model/change.ts';
import { text } from '../../../model/text.ts';
import type { InboundConnector } from '../../../model/topology.ts';
import { acceptedDomainTest } from '../../../protocols/tls-names/accepted-domain-test.ts';
import { certificateNames } from '../../../protocols/tls-names/certificate-names.ts';
import { matchConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import type { CheckContext } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';

/** Names of one certificate that are offered; more would be a guess between too many. */
const namesMax = 3;

/**
 * Fixes that let a connector name a certificate which is presented, in the order of what is the narrowest: hosts before
 * wildcards. For an OnPremises connector only names in accepted domains count (ATTR-5), those that are accepted domains
 * themselves before those whose parent is (DEC-4).
 * @param all every one of these must match the name, so that nobody who is recognised is lost
 */
export function certificateNameFixes(
  context: CheckContext,
  connector: InboundConnector,
  all: readonly Certificate[],
): readonly Fix[] {
  const accepted = context.world.own?.acceptedNames ?? new Set();
  const rankOf = (name: string): number | undefined => {
    const star = name.startsWith('*.') ? 1 : 0;
    if (connector.connectorType === 'Partner') return star;
    const test = acceptedDomainTest(name, accepted).accepted;
    return test === 'no' ? undefined : (test === 'yes' ? 0 : 2) + star;
  };
  const names = [...new Set(all.flatMap((one) => certificateNames(one).all))].filter(
    (name) =>
      name !== connector.tlsSenderCertificateName?.text &&
      all.every((certificate) => matchConnectorName(name, certificate).matched === 'yes'),
  );
  return names
    .flatMap((name) => {
      const rank = rankOf(name);
      return rank === undefined ? [] : [{ name, rank }];
    })
    .sort((left, right) => left.rank - right.rank)
    .slice(0, namesMax)
    .flatMap(({ name }) =>
      proposed(
        text`Let ${connector.name} know its servers by the certificate name ${name}`,
        'review',
        context.change(connector.at, { TlsSenderCertificateName: name }),
      ),
    );
}
