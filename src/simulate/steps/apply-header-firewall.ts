import type { HeaderFields } from '../../model/header-fields.ts';
import { list, type Text, text } from '../../model/text.ts';
import type { Note, Run } from '../run.ts';
import type { RemovedField } from '../trace.ts';

/*
 * The header firewall: fields that Exchange servers of one organisation write for each other do not pass its border (HDR-4,
 * HDR-5, ROUTE-10). The counters against loops have other names, and do (section 2.9 of the rule semantics).
 */

/** Where a message passes the border of an organisation, and what that does to its fields. */
export type Border =
  /** Nothing of the kind passes. */
  | { readonly kind: 'closed'; readonly ids: readonly string[]; readonly because: () => Text }
  /** Out, by a connector that turns organization fields into cross-premises ones. */
  | { readonly kind: 'converts'; readonly connector: string }
  /** In, in a session whose cross-premises fields become organization fields again; by whom it is recognised, and whose it is. */
  | { readonly kind: 'promotes'; readonly by: string; readonly ofExchange: boolean };

export interface Passage {
  readonly headers: HeaderFields;
  /** Empty where the message has none of these fields. */
  readonly notes: readonly Note[];
}

/** Out of an organisation, by a connector or by none (undefined). */
export function borderOut(node: string, connector: string | undefined, cloudServicesMail: boolean): Border {
  if (cloudServicesMail) return { kind: 'converts', connector: connector ?? node };
  return {
    kind: 'closed',
    ids: ['HDR-4', 'ROUTE-10'],
    because: () =>
      connector === undefined
        ? text`${node} keeps inside of the organisation what its servers write for each other`
        : text`CloudServicesMailEnabled of ${connector} is off: what servers write for each other stays inside of the organisation`,
  };
}

const organization = 'x-ms-exchange-organization-';
const crossPremises = 'x-ms-exchange-crosspremises-';

/** The header firewall is about this field; `name` in lower case. */
export const isGuarded = (name: string): boolean => name.startsWith(organization) || name.startsWith(crossPremises);

/**
 * What becomes of the guarded fields of a message at `node`, which takes it in or hands it on. `borderOf` is asked where there
 * are any; undefined: it stays inside.
 */
export function applyHeaderFirewall(
  run: Run,
  node: string,
  headers: HeaderFields,
  borderOf: () => Border | undefined,
): Passage {
  const guarded = [...headers.keys()].filter(isGuarded);
  const border = guarded.length === 0 ? undefined : borderOf();
  if (border === undefined) return { headers, notes: [] };
  const fates = new Map(guarded.map((name) => [name, fateOf(run, border, name)]));
  const passed = new Map([...headers].filter(([name]) => !isGuarded(name)));
  // A promoted field replaces one that is there (ROUTE-10).
  for (const name of guarded.toSorted((left, right) => Number(isAcross(left)) - Number(isAcross(right))))
    if (fates.get(name)?.kept === true) passed.set(renamed(name, border), headers.get(name) ?? '');
  const removed = guarded.flatMap((name): readonly RemovedField[] => {
    const fate = fates.get(name);
    if (fate === undefined || fate.kept) return [];
    return [{ name, by: node, ...(fate.open && { assumption: 'headers.fieldsOfOtherSystems' }) }];
  });
  const open = [...fates.values()].some((fate) => fate.open);
  const note = run.note('apply-header-firewall', idsOf(border, open), () => ({
    verdict: removed.length === 0 ? text`passed` : text`removed ${list(removed.map(({ name }) => name))}`,
    because: becauseOf(
      border,
      open,
      removed.some(({ name }) => isTold(name)),
    ),
  }));
  return { headers: passed, notes: [{ ...note, removed }] };
}

const isAcross = (name: string): boolean => name.startsWith(crossPremises);

/** What these say travels on its own: trust (HDR-2), and the spam confidence level that follows from it (HDR-7, CMIS-55). */
const isTold = (name: string): boolean => /-(?:authas|scl)$/u.test(name);

/** `open`: the documents do not say. */
function fateOf(run: Run, border: Border, name: string): { readonly kept: boolean; readonly open: boolean } {
  if (border.kind === 'closed' || isTold(name)) return { kept: false, open: false };
  if (border.kind === 'converts' || (border.ofExchange && isAcross(name))) return { kept: true, open: false };
  return { kept: run.assume('headers.fieldsOfOtherSystems', ['removed', 'kept']) === 'kept', open: true };
}

function renamed(name: string, { kind }: Border): string {
  return kind === 'converts' ? name.replace(organization, crossPremises) : name.replace(crossPremises, organization);
}

function idsOf(border: Border, open: boolean): readonly string[] {
  if (border.kind === 'closed') return border.ids;
  return open ? ['HDR-4', 'CMIS-55'] : ['HDR-4', 'ROUTE-10'];
}

function becauseOf(border: Border, open: boolean, told: boolean): Text {
  const rule = passingBy(border, open);
  return told && border.kind !== 'closed'
    ? text`${rule}; trust and spam confidence level follow from the session`
    : rule;
}

function passingBy(border: Border, open: boolean): Text {
  switch (border.kind) {
    case 'closed':
      return border.because();
    case 'converts':
      return text`CloudServicesMailEnabled of ${border.connector} turns organization fields into cross-premises ones`;
    case 'promotes':
      return open
        ? text`${border.by} promotes what Exchange servers hand over, and no document says what becomes of fields that another system has written`
        : text`${border.by} promotes cross-premises fields, and they become organization fields again`;
  }
}
