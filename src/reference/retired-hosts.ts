/** Names under which Microsoft's filter took mail before Exchange Online had its own, as ATTR-20 lists them; they lead nowhere. */
export const retiredHosts: readonly string[] = ['mail.messaging.microsoft.com', 'mail.global.frontbridge.com'];
