import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findNode, nodeNames, reportUndefined } from './names-in-scope.ts';
import type { Reading } from './reading.ts';

/** Names of nodes as traces print them. `mx:<host>` stands for a host that nothing declares, and cannot be checked. */
const fixed = ['internet', 'tenant', 'onPremises'] as const;

/** Reports names of nodes that nothing declares; an expectation on them can never be met. */
export function checkNodeNames(
  reading: Reading,
  scope: NamesInScope,
  values: readonly unknown[],
  at: Pointer,
  isList: boolean,
  subject: string,
): void {
  values.forEach((value, index) => {
    if (typeof value !== 'string') return;
    if (fixed.some((name) => name === value) || value.startsWith('mx:')) return;
    if (/^(?:server|service|partner):/u.test(value) && findNode(scope, value).length > 0) return;
    const place = isList ? pointerTo(at, index) : at;
    reportUndefined(
      reading,
      { text: value, at: place },
      subject,
      text`node`,
      [...fixed, ...nodeNames(scope)],
      text`No message can pass it.`,
    );
  });
}
