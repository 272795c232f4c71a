import type { Doing } from '../../../fix/scripts.ts';
import { text } from '../../../model/text.ts';
import { captioned, changeBlock, codeBlock } from './code-blocks.ts';
import { type Content, element } from './element.ts';

/** What one does for a change, by where one does it: commands to copy, lines of DNS, and what is done by hand. */
export function doingBlocks({ tenant, onPremises, dns, hoster, byHand }: Doing): Content {
  return [
    tenant.length === 0 ? undefined : captioned(text`In Exchange Online PowerShell`, codeBlock(linesOf(tenant))),
    onPremises.length === 0
      ? undefined
      : captioned(text`In the Exchange Management Shell`, codeBlock(linesOf(onPremises))),
    dns === ''
      ? undefined
      : [
          captioned(text`In DNS; raise the serial number of the SOA in the same edit`, changeBlock(recordsOf(dns))),
          hoster.length === 0
            ? undefined
            : element(
                'ul',
                {},
                hoster.map((one) => element('li', {}, one)),
              ),
        ],
    byHand.length === 0
      ? undefined
      : captioned(
          text`By hand`,
          element(
            'ul',
            {},
            byHand.map((one) => element('li', {}, one)),
          ),
        ),
  ];
}

/** A command may go over several lines. */
const linesOf = (commands: readonly string[]): readonly string[] => commands.flatMap((one) => one.split('\n'));

/** Lines that go or come, without the remarks that a file of them begins with. */
const recordsOf = (dns: string): readonly string[] =>
  dns
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'));
