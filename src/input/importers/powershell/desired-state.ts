import { text } from '../../../model/text.ts';
import type { ExportDialect, ExportedValue } from '../exported-object.ts';
import { type Noun, nounNamed } from '../nouns.ts';
import { exportInstead, fromEntry, isSingle, propertiesOf, type Taking, takeObject } from './cmdlet-objects.ts';
import { writtenName } from './exported-value.ts';
import { scriptContents } from './script-contents.ts';
import { readStatements } from './statements.ts';
import type { Statement } from './syntax.ts';

const resource = /(?:^|[\n\r{;])[ \t]*EXO[a-z]{4,60}[ \t]+["'\u2018\u201c]/iu;

export const isDesiredState = (content: string): boolean => resource.test(content);

/** Blocks of Microsoft365DSC, alone or inside of a configuration. What they leave out, they leave as it is. */
export const desiredState: ExportDialect = {
  title: text`Microsoft365DSC configuration`,
  recognises: isDesiredState,
  read: (content, file) =>
    scriptContents(content, file, (taking) => {
      for (const statement of readStatements(content)) takeStatement(statement, taking);
    }),
};

/** Resources whose name is not that of the cmdlet's noun (Microsoft365DSC, Modules/Microsoft365DSC/DSCResources). */
const otherNames: Readonly<Record<string, string>> = {
  exosharedmailbox: 'Mailbox',
  exocasmailboxsettings: 'CASMailbox',
};

/** Keys of the resource itself and of its connection, and not of the object. */
const ownKeys = new Set(
  `ensure credential globaladminaccount applicationid applicationsecret tenantid certificatethumbprint
   certificatepassword certificatepath managedidentity accesstokens issingleinstance dependson psdscrunascredential`.split(
    /\s+/u,
  ),
);

/** Under which name Get- prints what the resource calls Identity; the others print it as Name. */
const identities: Readonly<Record<string, string>> = { AcceptedDomain: 'DomainName', DkimSigningConfig: 'Domain' };

/** Settings that decide about mail and for which the resource has no key (schemas read in November 2026). */
const withoutKey: Readonly<Record<string, readonly string[]>> = {
  OutboundConnector: ['MtaStsMode', 'SmtpDaneMode'],
  OrganizationConfig: ['RejectDirectSend'],
  RemoteDomain: ['NDREnabled'],
};

type Resource = Statement & { readonly kind: 'resource' };

function takeStatement(statement: Statement, taking: Taking): void {
  if (statement.kind === 'unread') {
    for (const { name, ...at } of statement.unread.cmdlets) {
      const noun = nounOf(name);
      if (noun !== undefined) taking.remarks.add(conditional(name, noun, taking.place(at), statement.word));
    }
  }
  if (statement.kind !== 'resource') return;
  const noun = nounOf(statement.type);
  if (noun === undefined) sayOther(statement, taking);
  else takeResource(statement, noun, taking);
}

const nounOf = (type: string): Noun | undefined => {
  if (!/^EXO/iu.test(type)) return undefined;
  const noun = nounNamed(otherNames[type.toLowerCase()] ?? type.slice(3));
  return noun?.name.startsWith('EXO') ? undefined : noun;
};

const conditional = (name: string, noun: Noun, at: ReturnType<Taking['place']>, word: string) =>
  ({
    kind: 'doubtful',
    at,
    problem: text`Whether ${name} applies is decided when the configuration is compiled: it stands in code of ${word}.`,
    remedy: exportInstead(noun),
  }) as const;

function takeResource(statement: Resource, noun: Noun, taking: Taking): void {
  const own = statement.entries.filter(({ name }) => !ownKeys.has(name.toLowerCase()));
  const properties = propertiesOf(noun, own.map(fromEntry), taking.place);
  const renamed = identities[noun.name] ?? 'Name';
  const identity = properties.get('Identity');
  if (!isSingle(noun) && identity !== undefined && !properties.has(renamed)) properties.set(renamed, identity);
  const ensure = statement.entries.find(({ name }) => /^ensure$/iu.test(name))?.value;
  if (ensure?.kind === 'unresolved') {
    taking.remarks.add({
      kind: 'doubtful',
      at: taking.place(ensure),
      problem: text`Whether the object is to exist is decided when the configuration is compiled.`,
      remedy: exportInstead(noun),
    });
    return;
  }
  const isAbsent = /^absent$/iu.test(writtenName(ensure) ?? '');
  if (!isAbsent) addMissing(statement, noun, properties, taking);
  takeObject(taking, {
    noun,
    side: 'tenant',
    at: statement.typeAt,
    how: isAbsent ? 'removed' : 'listed',
    properties,
  });
}

/** A setting that the resource cannot hold may have any value in the tenant. */
function addMissing(statement: Resource, noun: Noun, properties: Map<string, ExportedValue>, taking: Taking): void {
  const written = new Set([...properties.keys()].map((name) => name.toLowerCase()));
  for (const name of withoutKey[noun.name] ?? []) {
    if (written.has(name.toLowerCase())) continue;
    properties.set(name, {
      value: undefined,
      at: taking.place(statement.typeAt),
      flaw: { kind: 'unresolved', because: text`${statement.type} of Microsoft365DSC has no key for ${name}.` },
    });
  }
}

/** Workloads of Microsoft365DSC; a resource of another name is none of its own. */
const workload =
  /^(?:AAD|ADO|Azure|Commerce|Defender|EXO|Fabric|Intune|M365DSC|O365|OD|Planner|PP|SC|Sentinel|SH|SPO|Teams)/u;

function sayOther(statement: Resource, taking: Taking): void {
  taking.remarks.once(statement.type.toLowerCase(), () => {
    const at = taking.place(statement.typeAt);
    return workload.test(statement.type)
      ? { kind: 'ignored', at, problem: text`${statement.type} sets nothing that a topology holds.`, remedy: undefined }
      : { kind: 'unknown', at, problem: text`${statement.type} is no resource that mxproof knows.`, remedy: undefined };
  });
}
