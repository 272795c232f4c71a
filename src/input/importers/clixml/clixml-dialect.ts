import { unwrap } from '../../../model/exchange-value.ts';
import { text } from '../../../model/text.ts';
import type { ExportContents, ExportDialect, ExportedObject, ExportedValue } from '../exported-object.ts';
import { nounNamed, nounOfType } from '../nouns.ts';
import { type CliNode, isCliList, readCliNodes } from './clixml-reader.ts';

/** Export-Clixml: typed objects of PowerShell in XML (MS-PSRP section 2.2.5). */
export const clixmlDialect: ExportDialect = {
  title: 'CLIXML',
  recognises: (content) => /^\s*</u.test(content) && /<Objs[\s>]/u.test(content.slice(0, 4_096)),
  read(content, file) {
    const { nodes, problem } = readCliNodes(content, file);
    if (problem !== undefined) return { objects: [], remarks: [{ kind: 'unusable', ...problem }] };
    const contents: Gathered = { objects: [], remarks: [] };
    for (const node of nodes) gather(contents, node, undefined, 0);
    return contents;
  },
};

interface Gathered extends ExportContents {
  readonly objects: ExportedObject[];
  readonly remarks: ExportContents['remarks'][number][];
}

/** Objects stand alone, in a list, or in a hash table whose keys say what they are. */
function gather(contents: Gathered, node: CliNode, noun: string | undefined, level: number): void {
  const { value, types, parts, at } = node;
  if (isCliList(node)) {
    for (const item of node.items ?? []) gather(contents, item, noun, level);
    return;
  }
  if (parts === undefined) {
    if (value === null || value === '') return;
    contents.remarks.push({
      kind: 'unknown',
      at,
      problem: text`${String(value).slice(0, 60)} stands where an exported object must stand.`,
      remedy: text`Export objects: ${'Get-InboundConnector | Export-Clixml inbound.xml'}.`,
    });
    return;
  }
  const said = noun ?? types.map((type) => nounOfType(type)?.name).find((one) => one !== undefined);
  if (said === undefined && level < 3 && types.some((type) => /Hashtable|OrderedDictionary/u.test(type))) {
    for (const [key, part] of parts) gather(contents, part, nounNamed(key)?.name, level + 1);
    return;
  }
  const properties = new Map([...parts].map(([name, part]) => [name, exported(part)]));
  contents.objects.push({ noun: said, side: undefined, at, properties, how: 'listed' });
}

function exported(node: CliNode): ExportedValue {
  const { items, at } = node;
  if (items === undefined) return { value: unwrap(node.value), at };
  return { value: items.map((item) => item.value), at, items: items.map((item) => item.at) };
}
