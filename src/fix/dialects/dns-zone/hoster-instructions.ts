import type { DnsChange } from '../../../model/change.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { RecordData, ZoneRecord } from '../../../protocols/zone/zone-record.ts';
import { changedRecords, lineOf } from './zone-lines.ts';

/**
 * A change in the words of the panel of a DNS hoster, which asks for a name, a type and a value: text as one piece and
 * without quotes, because panels cut it themselves, and MX in two fields.
 */
export function hosterInstructions(change: DnsChange): readonly Text[] {
  const records = changedRecords(change, undefined);
  if (!records.ok) return [records.because];
  const lines = (all: readonly ZoneRecord[]) => new Set(all.map(lineOf));
  const [was, will] = [lines(records.before), lines(records.after)];
  const gone = records.before.filter((record) => !will.has(lineOf(record)));
  const come = records.after.filter((record) => !was.has(lineOf(record)));
  const [first] = gone;
  const [next] = come;
  if (gone.length === 1 && come.length === 1 && first !== undefined && next !== undefined)
    return [
      text`Edit the record of ${change.owner}, type ${change.type}, with ${fields(first.data)}: it becomes ${fields(next.data)}.`,
    ];
  return [
    ...gone.map(
      (record) => text`Delete the record of ${change.owner}, type ${change.type}, with ${fields(record.data)}.`,
    ),
    ...come.map((record) => text`Add a record for ${change.owner}, type ${change.type}, with ${fields(record.data)}.`),
  ];
}

function fields(data: RecordData): Text {
  switch (data.type) {
    case 'TXT':
    case 'SPF':
      return text`the value ${data.strings.join('')}`;
    case 'MX':
      return text`the priority ${data.preference} and the host ${data.exchange}`;
    case 'A':
    case 'AAAA':
      return text`the address ${data.address}`;
    case 'CNAME':
    case 'NS':
    case 'PTR':
    case 'DNAME':
      return text`the target ${data.target}`;
    case 'SRV':
      return text`the priority ${data.priority}, the weight ${data.weight}, the port ${data.port} and the target ${data.target}`;
    case 'TLSA':
      return text`the values ${list([String(data.usage), String(data.selector), String(data.matching)])} and the data ${data.association}`;
    case 'CAA':
      return text`the flags ${data.flags}, the tag ${data.tag} and the value ${data.value}`;
    case 'SOA':
      return text`the serial number ${data.serial}`;
    case 'other':
      return text`the value ${data.text}`;
  }
}
