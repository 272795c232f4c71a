/** Lines of a message file as it travels. */
export const eml = (...lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

/** Header fields, then an empty line and the body. */
export const mail = (fields: Readonly<Record<string, string>>, ...body: readonly string[]): string =>
  eml(...Object.entries(fields).map(([name, value]) => `${name}: ${value}`), '', ...body);

export const alice = { From: 'Alice <alice@example.org>', To: 'Anna <anna@contoso.com>', Subject: 'Hello' };

/** A multipart of these parts, each as its header fields and its content. */
export const multipart = (
  type: string,
  fields: Readonly<Record<string, string>>,
  ...parts: readonly (readonly [Readonly<Record<string, string>>, string])[]
): string =>
  mail(
    { ...fields, 'MIME-Version': '1.0', 'Content-Type': `${type}; boundary="b"` },
    ...parts.flatMap(([header, content]) => [
      '--b',
      ...Object.entries(header).map(([name, value]) => `${name}: ${value}`),
      '',
      content,
    ]),
    '--b--',
  );
