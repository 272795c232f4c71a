import { recogniseDnsFormat } from '../../input/dns/read-zone-source.ts';
import { readDocument } from '../../input/documents/read-document.ts';
import { writtenList } from '../../input/topology/domain-words.ts';
import { valueAt } from '../../input/topology/object-in-document.ts';
import type { DnsChange } from '../../model/change.ts';
import { type Text, text } from '../../model/text.ts';
import { parseZone } from '../../protocols/zone/parse-zone.ts';
import type { ParsedZone } from '../../protocols/zone/zone-record.ts';
import { editDocument } from '../dialects/topology-yaml/edit-document.ts';
import { indentBlock } from '../dialects/topology-yaml/literal-block.ts';
import { editZone, isOf, startsFrom } from '../dialects/zone-file/edit-zone.ts';
import { applyEdit, type TextEdit } from '../text-edit.ts';
import { type FileEdits, type TopologyFiles, textOf, withText } from './topology-files.ts';

/** One text with records: a file, or what stands under `dns/records`. */
interface Source {
  /** Pointer of inline records; undefined for a file. */
  readonly at: string | undefined;
  readonly path: string;
  readonly text: string;
  readonly zone: ParsedZone;
}

export type Made =
  | { readonly ok: true; readonly files: TopologyFiles; readonly edits: readonly FileEdits[] }
  | { readonly ok: false; readonly because: Text };

/** Makes a change of DNS in the zone file or the inline records that hold the name. */
export async function changeRecords(files: TopologyFiles, change: DnsChange): Promise<Made> {
  const document = await readDocument(files.main, textOf(files, files.main) ?? '');
  const data = document.ok ? document.value.data : undefined;
  const sources = sourcesOf(files, data);
  const own = sources.flatMap(({ zone }) => zone.records.filter((record) => isOf(change, record)));
  const otherwise = startsFrom(change, own);
  if (otherwise !== undefined) return { ok: false, because: otherwise };
  const chosen = sourceFor(sources, change);
  if (chosen === undefined) return { ok: false, because: text`No zone that holds ${change.owner} is declared.` };
  if (sources.some((one) => one !== chosen && one.zone.records.some((record) => isOf(change, record))))
    return { ok: false, because: text`The ${change.type} records of ${change.owner} stand in several places.` };
  const { path, zone } = chosen;
  if (chosen.at === undefined) {
    const format = await recogniseDnsFormat(chosen.text);
    if (format === undefined || !editable.has(format))
      return {
        ok: false,
        because: text`${path} is an export of another notation; change the record there and export it again.`,
      };
    if (zone.records.some((record) => isOf(change, record) && record.at.file !== path))
      return { ok: false, because: text`The records of ${change.owner} stand in a file that ${path} includes.` };
  }
  const records = zone.records.filter(({ at }) => at.file === path);
  const edits = editZone({ source: chosen.text, records }, change);
  const changed = edits?.reduce(applyEdit, chosen.text);
  if (edits === undefined || changed === undefined || !holds(files, chosen, changed, change))
    return {
      ok: false,
      because: text`The records of ${change.owner} stand in ${path} in a way that cannot be changed line by line.`,
    };
  if (chosen.at === undefined)
    return { ok: true, files: withText(files, path, changed), edits: [{ file: path, edits }] };
  return inline(files, chosen.at, changed, edits);
}

const editable: ReadonlySet<string> = new Set(['master-file', 'capture', 'cloudflare']);

function sourcesOf(files: TopologyFiles, data: unknown): readonly Source[] {
  const zones = writtenList(valueAt(data, '/dns/zones'), '/dns/zones').flatMap(({ text: path }): Source[] => {
    const content = textOf(files, path);
    return content === undefined
      ? []
      : [{ at: undefined, path, text: content, zone: parse(files, path, content, 'file') }];
  });
  const inlined = writtenList(valueAt(data, '/dns/records'), '/dns/records').map(({ text: content, at }): Source => {
    return { at, path: files.main, text: content, zone: parse(files, files.main, content, 'inline') };
  });
  return [...zones, ...inlined];
}

const parse = (files: TopologyFiles, file: string, content: string, form: 'file' | 'inline'): ParsedZone =>
  parseZone(content, {
    file,
    form,
    include(path, from) {
      const target = path.startsWith('/') ? path : `${from.slice(0, from.lastIndexOf('/') + 1)}${path}`;
      const included = textOf(files, target);
      return included === undefined
        ? { ok: false, because: text`There is no file ${target}.` }
        : { ok: true, file: target, text: included };
    },
  });

/** Where records of the type, else of the name, stand; else the zone that the name belongs to, else records near it. */
function sourceFor(sources: readonly Source[], change: DnsChange): Source | undefined {
  const apexes = sources.flatMap((source) =>
    source.zone.records.flatMap(({ type, owner }) =>
      type === 'SOA' && (change.owner === owner || change.owner.endsWith(`.${owner}`)) ? [{ source, owner }] : [],
    ),
  );
  const [closest] = apexes.sort((left, right) => right.owner.length - left.owner.length);
  return (
    sources.find(({ zone }) => zone.records.some((record) => isOf(change, record))) ??
    sources.find(({ zone }) => zone.records.some(({ owner }) => owner === change.owner)) ??
    closest?.source ??
    sources.find(({ zone }) => zone.records.some(({ owner }) => change.owner.endsWith(`.${owner}`)))
  );
}

/** Whether a text says what it said before, but for the change. */
function holds(files: TopologyFiles, { path, at, zone }: Source, changed: string, change: DnsChange): boolean {
  const after = parse(files, path, changed, at === undefined ? 'file' : 'inline');
  const said = (of: ParsedZone) =>
    of.records
      .filter((record) => !isOf(change, record))
      .map(({ owner, ttl, type, data }) => JSON.stringify([owner, ttl, type, data]))
      .sort()
      .join('\n');
  return (
    after.problems.length <= zone.problems.length &&
    said(after) === said(zone) &&
    startsFrom(
      { ...change, before: change.after },
      after.records.filter((record) => isOf(change, record)),
    ) === undefined
  );
}

/** Inline records: in a literal block line by line, in any other notation the whole text. */
async function inline(files: TopologyFiles, at: string, changed: string, edits: readonly TextEdit[]): Promise<Made> {
  const source = textOf(files, files.main) ?? '';
  const block = await indentBlock(files.main, source, at, edits, changed);
  if (block !== undefined)
    return {
      ok: true,
      files: withText(files, files.main, block.text),
      edits: [{ file: files.main, edits: block.edits }],
    };
  const whole = await editDocument(files.main, source, [{ kind: 'set', path: at.slice(1).split('/'), value: changed }]);
  if (whole === undefined)
    return { ok: false, because: text`The records under ${at} cannot be written in their place.` };
  return {
    ok: true,
    files: withText(files, files.main, whole.text),
    edits: [{ file: files.main, edits: whole.edits }],
  };
}
