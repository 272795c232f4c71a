import { expect, test } from 'vitest';
import { readZoneSource } from '../../src/input/dns/read-zone-source.ts';
import { declaredAnswers } from '../../src/live/declared-answers.ts';
import { replyTo } from '../../src/live/reply-message.ts';
import { decodeMessage, ednsOf, Packet } from '../../src/live/wire.ts';
import { plain } from '../../src/model/text.ts';
import { question } from './fake-server.ts';

const bundled = { lookup: () => undefined };

test('where names outside every zone are declared not to exist, they do not', async () => {
  const facts = await readZoneSource('www.contoso.com. 60 A 192.0.2.1\n', { file: 'facts' });
  const answers = declaredAnswers([facts], 'nxdomain', bundled);
  const codes = [
    ['www.contoso.com', 'MX'],
    ['contoso.com', 'MX'],
    ['example.org', 'MX'],
  ].map(([name = '', type = '']) => answers.answer(name, type));
  expect(codes.map(({ code, authority }) => [code, authority])).toEqual([
    ['NOERROR', []],
    ['NOERROR', []],
    ['NXDOMAIN', []],
  ]);
});

test('what a hoster computes is REFUSED with the reason, in a complete zone and where unknown names do not exist', async () => {
  const zone = await readZoneSource(
    [
      'contoso.com\t3600\tIN\tSOA\tns.example.net. h.example.net. 1 2 3 4 5',
      'www.contoso.com.\t1\tIN\tA\t192.0.2.2 ; cf_tags=cf-proxied:true',
      '*.shop.contoso.com.\t1\tIN\tCNAME\tx.example.net. ; cf_tags=cf-proxied:true',
    ].join('\n'),
    { file: 'z' },
  );
  const answers = declaredAnswers([zone], 'nxdomain', bundled);
  expect(answers.answer('www.contoso.com', 'A')).toMatchObject({
    code: 'REFUSED',
    because: 'Cloudflare answers with its own addresses',
  });
  expect(answers.answer('www.contoso.com', 'MX').code).toBe('NOERROR');
  expect(answers.answer('a.shop.contoso.com', 'A').code).toBe('REFUSED');
  expect(answers.answer('shop.contoso.com', 'A').code).toBe('NOERROR');
});

test('a set that no message holds is SERVFAIL, over TCP, too', async () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `many.contoso.com. A 10.1.${index >> 8}.${index & 255}`);
  const source = await readZoneSource(lines.join('\n'), { file: 'z' });
  const request = question('many.contoso.com', 'A');
  request.additionals = [Packet.Resource.EDNS([], { udpPayloadSize: 4096, doFlag: true })];
  const answers = declaredAnswers([source], 'unknown', bundled);
  const overTcp = replyTo(request, answers, 65_535);
  const reply = overTcp && decodeMessage(overTcp.octets);
  expect([reply?.header.rcode, reply?.header.tc, reply?.answers.length]).toEqual([2, 0, 0]);
  expect(overTcp && plain(overTcp.log)).toBe('many.contoso.com A NOERROR 5000 too long for a message');
  const overUdp = replyTo(request, answers);
  const cut = overUdp && decodeMessage(overUdp.octets);
  expect([cut?.header.rcode, cut?.header.tc]).toEqual([0, 1]);
  // RFC 3225 section 3: the DO bit comes back as it was.
  expect(cut && ednsOf(cut)?.doFlag).toBe(true);
});

test('another class is refused', () => {
  const request = question('version.bind', 'TXT');
  for (const asked of request.questions) asked.class = 3;
  const reply = replyTo(request, declaredAnswers([], 'nxdomain', bundled));
  expect(reply && decodeMessage(reply.octets)?.header.rcode).toBe(5);
});
