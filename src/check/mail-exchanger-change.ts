import type { DnsChange } from '../model/change.ts';
import type { CheckContext } from './check.ts';

export interface MailExchanger {
  readonly preference: number;
  readonly host: string;
}

/**
 * The change that gives a domain other MX records.
 * @param edit what shall stand there, of what does; undefined or the same where there is nothing to be done
 * @returns undefined where the records of the domain are not declared.
 */
export function mailExchangerChange(
  context: CheckContext,
  domain: string,
  edit: (before: readonly MailExchanger[]) => readonly MailExchanger[] | undefined,
): DnsChange | undefined {
  const answer = context.topology.dns.view.lookup(domain, 'MX');
  if (answer.status === 'not-supplied' || answer.status === 'failure') return undefined;
  const records = answer.status === 'records' ? answer.records : [];
  if (answer.status === 'records') {
    const declared = answer.origins?.every(({ kind }) => kind === 'declared') === true;
    if (!declared || (answer.aliases ?? []).length > 0) return undefined;
  }
  const before = records.flatMap((one) => (typeof one === 'string' ? [] : [{ preference: one[0], host: one[1] }]));
  const after = edit(before);
  if (after === undefined || before.length < records.length) return undefined;
  const [was, will] = [before.map(written), after.map(written)];
  return was.join() === will.join()
    ? undefined
    : { target: 'dns', owner: domain, type: 'MX', before: was, after: will };
}

const written = ({ preference, host }: MailExchanger): string => `${preference} ${host}.`;
