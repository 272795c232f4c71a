/*
 * Values and objects as scripts write them, from about_Quoting_Rules and the forms of Microsoft365DSC and of
 * Export-TransportRuleCollection; nothing here is shared with the readers.
 */

export type Literal = string | number | boolean | null | readonly string[];
export type Settings = Readonly<Record<string, Literal>>;

/** Literal text: any of the five single quotation marks is doubled. */
export const singleQuoted = (text: string): string => `'${text.replace(/['\u2018\u2019\u201a\u201b]/gu, '$&$&')}'`;

/** Text with escapes: backtick, dollar sign and the four double quotation marks. */
export const doubleQuoted = (text: string): string =>
  `"${text.replace(/[`$]/gu, '`$&').replace(/["\u201c\u201d\u201e]/gu, '`$&')}"`;

/** A here-string; only for text in which no line begins with its closing. */
export const hereString = (text: string): string => `@'\n${text}\n'@`;

const literal = (value: Literal, quote: (text: string) => string): string => {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$False';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? quote(value) : `@(${value.map(quote).join(', ')})`;
};

/** `State` is a parameter of its own only in Get-: New- and Microsoft365DSC say Enabled. */
const parametersOf = (settings: Settings): readonly (readonly [string, Literal])[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    name === 'State' ? [['Enabled', value === 'Enabled'] as const] : [[name, value] as const],
  );

/** One command, its parameters on lines of their own. */
export const command = (noun: string, settings: Settings): string =>
  `New-${noun} ${parametersOf(settings)
    .map(([name, value]) => `-${name} ${literal(value, singleQuoted)}`)
    .join(' `\n    ')}\n`;

/** The same command, its parameters in a hashtable. */
export const splatted = (noun: string, settings: Settings): string =>
  `$parameters = @{\n${parametersOf(settings)
    .map(([name, value]) => `    ${name} = ${literal(value, doubleQuoted)} # ${name}`)
    .join('\n')}\n}\nNew-${noun} @parameters | Out-Null\n`;

const identities: Readonly<Record<string, string>> = { AcceptedDomain: 'DomainName', TransportRule: '' };

/** A configuration of Microsoft365DSC with all the objects. */
export function configuration(objects: Readonly<Record<string, readonly Settings[]>>): string {
  const blocks = Object.entries(objects).flatMap(([noun, all]) =>
    all.map((settings) => {
      const named = identities[noun] ?? 'Name';
      const entries = parametersOf(settings).map(
        ([name, value]) => [name === named ? 'Identity' : name, value] as const,
      );
      const lines = entries.map(([name, value]) => `            ${name} = ${literal(value, doubleQuoted)};`);
      const title = doubleQuoted(`EXO${noun}-${String(settings.Name)}`);
      return `        EXO${noun} ${title}\n        {\n            Ensure = "Present";\n${lines.join('\n')}\n        }\n`;
    }),
  );
  return `Configuration M365TenantConfig\n{\n    Node localhost\n    {\n${blocks.join('')}    }\n}\n`;
}

/** A collection of rules, each a command in a CDATA section. */
export const collection = (rules: readonly Settings[]): string =>
  `<?xml version="1.0" encoding="utf-16" standalone="yes"?>\r\n<rules name="TransportVersioned">\r\n${rules
    .map((rule) => {
      const parameters = parametersOf(rule).filter(([name, value]) => name !== 'Priority' && value !== null);
      const written = parameters.map(([name, value]) => {
        const items = Array.isArray(value) ? value.map((item) => singleQuoted(String(item))).join(',') : undefined;
        return `-${name} ${items ?? literal(value, singleQuoted)}`;
      });
      return `  <rule name="x" id="00000000-0000-0000-0000-000000000000" format="cmdlet">\r\n    <version requiredMinVersion="15.0.3.0">\r\n      <commandBlock><![CDATA[New-TransportRule ${written.join(' ')}]]></commandBlock>\r\n    </version>\r\n  </rule>\r\n`;
    })
    .join('')}</rules>`;
