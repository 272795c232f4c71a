import { describe, expect, test } from 'vitest';
import { decodeHeader } from '../../../src/protocols/rule-text/decode-header.ts';

describe('encoded words are decoded (RFC 2047)', () => {
  test.each([
    // The examples of section 8.
    ['=?ISO-8859-1?Q?a?=', 'a'],
    ['=?ISO-8859-1?Q?a?= b', 'a b'],
    ['=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=', 'ab'],
    ['=?ISO-8859-1?Q?a_b?=', 'a b'],
    ['=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=', 'a b'],
    ['(=?ISO-8859-1?Q?a?=)', '(a)'],
    ['=?US-ASCII?Q?Keith_Moore?= <moore@example.org>', 'Keith Moore <moore@example.org>'],
    ['=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=', 'Keld Jørn Simonsen'],
    ['=?utf-8?b?R3LDvMOfZQ==?=', 'Grüße'],
    ['=?UTF-8?B?R3LDvMOfZQ?=', 'Grüße'],
    ['=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['Re: =?utf-8?q?=e2=82=ac?= 5', 'Re: € 5'],
    ['', ''],
    ['plain = text ?= with =? signs', 'plain = text ?= with =? signs'],
    ['a folded\r\n subject', 'a folded subject'],
  ])('%j is %j', (content, expected) => {
    expect(decodeHeader(content)).toEqual({ text: expected, undecoded: [] });
  });

  test('a character that was cut in two words of one character set is one character', () => {
    expect(decodeHeader('=?utf-8?q?=E2=82?= =?utf-8?q?=AC?=').text).toBe('€');
  });

  test('octets that are no text of their character set become replacement characters, and nothing fails', () => {
    expect(decodeHeader('=?utf-8?q?=FF?=').text).toBe('\ufffd');
  });
});

describe('what cannot be decoded stays, and is told', () => {
  test.each(['=?x-unknown?q?a?=', '=?utf-8?b?====a?=', '=?utf-8?b?AAAAA?=', '=?utf-8?q?a=G1?=', '=?utf-7?q?a?='])(
    '%s',
    (word) => {
      expect(decodeHeader(`see ${word} here`)).toEqual({ text: `see ${word} here`, undecoded: [word] });
    },
  );

  test('a word that another character touches is none by section 5', () => {
    expect(decodeHeader('foo=?utf-8?q?bar?=')).toEqual({ text: 'foo=?utf-8?q?bar?=', undecoded: ['=?utf-8?q?bar?='] });
  });
});

test('hostile headers take linear time', () => {
  const time = (part: string, count: number): number => {
    const start = performance.now();
    expect(decodeHeader(part.repeat(count)).text).not.toBe('');
    return performance.now() - start;
  };
  for (const part of ['=?', '=?a?q?', '=?utf-8?q?=41?= ', '=?utf-8*?b?', ' \r\n ', '?=']) {
    time(part, 1000);
    expect([part, time(part, 40_000) / Math.max(time(part, 5000), 2) < 40]).toEqual([part, true]);
  }
});
