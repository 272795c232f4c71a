import type { Reference } from '../../check.ts';

/** Microsoft's page about the record, for tenants. */
export const learnSpf: Reference = {
  title: 'Set up SPF to identify valid email sources for Microsoft 365 domains',
  url: 'https://learn.microsoft.com/en-us/defender-office-365/email-authentication-spf-configure',
};

/** A section of RFC 7208, such as `4.6.4`. */
export const rfc7208 = (section: string): Reference => ({
  title: `RFC 7208 section ${section}`,
  url: `https://www.rfc-editor.org/rfc/rfc7208#section-${section}`,
});
