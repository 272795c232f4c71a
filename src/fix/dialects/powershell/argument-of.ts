import { asFlag, asList, unwrap, writtenText } from '../../../model/exchange-value.ts';
import type { ParameterForm } from '../../../reference/cmdlets/parameter-forms.ts';
import type { ListEdits, PowerShellValue } from './command.ts';
import { isPrintable } from './print-command.ts';

/**
 * A value of the document as a parameter takes it; undefined where none can be said.
 * @param before what stood there, for a list of which single items are put in and taken out
 */
export function argumentOf(
  form: ParameterForm | undefined,
  value: unknown,
  before: unknown = undefined,
): PowerShellValue | undefined {
  if (form === undefined) return undefined;
  const plain = unwrap(value);
  const isUnset = plain === null || plain === '';
  switch (form.kind) {
    case 'on':
    case 'off':
      return isUnset ? form.kind === 'on' : asFlag(plain);
    case 'flag':
      return asFlag(plain);
    case 'unsettable':
      return isUnset ? null : asFlag(plain);
    case 'number':
      return numberOf(plain);
    case 'choice':
      return isUnset ? form.unset : sayable(writtenText(plain));
    case 'text':
      return isUnset ? null : sayable(writtenText(plain));
    case 'flags':
    case 'list':
      return listOf(form.kind, plain);
    case 'edits':
      return editsOf(unwrap(before), plain);
  }
}

function numberOf(value: unknown): number | undefined {
  const written = writtenText(value);
  return written !== undefined && /^\d{1,9}$/u.test(written) ? Number(written) : undefined;
}

const sayable = (value: string | undefined): string | undefined =>
  value !== undefined && isPrintable(value) ? value : undefined;

/** The items of a list as they are written; undefined where one cannot be said. */
export function itemsOf(value: unknown): readonly string[] | undefined {
  const items: string[] = [];
  for (const item of asList(value)) {
    const said = sayable(writtenText(item));
    if (said === undefined) return undefined;
    items.push(said);
  }
  return items;
}

function listOf(kind: 'flags' | 'list', value: unknown): PowerShellValue | undefined {
  const items = itemsOf(value);
  if (kind === 'flags') return items === undefined || items.length === 0 ? undefined : items.join(', ');
  return items?.length === 0 ? null : items;
}

/** What comes and what goes, whatever the case it is written in; undefined where that is nothing. */
export function editsOf(before: unknown, after: unknown): ListEdits | undefined {
  const [was, will] = [itemsOf(before), itemsOf(after)];
  if (was === undefined || will === undefined) return undefined;
  const without = (items: readonly string[], others: readonly string[]): readonly string[] => {
    const known = new Set(others.map((one) => one.toLowerCase()));
    return items.filter((one) => !known.has(one.toLowerCase()));
  };
  const edits = { add: without(will, was), remove: without(was, will) };
  return edits.add.length + edits.remove.length === 0 ? undefined : edits;
}
