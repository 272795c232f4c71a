import { describe, expect, test } from 'vitest';
import { alice, eml, mail, multipart } from '../support/messages.ts';
import { follow, only, type Piece } from './follow.ts';
import { fates, open, ruleWorld } from './rules/rule-world.ts';

/** A filter in front of the tenant, whose connector skips the addresses of the filter. */
const behindFilter = (skip: Piece): Piece =>
  ruleWorld(
    [],
    {
      services: [
        {
          name: 'filter',
          addresses: ['203.0.113.10'],
          receivesAt: ['mx.filter.example'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
    },
    {
      inboundConnectors: [
        {
          Name: 'From filter',
          ConnectorType: 'Partner',
          SenderDomains: ['*'],
          SenderIPAddresses: ['203.0.113.10'],
          RestrictDomainsToIPAddresses: true,
          ...skip,
        },
      ],
    },
  );

const judged = async (world: Piece, content: string): Promise<string | null> => {
  const message = { eml: 'a.eml', source: 'service:filter' };
  return only(await follow(world, message, { files: { 'a.eml': content } })).judgedAddress;
};

const hop = (address: string): string => `Received: from x (y [${address}]) by z`;
const fields = ['From: alice@example.org', 'To: anna@contoso.com', '', 'Hello'];

describe('EFC-5: Enhanced Filtering walks over the Received fields of the file', () => {
  const listed = behindFilter({ EFSkipIPs: ['203.0.113.0/24'] });
  test.each<readonly [string, Piece, readonly string[], string]>([
    [
      'the newest behind what is listed',
      listed,
      [hop('203.0.113.20'), hop('198.51.100.7'), hop('192.0.2.1')],
      '198.51.100.7',
    ],
    ['EFC-3: private addresses are skipped', listed, [hop('10.0.0.5'), hop('198.51.100.7')], '198.51.100.7'],
    ['a field without an address adds none', listed, ['Received: by z with HTTP', hop('198.51.100.7')], '198.51.100.7'],
    ['nothing is left: the connecting address counts', listed, [hop('203.0.113.20')], '203.0.113.10'],
    [
      'EFSkipLastIP skips one',
      behindFilter({ EFSkipLastIP: true }),
      [hop('203.0.113.20'), hop('198.51.100.7')],
      '203.0.113.20',
    ],
    ['EFC-2: off', behindFilter({}), [hop('198.51.100.7')], '203.0.113.10'],
  ])('%s', async (_, world, chain, address) => {
    expect(await judged(world, eml(...chain, ...fields))).toBe(address);
  });

  test('a field that does not tell which address is the client stops the walk', async () => {
    const unclear = 'Received: from x (a [192.0.2.1]) (b [192.0.2.2]) by z';
    expect(await judged(listed, eml(unclear, hop('198.51.100.7'), ...fields))).toBeNull();
  });
});

const traced = (rules: readonly Piece[], content: string, message: Piece = {}) =>
  follow(
    ruleWorld(rules),
    { eml: 'a.eml', source: { address: '198.51.100.7', helo: 'mx.example.org' }, ...message },
    { files: { 'a.eml': content } },
  );

describe('rules read the file', () => {
  const pages = (html: string): string =>
    multipart(
      'multipart/alternative',
      alice,
      [{ 'Content-Type': 'text/plain' }, 'Hello'],
      [{ 'Content-Type': 'text/html' }, html],
    );
  test('PRED-23: which of two parts that differ they read is open', async () => {
    const rule = { SubjectOrBodyContainsWords: ['invoice'], DeleteMessage: true };
    const trace = await traced([rule], pages('<p>Invoice</p>'));
    expect(fates(trace)).toEqual(['anna delivered']);
    expect(open(trace).some((one) => one.includes('anna dropped'))).toBe(true);
    const same = await traced([rule], pages('<p>Hello</p>'));
    expect(open(same).some((one) => one.includes('dropped'))).toBe(false);
  });

  test.each<readonly [string, Piece, string, string]>([
    [
      'RULE-32: the decoded subject',
      { SubjectContainsWords: ['résumé'] },
      mail({ ...alice, Subject: '=?utf-8?Q?R=C3=A9sum=C3=A9?=' }),
      'dropped',
    ],
    [
      'PRED-56: any instance',
      { HeaderMatchesMessageHeader: 'X-Tag', HeaderMatchesPatterns: ['^b$'] },
      eml('X-Tag: a', 'X-Tag: b', ...fields),
      'dropped',
    ],
    [
      'PRED-55: display names of From',
      { HeaderContainsMessageHeader: 'From', HeaderContainsWords: ['Alice'] },
      mail(alice),
      'dropped',
    ],
    [
      'PRED-45: the character sets of all parts',
      { ContentCharacterSetContainsWords: ['iso-2022-jp'] },
      multipart(
        'multipart/mixed',
        alice,
        [{ 'Content-Type': 'text/plain; charset=us-ascii' }, 'x'],
        [{ 'Content-Type': 'text/plain; charset=iso-2022-jp' }, 'x'],
      ),
      'dropped',
    ],
    [
      'PRED-25: the text of a file',
      { AttachmentContainsWords: ['iban'] },
      multipart('multipart/mixed', alice, [{}, 'x'], [{ 'Content-Type': 'text/csv; name=a.csv' }, 'IBAN;1']),
      'dropped',
    ],
    [
      'PRED-50: its type',
      { MessageTypeMatches: 'Calendaring' },
      multipart('multipart/alternative', alice, [{}, 'x'], [{ 'Content-Type': 'text/calendar; method=REQUEST' }, 'x']),
      'dropped',
    ],
    [
      'RULE-53: two instances of the loop header',
      { RedirectMessageTo: ['bob@contoso.com'] },
      eml('X-MS-Exchange-Transport-Rules-Loop: 1', 'X-MS-Exchange-Transport-Rules-Loop: 1', ...fields),
      'rejected',
    ],
  ])('%s', async (_, condition, content, status) => {
    const action = 'RedirectMessageTo' in condition ? {} : { DeleteMessage: true };
    const [outcome] = (await traced([{ ...condition, ...action }], content)).outcomes;
    expect(['bounced', 'rejected'].includes(outcome?.status ?? '') ? 'rejected' : outcome?.status).toBe(status);
  });

  test('PRED-37: the field To is the header, and not the envelope that is declared', async () => {
    const rule = { AnyOfToHeader: ['bob@contoso.com'], DeleteMessage: true };
    const trace = await traced([rule], mail({ ...alice, To: 'bob@contoso.com' }), { bcc: ['anna@contoso.com'] });
    expect(fates(trace)).toEqual(['anna dropped R1']);
  });
});

describe('DKIM signatures of the file', () => {
  const signed = eml('DKIM-Signature: v=1; d=example.org; s=s1; b=x', ...fields);
  test('are taken as good, and the other case is open', async () => {
    const rule = {
      HeaderContainsMessageHeader: 'Authentication-Results',
      HeaderContainsWords: ['dkim=fail'],
      DeleteMessage: true,
    };
    const trace = await traced([rule], signed);
    expect(only(trace)).toMatchObject({ dkim: 'pass', status: 'delivered' });
    expect(open(trace)).toContain('fail: anna dropped R1');
  });

  test('give way to what is declared', async () => {
    const trace = await traced([], signed, { dkim: [{ domain: 'example.org', result: 'fail' }] });
    expect(only(trace).dkim).toBe('fail');
  });

  test('a file without one is not signed, whatever keys the domain has', async () => {
    const trace = await traced([], eml(...fields), { source: 'internet' });
    expect(only(trace).dkim).toBe('none');
  });
});

describe('LIM-15: the parts of the file', () => {
  const outcome = async (content: string) => {
    const { status, reply } = only(await follow(ruleWorld([]), { eml: 'a.eml' }, { files: { 'a.eml': content } }));
    return reply === null ? status : `${status} ${reply.enhanced} ${reply.text}`;
  };
  const parts = (count: number) =>
    multipart('multipart/mixed', alice, ...Array.from({ length: count - 1 }, () => [{}, 'x'] as const));
  test('250 of them, the multipart itself included', async () => {
    expect(await outcome(parts(250))).toBe('delivered');
    expect(await outcome(parts(251))).toBe('bounced 5.6.x (text unpublished: too many MIME parts)');
  });

  const nested = (levels: number): string => {
    const numbers = Array.from({ length: levels }, (_, index) => index);
    const opened = numbers.flatMap((one) => [`Content-Type: multipart/mixed; boundary="b${one}"`, '', `--b${one}`]);
    const closed = numbers.toReversed().map((one) => `--b${one}--`);
    return mail({ ...alice, 'MIME-Version': '1.0' })
      .trimEnd()
      .concat('\r\n', eml(...opened, '', 'x', ...closed));
  };
  test('30 levels of them', async () => {
    expect(await outcome(nested(30))).toBe('delivered');
    expect(await outcome(nested(31))).toBe('bounced 5.6.x (text unpublished: MIME parts are nested too deeply)');
  });
});
