import { text } from '../../../model/text.ts';
import type { ExportRemark } from '../exported-object.ts';
import type { PlainProperty, PlainValue } from '../plain-value.ts';
import type { TakenObject } from '../take-object.ts';

/** The receive connectors with the extended rights that Get-ADPermission prints for them, and what belongs to none. */
export function withPermissions(objects: readonly TakenObject[]): {
  readonly objects: readonly TakenObject[];
  readonly remarks: readonly ExportRemark[];
} {
  const byConnector = new Map<string, TakenObject[]>();
  for (const one of objects) {
    if (one.noun.name !== 'ADPermission') continue;
    const identity = String(one.properties.get('Identity')?.value ?? '').toLowerCase();
    byConnector.set(identity, [...(byConnector.get(identity) ?? []), one]);
  }
  const rest = new Map(byConnector);
  const changed = objects.map((one) => {
    if (one.noun.kind !== 'receiveConnector') return one;
    const identity = [one.key, one.name.toLowerCase()].find((key) => byConnector.has(key));
    const found = identity === undefined ? undefined : byConnector.get(identity);
    if (identity === undefined || found === undefined) return one;
    rest.delete(identity);
    return { ...one, properties: new Map([...one.properties, ['extendedRights', rightsOf(found)]]) };
  });
  const remarks = [...rest].map(
    ([identity, [first]]): ExportRemark => ({
      kind: 'doubtful',
      at: first?.at ?? { file: '', line: 1, column: 1 },
      problem: text`Permissions of ${identity} are exported, and no receive connector of that identity is.`,
      remedy: text`Add its export: ${'Get-ReceiveConnector | ConvertTo-Json -Depth 6'}.`,
    }),
  );
  return { objects: changed, remarks };
}

function rightsOf(permissions: readonly TakenObject[]): PlainProperty {
  const value = permissions.map(
    ({ properties }): PlainValue =>
      Object.fromEntries(
        ['User', 'ExtendedRights', 'Deny'].flatMap((name) => {
          const found = properties.get(name)?.value;
          return found === undefined || found === null ? [] : [[name, found]];
        }),
      ),
  );
  const items = permissions.map(({ at }) => at);
  return { value, items, at: items[0] ?? { file: '', line: 1, column: 1 } };
}

/** Of the many rights on a connector only those of SMTP sessions matter. */
export const isMailRight = ({ properties }: TakenObject): boolean =>
  /ms-exch-(?:smtp|bypass)/iu.test(JSON.stringify(properties.get('ExtendedRights')?.value ?? ''));
