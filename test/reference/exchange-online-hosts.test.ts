import { expect, test } from 'vitest';
import { isExchangeOnlineHost } from '../../src/reference/microsoft-names.ts';

test.each([
  'VI1PR01MB5678.eurprd01.prod.exchangelabs.com',
  'AM6EUR05FT001.mail.protection.outlook.com.',
  'AM6EUR05FT001.eop-eur05.prod.protection.outlook.com',
  'mail-db8eur05lp2104.outbound.protection.outlook.com',
  'smtp.office365.com',
  'contoso-com.mail.protection.office365.us',
  'contoso-com.mail.protection.partner.outlook.cn',
  'contoso-com.h-v1.mx.microsoft',
])('%s is a host of Exchange Online', (host) => {
  expect(isExchangeOnlineHost(host)).toBe(true);
});

test.each(['mail.contoso.com', 'outlook.com.example', 'notoutlook.com', 'www.microsoft.com', ''])(
  '%s is none',
  (host) => {
    expect(isExchangeOnlineHost(host)).toBe(false);
  },
);
