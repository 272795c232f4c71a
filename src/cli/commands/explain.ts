import { list, text } from '../../model/text.ts';
import { explain as explainWord } from '../../reference/explain.ts';
import type { Format } from '../../report/available-formats.ts';
import { explanationJson } from '../../report/formats/json.ts';
import { explanationTerminal } from '../../report/formats/terminal.ts';
import type { Style } from '../../report/report.ts';
import type { Command } from '../command.ts';
import { deliver } from '../deliver.ts';
import { ruleCatalogue } from '../rule-catalogue.ts';
import { version } from '../version.ts';

/** `mxproof explain <id>` */
export const explain: Command = async ({ operands: [word = ''], settings }, machine) => {
  const found = await explainWord(word, await ruleCatalogue());
  if ('nearest' in found) {
    const remedy =
      found.nearest.length > 0
        ? text`Did you mean ${list(found.nearest, 'or')}?`
        : text`Known are rules (${'connector/shared-ip'}), points of the semantics (${'ATTR-7'}), SMTP codes (${'5.7.64'}) and assumptions (${'loop.hopLimit'}).`;
    return {
      ok: false,
      unusable: [{ problems: [{ at: undefined, problem: text`Nothing is known as ${word}.`, remedy }] }],
    };
  }
  const said = await explainWord(word, await ruleCatalogue(), settings.wording.say);
  const render = (format: Format, style: Style) =>
    format === 'json' || 'nearest' in said ? explanationJson(found, version) : explanationTerminal(said, style);
  return deliver(render, settings, machine, 0);
};
