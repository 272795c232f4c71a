// Twenty records of the kinds that large senders publish, with invented names and documentation addresses.

const net = (third, count) =>
  Array.from({ length: count }, (_, index) => `ip4:198.51.${third}.${index * 8}/29`).join(' ');

export const records = {
  'contoso.example': {
    TXT: [
      'MS=ms12345678',
      'v=spf1 ip4:203.0.113.10 include:spf.cloud.example include:spf.crm.example include:spf.news.example -all',
      'google-site-verification=4Xz0',
    ],
    MX: [
      [10, 'mx1.contoso.example'],
      [20, 'mx2.contoso.example'],
    ],
    A: ['203.0.113.80'],
  },
  'mx1.contoso.example': { A: ['203.0.113.25'], AAAA: ['2001:db8:10::25'] },
  'mx2.contoso.example': { A: ['203.0.113.26'], AAAA: ['2001:db8:10::26'] },
  'spf.cloud.example': {
    TXT: [`v=spf1 ${net(100, 14)} ip6:2001:db8:100::/48 ip6:2001:db8:101::/48 include:spf-b.cloud.example -all`],
  },
  'spf-b.cloud.example': { TXT: [`v=spf1 ${net(101, 12)} -all`] },
  'spf.crm.example': { TXT: ['v=spf1 exists:%{i}._spf.mta.crm.example -all'] },
  '192.0.2.77._spf.mta.crm.example': { A: ['127.0.0.2'] },
  'spf.news.example': {
    TXT: ['v=spf1 include:net1.news.example include:net2.news.example include:net3.news.example ~all'],
  },
  'net1.news.example': { TXT: [`v=spf1 ${net(102, 18)} ~all`] },
  'net2.news.example': { TXT: [`v=spf1 ${net(103, 18)} ip6:2001:db8:200::/36 ~all`] },
  'net3.news.example': { TXT: [`v=spf1 ${net(104, 18)} ~all`] },
  'split.example': { TXT: [`v=spf1 ${net(105, 10)}${` ${net(106, 10)}`} include:spf-b.cloud.example ~all`] },
  'own.example': {
    TXT: ['v=spf1 a mx -all'],
    A: ['192.0.2.1'],
    MX: [
      [10, 'mx1.contoso.example'],
      [10, 'mx2.contoso.example'],
    ],
  },
  'moved.example': { TXT: ['v=spf1 redirect=contoso.example'] },
  'tenants.example': { TXT: ['v=spf1 include:%{d2}.tenants.spf.example -all'] },
  'tenants.example.tenants.spf.example': { TXT: [`v=spf1 ${net(107, 6)} -all`] },
  'eleven.example': {
    TXT: [`v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:n${n}.eleven.example`).join(' ')} -all`],
  },
  ...Object.fromEntries(
    Array.from({ length: 11 }, (_, n) => [`n${n}.eleven.example`, { TXT: [`v=spf1 ip4:203.0.113.${n} ~all`] }]),
  ),
  'loop.example': { TXT: ['v=spf1 include:loop-b.example -all'] },
  'loop-b.example': { TXT: ['v=spf1 include:loop.example -all'] },
  'turn.example': { TXT: ['v=spf1 ip4:192.0.2.9 redirect=turn.example'] },
  'quiet.example': { TXT: ['v=spf1 -all exp=why.quiet.example'] },
  'why.quiet.example': { TXT: ['%{i} is not a sender of %{d}; see http://quiet.example/%{S}'] },
  'typo.example': { TXT: ['v=spf1 ipv4:192.0.2.0/24 include:spf.cloud.example -all'] },
  'twice.example': { TXT: ['v=spf1 mx -all', 'v=spf1 include:spf.cloud.example -all'] },
  'void.example': { TXT: ['v=spf1 a:gone1.example a:gone2.example a:gone3.example -all'] },
  'six.example': { TXT: ['v=spf1 ip6:2001:db8:aaaa::/48 a:mx1.contoso.example -all'] },
  'reverse.example': { TXT: ['v=spf1 ptr:contoso.example -all'] },
  '25.113.0.203.in-addr.arpa': { PTR: ['mx1.contoso.example'] },
  'wide.example': { TXT: ['v=spf1 a/24 mx/28//64 ?all'], A: ['192.0.2.200'], MX: [[5, 'mx1.contoso.example']] },
};

/** Name, client, sender, HELO, result by RFC 7208. */
export const cases = [
  ['own address first', '203.0.113.10', 'ann@contoso.example', 'mx1.contoso.example', 'pass'],
  ['last network of the first include', '198.51.100.106', 'ann@contoso.example', 'out.cloud.example', 'pass'],
  ['nested include', '198.51.101.90', 'ann@contoso.example', 'out.cloud.example', 'pass'],
  ['exists with a macro', '192.0.2.77', 'ann@contoso.example', 'mta.crm.example', 'pass'],
  ['end of the third include', '198.51.104.140', 'ann@contoso.example', 'out.news.example', 'pass'],
  ['nobody of a large record', '192.0.2.200', 'eve@contoso.example', 'host.invalid', 'fail'],
  ['IPv6 in an include', '2001:db8:101::1', 'ann@contoso.example', 'out.cloud.example', 'pass'],
  ['IPv6 of nobody', '2001:db8:ffff::1', 'eve@contoso.example', 'out.cloud.example', 'fail'],
  ['split record', '198.51.106.75', 'ann@split.example', 'out.split.example', 'pass'],
  ['mx', '203.0.113.26', 'ann@own.example', 'mx2.contoso.example', 'pass'],
  ['redirect', '198.51.100.1', 'ann@moved.example', 'out.cloud.example', 'pass'],
  ['macro in an include', '198.51.107.9', 'ann@tenants.example', 'out.tenants.example', 'pass'],
  ['eleven look-ups', '192.0.2.200', 'ann@eleven.example', 'out.eleven.example', 'permerror'],
  ['loop of includes', '192.0.2.200', 'ann@loop.example', 'out.loop.example', 'permerror'],
  ['loop of redirects', '192.0.2.200', 'ann@turn.example', 'out.turn.example', 'permerror'],
  ['explanation', '192.0.2.200', 'ann@quiet.example', 'out.quiet.example', 'fail'],
  ['unknown mechanism', '192.0.2.1', 'ann@typo.example', 'out.typo.example', 'permerror'],
  ['three void look-ups', '192.0.2.1', 'ann@void.example', 'out.void.example', 'permerror'],
  ['IPv6 network', '2001:db8:aaaa::25', 'ann@six.example', 'out.six.example', 'pass'],
  ['ptr', '203.0.113.25', 'ann@reverse.example', 'mx1.contoso.example', 'pass'],
];
