import { list, text } from '../../model/text.ts';
import type { Field } from './header-fields.ts';
import type { MessageRemark } from './message-problem.ts';
import type { MimePart } from './mime-parts.ts';
import type { FoundAddress } from './read-message.ts';

/** What the traces of a message file cannot be sure of, whatever stands beside it in the topology. */
export function messageRemarks(
  fields: readonly Field[],
  parts: readonly MimePart[],
  addresses: readonly FoundAddress[],
): readonly MessageRemark[] {
  return [
    ...unusableAddresses(addresses),
    ...damagedFields(fields),
    ...organizationFields(fields),
    ...outlookParts(parts),
    ...beyondLimits(parts),
  ];
}

function unusableAddresses(addresses: readonly FoundAddress[]): readonly MessageRemark[] {
  return addresses
    .filter((one) => one.address === undefined)
    .slice(0, 5)
    .map(({ written, field, line }) => ({
      line,
      problem: text`${written} in the field ${field} is no mail address.`,
      consequence: text`The message is traced without it.`,
      remedy: text`Write ${field} beside ${'eml'} with the address that is meant.`,
    }));
}

function damagedFields(fields: readonly Field[]): readonly MessageRemark[] {
  const damaged = fields.filter((one) => one.isDamaged);
  const [first] = damaged;
  if (first === undefined) return [];
  return [
    {
      line: first.line,
      problem: text`The header has bytes that are no UTF-8, in ${list([...new Set(damaged.map((one) => one.name))].slice(0, 5))}.`,
      consequence: text`What mail flow rules read there is not known; the traces take a replacement character for each.`,
      remedy: text`Write the fields that matter beside ${'eml'}.`,
    },
  ];
}

/** Exchange removes these fields where a message leaves the organisation or comes in from outside. */
function organizationFields(fields: readonly Field[]): readonly MessageRemark[] {
  const found = fields.find((one) => one.name.startsWith('x-ms-exchange-organization-'));
  if (found === undefined) return [];
  return [
    {
      line: found.line,
      problem: text`The message was saved inside of an Exchange organisation, which has judged it already.`,
      consequence: text`Its X-MS-Exchange-Organization fields are left out; its newest Received fields are of that organisation, and Enhanced Filtering walks over them.`,
      remedy: text`To trace how it came in, remove the Received fields that the organisation added, and give its ${'source'}.`,
    },
  ];
}

function outlookParts(parts: readonly MimePart[]): readonly MessageRemark[] {
  const found = parts.find((one) => one.type === 'application/ms-tnef');
  if (found === undefined) return [];
  return [
    {
      line: found.line,
      problem: text`The part in the format of Outlook (${'winmail.dat'}) is not unpacked.`,
      consequence: text`What rules find in the attachments in it is open.`,
      remedy: text`Write ${'attachments'} beside ${'eml'}.`,
    },
  ];
}

function beyondLimits(parts: readonly MimePart[]): readonly MessageRemark[] {
  const deepest = parts.find((one) => one.depth > 30);
  const line = parts.length > 250 ? parts[250]?.line : deepest?.line;
  if (line === undefined) return [];
  return [
    {
      line,
      problem: text`The message has ${parts.length} parts${deepest === undefined ? '' : text` and more than 30 levels`}; Exchange takes 250 and 30 (LIM-15).`,
      consequence: text`Exchange Online returns it.`,
      remedy: text`Trace a message within the limits.`,
    },
  ];
}
