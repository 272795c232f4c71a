import { asList, unwrap, writtenText } from '../../../model/exchange-value.ts';
import type { PowerShellCommand } from './command.ts';
import { isPrintable } from './print-command.ts';

/**
 * The extended rights of a receive connector are permissions of Active Directory: no parameter sets them, each is given
 * to somebody or taken from him.
 * @returns undefined where an entry does not say who holds which right
 */
export function rightsCommands(
  connector: string,
  before: unknown,
  after: unknown,
): readonly PowerShellCommand[] | undefined {
  const [was, will] = [rightsOf(before), rightsOf(after)];
  if (was === undefined || will === undefined) return undefined;
  const named = (list: readonly Right[]) => new Set(list.map(({ user, right }) => `${user}\n${right}`.toLowerCase()));
  const missing = (list: readonly Right[], other: readonly Right[]): readonly Right[] => {
    const known = named(other);
    return list.filter(({ user, right }) => !known.has(`${user}\n${right}`.toLowerCase()));
  };
  const call =
    (cmdlet: string) =>
    ({ user, right }: Right): PowerShellCommand => ({
      from: { cmdlet: 'Get-ReceiveConnector', parameters: [['Identity', connector]] },
      cmdlet,
      parameters: [
        ['User', user],
        ['ExtendedRights', right],
      ],
      whatIf: true,
    });
  return [...missing(was, will).map(call('Remove-ADPermission')), ...missing(will, was).map(call('Add-ADPermission'))];
}

interface Right {
  readonly user: string;
  readonly right: string;
}

function rightsOf(value: unknown): readonly Right[] | undefined {
  const found: Right[] = [];
  for (const entry of asList(value)) {
    const record = unwrap(entry);
    if (typeof record !== 'object' || record === null) return undefined;
    const part = (name: string): unknown =>
      Object.entries(record).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    const user = writtenText(part('User'));
    const rights = asList(part('ExtendedRights')).map((one) => writtenText(one));
    if (user === undefined || !isPrintable(user)) return undefined;
    for (const right of rights) {
      if (right === undefined || !isPrintable(right)) return undefined;
      found.push({ user, right });
    }
  }
  return found;
}
