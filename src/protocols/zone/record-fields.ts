import { text } from '../../model/text.ts';

/** Fields of the values of records, for people. */
export const fieldText = {
  preference: text`preference`,
  'mail host': text`mail host`,
  'primary name server': text`primary name server`,
  'mailbox of the administrator': text`mailbox of the administrator`,
  'serial number': text`serial number`,
  'refresh interval': text`refresh interval`,
  'retry interval': text`retry interval`,
  expiry: text`expiry`,
  'minimum TTL': text`minimum TTL`,
  priority: text`priority`,
  weight: text`weight`,
  port: text`port`,
  target: text`target`,
  'certificate usage': text`certificate usage`,
  selector: text`selector`,
  'matching type': text`matching type`,
  flags: text`flags`,
  tag: text`tag`,
  value: text`value`,
  address: text`address`,
  text: text`text`,
  'association data': text`association data`,
};
export type RecordField = keyof typeof fieldText;
