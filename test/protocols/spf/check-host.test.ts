import { describe, expect, test } from 'vitest';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import type { Setting } from './check-host-cases.ts';
import { expansions, hosts, query, reverse, tables, txt } from './check-host-cases.ts';
import { zoneView } from './zone-view.ts';

function run(records: string | readonly string[], setting: Setting) {
  const own = [records].flat();
  const zone = { ...hosts, ...(own.length > 0 ? { 'example.org': { TXT: own } } : {}), ...setting.zone };
  const { ip = '192.0.2.1', sender = 'ann@example.org', helo = 'mail.example.org', domain, receiver, time } = setting;
  const asked = {
    ip,
    sender,
    helo,
    ...(domain === undefined ? {} : { domain }),
    ...(receiver === undefined ? {} : { receiver }),
    ...(time === undefined ? {} : { time }),
  };
  return checkHost(asked, zoneView(zone));
}

for (const [title, cases] of tables) {
  describe(title, () => {
    for (const [name, records, result, setting = {}] of cases) {
      test(name, () => {
        const found = run(records, setting);
        const { mechanism, explanation, lookups, voidLookups } = setting;
        expect(found).toMatchObject({
          result,
          undetermined: false,
          ...(lookups === undefined ? {} : { lookups }),
          ...(voidLookups === undefined ? {} : { voidLookups }),
        });
        if ('explanation' in setting) expect(found.explanation).toBe(explanation);
        if ('mechanism' in setting) expect(found.mechanism).toBe(mechanism);
      });
    }
  });
}

describe('7: macros', () => {
  for (const [macro, expanded, setting = {}] of expansions) {
    test(`7.4: ${macro} is ${expanded}`, () => {
      const found = checkHostWith(`v=spf1 exists:${macro}.x.example.org -all`, setting);
      expect(found.tree.terms[0]?.target).toBe(`${expanded}.x.example.org`);
    });
  }
  test.each(['%', '%a', '%(d)', '%{', '%{}', '%{q}', '%{d', '%{d0}', '%{dr2}', '%{d!}', '%{c}'])(
    '7.1: %s is a syntax error',
    (wrong) => {
      expect(run(`v=spf1 exists:${wrong}.example.org +all`, {}).result).toBe('permerror');
    },
  );
  test.each([
    ['a:museum', 'one label'],
    ['a:museum.', 'one label with a dot'],
    ['a:example.123', 'digits only at the end'],
    ['a:example.-org', 'a hyphen first'],
    ['a:example.org-', 'a hyphen last'],
    ['a:192.0.2.1', 'an address'],
    ['a:example.org:8080', 'a port'],
  ])('7.1: %s is no domain: %s', (term) => {
    expect(run(`v=spf1 ${term} +all`, {}).result).toBe('permerror');
  });
  test.each([
    'a:x--y.xn--p1ai',
    'a:foo:bar/baz.example.org',
    'a:%{d}',
    'a:example.org.',
    'a:x.%{d1}',
    'a:a..example.org',
  ])('7.1: %s is a domain', (term) => {
    expect(run(`v=spf1 ${term} ?all`, {}).result).toBe('neutral');
  });
  test('7.3: a name of more than 253 characters loses labels on the left', () => {
    const found = run(`v=spf1 exists:first.${'%{d}.'.repeat(24)}example.org -all`, {});
    const target = found.tree.terms[0]?.target ?? '';
    // 24 times "example.org." and "example.org" are 299 characters; 21 of them, joined by dots, are 251.
    expect(target).toBe(Array.from({ length: 21 }, () => 'example.org').join('.'));
  });
  test('7.3: c, r and t are known to explanations', () => {
    const zone = { 'e.example.org': txt('%{c} at %{r} on %{t}') };
    const setting = { zone, ip: '2001:DB8:0:0::CB01', receiver: 'mx.contoso.com', time: 1_700_000_000 };
    expect(run('v=spf1 -all exp=e.example.org', setting).explanation).toBe(
      '2001:db8::cb01 at mx.contoso.com on 1700000000',
    );
    expect(run('v=spf1 -all exp=e.example.org', { zone }).explanation).toBe('192.0.2.1 at unknown on 0');
  });
  test('7.3: %{p} prefers the domain, then a name below it, then any', () => {
    const zone = {
      [reverse]: { PTR: ['z.example.net', 'mail.example.org', 'example.org'] },
      'z.example.net': { A: ['192.0.2.1'] },
      'e.example.org': txt('%{p}'),
    };
    const all = { ...zone, 'example.org': { TXT: ['v=spf1 -all exp=e.example.org'], A: ['192.0.2.1'] } };
    expect(run([], { zone: all }).explanation).toBe('example.org');
    expect(run('v=spf1 -all exp=e.example.org', { zone }).explanation).toBe('mail.example.org');
    expect(
      run('v=spf1 -all exp=e.example.org', { zone: { ...zone, [reverse]: { PTR: ['z.example.net'] } } }).explanation,
    ).toBe('z.example.net');
  });
  test('7.3: in an included record %{d} is its domain and %{o} still the sender’s', () => {
    const found = run('v=spf1 include:i.example.org -all', {
      zone: { 'i.example.org': txt('v=spf1 exists:%{d}.%{o}.x.example.org') },
    });
    expect(found.tree.terms[0]?.nested?.terms[0]?.target).toBe('i.example.org.example.org.x.example.org');
  });
  test('RFC 8616 4: a local-part beyond ASCII matches no term with its macro', () => {
    const zone = { 'x.example.org': { A: ['127.0.0.2'] } };
    const found = run('v=spf1 exists:%{l}.x.example.org ~all', { sender: 'j\u00f6rg@example.org', zone });
    expect(found.result).toBe('softfail');
    expect(found.voidLookups).toBe(0);
  });
  test('RFC 8616 4: a domain in Unicode is asked for in its ASCII form', () => {
    expect(
      run([], { sender: 'ann@b\u00fccher.example', zone: { 'xn--bcher-kva.example': txt('v=spf1 +all') } }).result,
    ).toBe('pass');
  });
  function checkHostWith(record: string, setting: Setting) {
    return run([], { ...query, zone: { 'email.example.com': txt(record) }, ...setting });
  }
});
