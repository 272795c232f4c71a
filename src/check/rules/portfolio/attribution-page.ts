import type { Reference } from '../../check.ts';

/** Where Microsoft says which tenant a message is attributed to. */
export const attributionPage: Reference = {
  title: 'Office 365 Message Attribution',
  url: 'https://techcommunity.microsoft.com/blog/exchange/office-365-message-attribution/749143',
};
