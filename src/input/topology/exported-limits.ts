import { unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Limit, MessageLimits } from '../../model/message-limits.ts';
import { text } from '../../model/text.ts';
import { type ExchangeObject, propertyAt } from './exchange-object.ts';
import { parseSize } from './parse-size.ts';
import { reportProblem } from './reading.ts';

/** What a directory object, a connector or an organisation limits; a key is absent where the property is. */
export function messageLimits(object: ExchangeObject): MessageLimits {
  const receiveSize = sizeLimit(object, 'MaxReceiveSize');
  const sendSize = sizeLimit(object, 'MaxSendSize');
  const recipients = countLimit(object, 'RecipientLimits') ?? countLimit(object, 'MaxRecipientEnvelopeLimit');
  const members = countLimit(object, 'GroupMemberCount');
  return {
    ...(receiveSize === undefined ? {} : { receiveSize }),
    ...(sendSize === undefined ? {} : { sendSize }),
    ...(recipients === undefined ? {} : { recipients }),
    ...(members === undefined ? {} : { members }),
  };
}

/** `36 MB (37,748,736 bytes)`, bytes, or `Unlimited`, which is infinite; undefined where it is absent. */
export const sizeLimit = (object: ExchangeObject, name: string): Limit | undefined =>
  limit(object, name, parseSize, text`Write a size such as ${'35 MB'}, or ${'Unlimited'}.`);

const countLimit = (object: ExchangeObject, name: string): Limit | undefined =>
  limit(
    object,
    name,
    (written) => (/^\d{1,9}$/u.test(written) ? Number(written) : undefined),
    text`Write a number, or ${'Unlimited'}.`,
  );

function limit(
  object: ExchangeObject,
  name: string,
  parse: (written: string) => number | undefined,
  remedy: ReturnType<typeof text>,
): Limit | undefined {
  const written = limitText(object.properties[name]);
  if (written === undefined || written === '') return undefined;
  const at = propertyAt(object, name);
  if (/^unlimited$/iu.test(written)) return { value: Number.POSITIVE_INFINITY, at };
  const value = parse(written);
  if (value !== undefined) return { value, at };
  reportProblem(object.reading, at, text`${written} is no value of ${name}.`, remedy);
  return undefined;
}

/** ConvertTo-Json prints a limit as `{ IsUnlimited, Value }`. */
function limitText(value: unknown): string | undefined {
  const plain = unwrap(value);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return writtenText(plain);
  const record = new Map(Object.entries(plain).map(([key, item]) => [key.toLowerCase(), item as unknown]));
  if (record.get('isunlimited') === true) return 'Unlimited';
  return record.has('value') ? writtenText(record.get('value')) : writtenText(plain);
}
