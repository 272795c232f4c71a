/*
 * One set of objects as each way of exporting prints it, for the law that they mean the same. Written from the notes on
 * each form, not with the readers at hand.
 */

export type Plain = string | number | boolean | null | readonly string[];
export type ExportObject = Readonly<Record<string, Plain>>;
/** Objects by cmdlet noun. */
export type Tenant = Readonly<Record<string, readonly ExportObject[]>>;
type Files = Record<string, string>;

const isDate = (value: Plain): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/u.test(value);

/** PowerShell 7: ISO dates; a list of one stays a list within an object, one object alone loses its brackets. */
export const json7 = (tenant: Tenant): Files =>
  perNoun(tenant, 'json', (objects) => JSON.stringify(objects.length === 1 ? objects[0] : objects, null, 2));

/** Windows PowerShell 5.1: `/Date(ms)/`, collections of remote objects as `{ value, Count }`, a byte order mark, CR LF. */
export const json51 = (tenant: Tenant): Files =>
  perNoun(tenant, 'json', (objects) => {
    const shown = objects.map((object) =>
      Object.fromEntries(
        Object.entries(object).map(([name, value]) => [
          name,
          Array.isArray(value)
            ? { value, Count: value.length }
            : isDate(value)
              ? `/Date(${Date.parse(value)})/`
              : value,
        ]),
      ),
    );
    const whole = shown.length === 1 ? shown[0] : { value: shown, Count: shown.length };
    return `\ufeff${JSON.stringify(whole, null, 4).replaceAll('/', '\\/').replaceAll('\n', '\r\n')}`;
  });

const typeNames: Readonly<Record<string, string>> = {
  InboundConnector: 'Directory.SystemConfiguration.TenantInboundConnector',
  OutboundConnector: 'Directory.SystemConfiguration.TenantOutboundConnector',
  RemoteDomain: 'Directory.SystemConfiguration.DomainContentConfig',
  TransportConfig: 'Directory.SystemConfiguration.TransportConfigContainer',
};

export const clixml = (tenant: Tenant): Files =>
  perNoun(tenant, 'xml', (objects, noun) => {
    const xml = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '_x000D_').replaceAll('\n', '_x000A_');
    const value = (name: string, one: Plain, id: () => number): string => {
      if (one === null) return `<Nil N="${name}" />`;
      if (Array.isArray(one))
        return `<Obj N="${name}" RefId="${id()}"><TN RefId="9"><T>System.Collections.ArrayList</T></TN><LST>${one.map((item) => `<S>${xml(item)}</S>`).join('')}</LST></Obj>`;
      if (typeof one === 'boolean') return `<B N="${name}">${one}</B>`;
      if (typeof one === 'number') return `<I32 N="${name}">${one}</I32>`;
      if (isDate(one)) return `<DT N="${name}">${one}</DT>`;
      return `<S N="${name}">${xml(String(one))}</S>`;
    };
    let next = 0;
    const id = (): number => next++;
    const body = objects.map((object, index) => {
      const type = `Deserialized.Microsoft.Exchange.Data.${typeNames[noun] ?? `Directory.SystemConfiguration.${noun}`}`;
      const types =
        index === 0 ? `<TN RefId="0"><T>${type}</T><T>Deserialized.System.Object</T></TN>` : '<TNRef RefId="0" />';
      const props = Object.entries(object).map(([name, one]) => `      ${value(name, one, id)}`);
      return `  <Obj RefId="${id()}">\n    ${types}\n    <Props>\n${props.join('\n')}\n    </Props>\n  </Obj>`;
    });
    return `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n${body.join('\n')}\n</Objs>`;
  });

export const formatList = (tenant: Tenant): Files =>
  perNoun(tenant, 'txt', (objects, noun) => {
    const value = (one: Plain): string => {
      if (one === null) return '';
      if (typeof one === 'boolean') return one ? 'True' : 'False';
      return Array.isArray(one) ? `{${one.join(', ')}}` : String(one);
    };
    const blocks = objects.map((object) => {
      const width = Math.max(...Object.keys(object).map((name) => name.length));
      return Object.entries(object)
        .map(([name, one]) => `${name.padEnd(width)} : ${value(one)}`.trimEnd())
        .join('\r\n');
    });
    return `PS C:\\> Get-${noun} | Format-List\r\n\r\n${blocks.join('\r\n\r\n')}\r\n\r\n`;
  });

/** Export-Csv with the lists joined by hand, the only way in which it keeps them. */
export const csv = (tenant: Tenant): Files =>
  perNoun(tenant, 'csv', (objects, noun) => {
    const cell = (one: Plain | undefined): string => {
      const shown =
        one === null || one === undefined
          ? ''
          : typeof one === 'boolean'
            ? one
              ? 'True'
              : 'False'
            : Array.isArray(one)
              ? one.join(' ')
              : String(one);
      return `"${shown.replaceAll('"', '""')}"`;
    };
    const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
    const rows = objects.map((object) => names.map((name) => cell(object[name])).join(','));
    const type = `#TYPE Selected.Deserialized.Microsoft.Exchange.Data.${typeNames[noun] ?? noun}`;
    return `${type}\r\n${names.map((name) => `"${name}"`).join(',')}\r\n${rows.join('\r\n')}\r\n`;
  });

const scubaKeys: Readonly<Record<string, string>> = {
  AcceptedDomain: 'accepted_domains',
  InboundConnector: 'inbound_connectors',
  OutboundConnector: 'outbound_connectors',
  RemoteDomain: 'remote_domains',
  TransportRule: 'transport_rule',
  TransportConfig: 'transport_config',
  HostedConnectionFilterPolicy: 'conn_filter',
};

/** One file with everything, in the shapes of Windows PowerShell; a list of one is an object here and there. */
export function scubaGear(tenant: Tenant): Files {
  const shown = Object.entries(tenant).map(([noun, objects]) => [
    scubaKeys[noun] ?? noun,
    objects.length === 1 && noun !== 'TransportRule' ? objects[0] : objects,
  ]);
  const whole = {
    baseline_version: '1',
    exo: null,
    ...Object.fromEntries(shown),
    intra_org_connectors: [null],
    dkim_records: [],
  };
  return { 'ProviderSettingsExport.json': `\ufeff${JSON.stringify(whole)}` };
}

function perNoun(
  tenant: Tenant,
  suffix: string,
  write: (objects: readonly ExportObject[], noun: string) => string,
): Files {
  return Object.fromEntries(
    Object.entries(tenant).map(([noun, objects]) => [`${noun}.${suffix}`, write(objects, noun)]),
  );
}
