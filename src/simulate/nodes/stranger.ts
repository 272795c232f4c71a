import { formatAddress } from '../../model/addresses/address.ts';
import { containsText, firstAddress, isEmpty, subtract, unionAll } from '../../model/addresses/address-set.ts';
import { text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import { findDmarc } from '../../protocols/dmarc/find-dmarc.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { analyzeSpf } from '../../protocols/spf/analyze-spf.ts';
import { serviceAddresses } from '../../reference/microsoft-ranges.ts';
import type { Run, Transit } from '../run.ts';
import { acceptedDomain, memo, type World } from '../world.ts';

/** Selectors under which a domain is usually found to sign; the view can be asked for names only, not listed. */
const usualSelectors = ['selector1', 'selector2', 'default', 'dkim', 'google', 's1', 's2', 'k1', 'mail'];

/**
 * A host of the sender's own signs where the declared DNS shows a key. A key that is not supplied counts as none; where a
 * DMARC record is supplied the signature can decide, so the other case is asked for.
 */
export function strangerDkim(run: Run, transit: Transit): Transit['dkim'] {
  const { dkimDeclared, source, eml } = run.message;
  // A message file shows whether it was signed.
  if (dkimDeclared || source?.address !== undefined || eml !== undefined) return transit.dkim;
  const domain = domainOf(transit.from);
  const { own } = run.world;
  if (own !== undefined && acceptedDomain(own, domain) !== undefined) return transit.dkim;
  const { view } = run.world.topology.dns;
  const known = memo(run.world, `dkim-key ${domain}`, () => {
    const found = usualSelectors.map((selector) => view.lookup(`${selector}._domainkey.${domain}`, 'TXT').status);
    if (found.includes('records')) return 'signs';
    return found.includes('not-supplied') && findDmarc(domain, view).status === 'found' ? 'open' : 'none';
  });
  const signs =
    known === 'signs' ||
    (known === 'open' &&
      run.ask(
        `dkim-of ${domain}`,
        ['no', 'yes'],
        () => text`whether ${domain} signs its mail: no key of its DKIM is supplied`,
      ) === 'yes');
  return signs ? [{ domain, result: 'pass' }] : transit.dkim;
}

/** Documentation addresses (RFC 5737), of which the first that nobody declared stands for "some host of the Internet". */
const strangers = ['203.0.113.250', '198.51.100.250', '192.0.2.250', '203.0.113.17', '198.51.100.17', '192.0.2.17'];

/** An address that belongs to nobody the topology mentions. */
export function someStranger(world: World): string {
  return memo(world, 'stranger', () => {
    const own = unionAll(world.addresses.map((one) => one.set));
    const keys = unionAll(
      world.tenants.flatMap((tenant) =>
        [...tenant.onPremisesConnectors, ...tenant.partnerConnectors].map((one) => one.set),
      ),
    );
    return strangers.find((address) => !containsText(own, address) && !containsText(keys, address)) ?? '203.0.113.250';
  });
}

/**
 * The address of "some host of the sender's own": one that the sender's SPF authorises and that is nobody else's, where
 * the declared DNS has such a one; a stranger's where it has none; unknown where the record is not supplied.
 */
export function strangerAddress(world: World, message: SampleMessage): string | null {
  const domain = domainOf(message.mailFrom === '' ? message.from : message.mailFrom);
  return memo(world, `sender-host ${domain}`, () => {
    const { dns } = world.topology;
    if (dns.view.lookup(domain, 'TXT').status === 'not-supplied') return null;
    const authorized = analyzeSpf(domain, dns.view).records[0].authorised;
    const taken = unionAll([...world.addresses.map((one) => one.set), serviceAddresses()]);
    const free = subtract(authorized, taken);
    const first = isEmpty(free) ? undefined : firstAddress(free);
    return first === undefined ? someStranger(world) : formatAddress(first);
  });
}
