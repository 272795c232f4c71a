import type { Action } from '../../model/transport-rule.ts';
import type { Transit } from '../run.ts';
import { withoutSignature } from '../signatures.ts';
import { transitWith } from '../transit.ts';
import { classificationHeader } from './headers.ts';
import { type RuledMessage, ruledWith } from './rule-owner.ts';

type Change = Extract<
  Action,
  {
    kind:
      | 'disclaimer'
      | 'removeHeader'
      | 'setHeader'
      | 'classify'
      | 'protect'
      | 'encryptLegacy'
      | 'decryptLegacy'
      | 'removeProtection'
      | 'prependSubject';
  }
>;

/** The message after an action that changes it; later rules see it so (RULE-22). `sealed`: it is wrapped (ACT-13). */
export function changeMessage(message: RuledMessage, change: Change, sealed: boolean): RuledMessage {
  return ruledWith(message, { transit: changed(message.transit, change, sealed) });
}

function changed(transit: Transit, change: Change, sealed: boolean): Transit {
  switch (change.kind) {
    case 'removeHeader': {
      const headers = new Map(transit.headers);
      headers.delete(change.header.text.trim().toLowerCase());
      return transitWith(transit, { headers });
    }
    case 'setHeader':
      return withHeader(transit, change.header.text, change.value);
    case 'classify':
      return withHeader(transit, classificationHeader, change.classification.text);
    case 'prependSubject': {
      const { content } = transit;
      return withoutSignature(
        transitWith(transit, { content: { ...content, subject: `${change.prefix}${content.subject}` } }),
      );
    }
    case 'disclaimer': {
      const { content } = transit;
      const html = change.html.text;
      // Later rules see the wrapper, not what is wrapped.
      if (sealed)
        return withoutSignature(transitWith(transit, { type: 'normal', content: { ...content, body: html } }));
      const body = change.location === 'Prepend' ? `${html}\n${content.body}` : `${content.body}\n${html}`;
      return withoutSignature(transitWith(transit, { content: { ...content, body } }));
    }
    case 'protect':
    case 'encryptLegacy':
      // RULE-28e: what changes the content of an S/MIME message is not processed.
      if (transit.type === 'encrypted') return transit;
      return withoutSignature(transitWith(transit, { type: 'permissionControlled' }));
    case 'decryptLegacy':
    case 'removeProtection':
      return transit.type === 'permissionControlled'
        ? withoutSignature(transitWith(transit, { type: 'normal' }))
        : transit;
  }
}

function withHeader(transit: Transit, name: string, value: string): Transit {
  return transitWith(transit, { headers: new Map(transit.headers).set(name.trim().toLowerCase(), value) });
}
