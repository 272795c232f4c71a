import { nearest } from '../../base/suggest.ts';
import type { Certificate } from '../../model/certificate.ts';
import type { Pointer } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import { list, text } from '../../model/text.ts';
import type { Written } from '../../model/topology.ts';
import type { Reading } from './reading.ts';
import { reportNotice } from './reading.ts';

export type NodeKind = 'server' | 'service' | 'partner';
const nodeKinds: readonly NodeKind[] = ['server', 'service', 'partner'];

/** What references of the document can name. */
export interface NamesInScope {
  /** Names by kind, as declared. */
  readonly nodes: Readonly<Record<NodeKind, readonly string[]>>;
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** Certificates that are declared and could not be read, which is reported where they stand. */
  readonly unreadableCertificates: ReadonlySet<string>;
}

/** `server:EX01` for what names a server, service or partner; names are compared without case. */
export function findNode(
  scope: NamesInScope,
  written: string,
  kinds: readonly NodeKind[] = nodeKinds,
): readonly string[] {
  const [, kind, name] = /^(server|service|partner):(.*)$/su.exec(written) ?? [];
  const asked = kind === undefined ? kinds : nodeKinds.filter((item) => item === kind);
  const wanted = (name ?? written).trim();
  return asked.flatMap((item) => {
    const names = scope.nodes[item];
    const found =
      names.find((one) => one === wanted) ?? names.find((one) => one.toLowerCase() === wanted.toLowerCase());
    return found === undefined ? [] : [`${item}:${found}`];
  });
}

/**
 * The node that a text names, looked up as server, service, partner in this order. A name of several is reported.
 * @returns undefined where nothing has the name; the caller says what that means.
 */
export function resolveNode(
  reading: Reading,
  scope: NamesInScope,
  item: Written,
  subject: string,
  kinds: readonly NodeKind[] = nodeKinds,
): string | undefined {
  const [first, ...others] = findNode(scope, item.text, kinds);
  if (first !== undefined && others.length > 0) {
    reportNotice(reading, item.at, {
      rule: 'topology/undetermined',
      subject,
      problem: text`${item.text} names ${list([first, ...others])}.`,
      consequence: text`It is taken as ${first}.`,
      remedy: text`Write ${list([first, ...others], 'or')}.`,
    });
  }
  return first;
}

/** Reports a reference that nothing declares. */
export function reportUndefined(
  reading: Reading,
  item: { readonly text: string; readonly at: Pointer },
  subject: string,
  what: Text,
  known: readonly string[],
  consequence: Text,
): void {
  const near = nearest(item.text, known);
  reportNotice(reading, item.at, {
    rule: 'topology/undefined-reference',
    subject,
    problem: text`No ${what} named ${item.text} is declared.`,
    consequence,
    remedy:
      near.length > 0
        ? text`Did you mean ${list(near, 'or')}?`
        : known.length > 0 && known.length <= 12
          ? text`Declare it, or name one of ${list(known, 'or')}.`
          : text`Declare it.`,
  });
}

/** Every name that a reference could have meant, as references write them. */
export const nodeNames = (scope: NamesInScope): readonly string[] =>
  nodeKinds.flatMap((kind) => scope.nodes[kind].map((name) => `${kind}:${name}`));

/** Certificates by key; an undefined key is reported and left out. */
export function findCertificates(
  reading: Reading,
  scope: NamesInScope,
  items: readonly Written[],
  subject: string,
): readonly Certificate[] {
  return items.flatMap((item) => {
    const found = scope.certificates.get(item.text);
    if (found !== undefined) return [found];
    if (!scope.unreadableCertificates.has(item.text)) {
      reportUndefined(
        reading,
        item,
        subject,
        text`certificate`,
        [...scope.certificates.keys()],
        text`It counts as presenting no certificate here.`,
      );
    }
    return [];
  });
}
