import type { Reference } from '../../check.ts';

/** Microsoft's page about the record, for tenants. */
export const learnDmarc: Reference = {
  title: 'Set up DMARC to validate the From address domain for cloud senders',
  url: 'https://learn.microsoft.com/en-us/defender-office-365/email-authentication-dmarc-configure',
};

/** A section of RFC 7489, such as `6.3`. */
export const rfc7489 = (section: string): Reference => ({
  title: `RFC 7489 section ${section}`,
  url: `https://www.rfc-editor.org/rfc/rfc7489#section-${section}`,
});
