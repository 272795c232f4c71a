import type { SampleMessage } from '../model/topology.ts';

/** A message as it could stand under `messages` of a topology, line by line: YAML whose strings are those of JSON. */
export function messageSnippet(message: SampleMessage): readonly string[] {
  const { name, from, mailFrom, recipients, deliverTo, type } = message;
  const isNull = mailFrom === '' && type !== 'ndr';
  const lines = [
    `name: ${scalar(name)}`,
    `from: ${scalar(from)}`,
    ...(isNull ? ['mailFrom: "<>"'] : mailFrom === '' || mailFrom === from ? [] : [`mailFrom: ${scalar(mailFrom)}`]),
    `to: [${recipients.map((one) => scalar(one.text)).join(', ')}]`,
    ...sourceLines(message),
    ...(deliverTo === undefined ? [] : [`deliverTo: ${scalar(deliverTo.text)}`]),
    ...(type === 'normal' ? [] : [`type: ${type}`]),
  ];
  return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function sourceLines({ source }: SampleMessage): readonly string[] {
  if (source === undefined) return [];
  const { node, address, tls } = source;
  if (address === undefined) return [`source: ${scalar(node)}`];
  return [`source: { address: ${scalar(address)}${tls === 'none' ? ', tls: none' : ''} }`];
}

/** Plain where YAML 1.2 cannot take it for anything but this text. */
const scalar = (value: string): string =>
  /^[A-Za-z][\w.@-]*(?::[A-Za-z0-9][\w.-]*)?$/u.test(value) && !/^(?:true|false|null|yes|no|on|off)$/iu.test(value)
    ? value
    : JSON.stringify(value);

/** The same as data. */
export function messageObject({ name, from, mailFrom, recipients, source, deliverTo, type }: SampleMessage): object {
  return {
    name,
    from,
    ...(mailFrom === from ? {} : { mailFrom: mailFrom === '' ? '<>' : mailFrom }),
    to: recipients.map((one) => one.text),
    ...(source === undefined
      ? {}
      : {
          source:
            source.address === undefined
              ? source.node
              : { address: source.address, ...(source.tls === 'none' ? { tls: 'none' } : {}) },
        }),
    ...(deliverTo === undefined ? {} : { deliverTo: deliverTo.text }),
    ...(type === 'normal' ? {} : { type }),
  };
}
