/**
 * Refreshes the rule texts of src/reference/semantics from the two documents that state them:
 *
 *   node test/tooling/extract-semantics.mjs ../shared/exchange            writes the JSON files
 *   node test/tooling/extract-semantics.mjs ../shared/exchange --check    exit code 1 and the names of the files that differ
 *
 * The documents are not part of this repository; their restated rules are, as JSON, one rule a line. Written are
 * `confidence.json` (letter -> ids, all that a simulation needs), `sources.json` (source keys of each document) and
 * `texts/<group>.json`. A rule's working confidence is the lowest that its own entry marks: documented (D), observed (O),
 * inferred (I); conflicting sources (C) and entries without any mark count as inferred.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Groups of series: one file each, so that explaining one rule loads little. */
const groups = {
  acceptance: ['PIPE', 'ACC'],
  attribution: ['INB', 'ATTR', 'HDR', 'SUB', 'DS'],
  outbound: ['OUT', 'CFWD'],
  hybrid: ['HYB', 'CERT', 'OPR', 'NET'],
  decisions: ['DEC', 'CUNC', 'PUNC'],
  misconfigurations: ['CMIS', 'PMIS'],
  rules: ['ORDER', 'RULE'],
  predicates: ['PRED', 'ACT'],
  forwarding: ['RD', 'OSP', 'FWD', 'SRS'],
  filtering: ['CF', 'EFC', 'AUTH', 'SAFE'],
  routing: ['ROUTE', 'ARW', 'JRN', 'LIM'],
};
const seriesOf = {
  connectors: [
    'PIPE',
    'ACC',
    'INB',
    'ATTR',
    'HDR',
    'SUB',
    'DS',
    'OUT',
    'CFWD',
    'HYB',
    'CERT',
    'OPR',
    'NET',
    'CMIS',
    'CUNC',
    'DEC',
  ],
  'rules-and-policies': [
    ...[
      'ORDER',
      'RULE',
      'PRED',
      'ACT',
      'RD',
      'OSP',
      'FWD',
      'SRS',
      'CF',
      'EFC',
      'AUTH',
      'SAFE',
      'ROUTE',
      'ARW',
      'JRN',
      'LIM',
    ],
    ...['PMIS', 'PUNC'],
  ],
};
const allSeries = Object.values(seriesOf).flat();
const idPattern = new RegExp(`(?<![\\w-])(${allSeries.join('|')})-(\\d+)([a-z]?)(?![\\w])`, 'g');
const lettersInOrder = ['D', 'O', 'I', 'C'];

/** Titles that the source tables give in a form that needs a person to spell out. */
const sourceTitles = {
  connectors: {
    DEF: { title: 'MicrosoftDocs/defender-docs' },
    SA: { title: 'MicrosoftDocs/SupportArticles-docs' },
    MC: { title: 'Microsoft 365 Message Center' },
    MC1226222: { title: 'Message Center MC1226222, attribution priority wording', date: 'Feb 2026' },
    blog: { title: 'Exchange Team blog' },
    'SA-541': { title: 'MicrosoftDocs/SupportArticles-docs Exchange/…/ndr/ 550 5.4.1 article' },
    'SA-546': { title: 'MicrosoftDocs/SupportArticles-docs Exchange/…/ndr/ 5.4.6–5.4.20 article' },
    'OX-CSEL': { title: 'OfficeDocs-Exchange Exchange/ExchangeServer/mail-flow/mail-routing/connector-selection.md' },
    'OX-SEND': { title: 'OfficeDocs-Exchange Exchange/ExchangeServer/mail-flow/connectors/send-connectors.md' },
    'TB-DS': { title: 'Exchange Team blog "Introducing more control over Direct Send" (id 4408790)' },
    'TB-DS2': {
      title: 'Exchange Team blog "Direct Send vs sending directly to an Exchange Online tenant" (id 4439865)',
    },
    'SA-SRS': { title: 'SupportArticles / OfficeDocs "Sender Rewriting Scheme (SRS) in Microsoft 365"' },
  },
  'rules-and-policies': {
    blog: { title: 'Exchange Team blog' },
    SEED: { title: 'Microsoft pages on connectors and mail flow, in French' },
    XS: { title: 'OfficeDocs-Exchange ExchangeServer (on-premises documentation)' },
    PS: { title: 'MicrosoftDocs/office-docs-powershell', date: 'Aug 2026' },
  },
};

const areaTitles = {
  'ARW / JRN': 'Address rewriting and journaling',
  Verdicts: 'Authentication verdicts',
  'Suggested modelling decisions (DEC) where sources conflict or are silent': 'Modelling decisions',
  'Open questions (keep as switches in the simulator)': 'Open questions',
};

const plainText = (markdown) =>
  markdown
    .replace('see the companion file for how it is set', 'HDR-2 says how it is set')
    .split(/(`[^`]*`)/u)
    .map((part, index) => {
      if (index % 2 === 1) return part.replaceAll('\\|', '|');
      return part
        .replaceAll('\\|', '|')
        .replaceAll('\\*', '*')
        .replace(/\*\*([^*]+)\*\*/gu, '$1')
        .replace(/(?<![\w*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\w*])/gu, '$1')
        .replaceAll('**', '');
    })
    .join('')
    .replace(/[ \t]+/gu, ' ')
    .trim();

/** Cells of a table row; a pipe inside a cell is escaped, or stands in a code span. */
const cellsOf = (line) =>
  line
    .replace(/^\s*\|/u, '')
    .replace(/\|\s*$/u, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim());
const isRow = (line) => /^\s*\|/u.test(line);
const isRuler = (line) => /^\s*\|[\s:|-]+\|?\s*$/u.test(line);

/** Ids that a text names, shorthand included: `RULE-4/5`, `LIM-1..3`, `RD-5…16`, `ACT-9/10/11`. */
function idsIn(text, known) {
  const found = [];
  const expanded = new RegExp(`${idPattern.source.replace('(?![\\w])', '')}((?:(?:/|\\.\\.|…)\\d+[a-z]?)*)`, 'g');
  for (const [, series, number, letter, rest] of text.matchAll(expanded)) {
    found.push(`${series}-${number}${letter}`);
    let last = Number(number);
    for (const [, joint, next] of rest.matchAll(/(\/|\.\.|…)(\d+)/gu)) {
      for (let each = joint === '/' ? Number(next) : last + 1; each <= Number(next); each++)
        found.push(`${series}-${each}`);
      last = Number(next);
    }
  }
  return [...new Set(found)].filter((id) => known === undefined || known.has(id));
}

/** Letters of a grade such as `D/O, code C`; a letter counts only where it stands alone. */
const lettersIn = (grade) =>
  lettersInOrder.filter((letter) => new RegExp(`(?<![\\w-])${letter}(?![\\w-])`, 'u').test(grade));

/** Letters marked in running text: `(I)`, `(O, OBS-RCPT)`, `**D/O**`, ` · C`, `, I)`. */
function inlineLetters(text) {
  const marks = [
    ...text.matchAll(/\((?:C by date|[DOIC](?:\/[DOIC])*)(?=[),;: ]|\))/gu),
    ...text.matchAll(/\*\*([DOIC](?:\/[DOIC])*)\*\*/gu),
    ...text.matchAll(/· ([DOIC])(?=[),;. ]|$)/gu),
    ...text.matchAll(/[,;] ([DOIC])(?=\))/gu),
  ];
  return lettersInOrder.filter((letter) =>
    marks.some(([mark]) => lettersIn(mark.replace(' by date', '')).includes(letter)),
  );
}

/** The source table of section 0: key -> title and date. */
function readSources(document, lines) {
  const sources = {};
  let tree = '';
  let started = false;
  for (const line of lines) {
    if (/^\|\s*Key\s*\|/u.test(line)) started = true;
    if (!started || !isRow(line) || isRuler(line) || /^\|\s*Key\s*\|/u.test(line)) {
      if (started && line.startsWith('#')) break;
      continue;
    }
    const [keyCell = '', titleCell = ''] = cellsOf(line);
    let title = plainText(titleCell).replaceAll('`', '').replaceAll('x13-me/', '');
    const stem = title.match(
      /^((?:MicrosoftDocs\/)?(?:office-docs-powershell|OfficeDocs-Exchange)[^:]*?)(?:exchange\/| Exchange\/|:| New-)/u,
    );
    if (stem) tree = stem[1].trim();
    title = title
      .replace(/^same repo(?:sitory)?,? ?/u, 'MicrosoftDocs/office-docs-powershell ')
      .replace(/^same(?: tree)?:? /u, `${tree} `);
    title = title.replace(/^…\//u, `${tree} …/`).replace(/^(use|manage|how)-/u, `${tree} $1-`);
    title = title.replace(/^defender-office-365/u, 'MicrosoftDocs/defender-docs defender-office-365');
    title = title.replace(/^Exchange\//u, 'OfficeDocs-Exchange Exchange/');
    const stated =
      title.match(/\(([^()]*\b20\d\d\b[^()]*)\)/u)?.[1] ?? tree.match(/\(([^()]*20\d\d[^()]*)\)/u)?.[1] ?? '';
    const applies = title.includes(stated) || title.startsWith(tree) ? stated : '';
    const dates = [...applies.matchAll(/(?:[A-Z][a-z]{2,8} )?\b20\d\d\b/gu)].map(([date]) => date).join(', ');
    const keys = keyCell.split(/\s*[/,]\s*/u).map((key) => key.trim());
    const list = title.includes(': ') ? title.slice(title.indexOf(': ') + 2) : title.slice(title.indexOf(' ') + 1);
    const head = title.slice(0, title.length - list.length);
    const parts = list.replace(/\s*\([^()]*\)$/u, '').split(/,\s+|\s+\/\s+|;\s+/u);
    keys.forEach((key, index) => {
      const own = keys.length > 1 && parts.length === keys.length ? `${head}${parts[index]}` : title;
      sources[key === 'PS:X' ? 'PS' : key] = { title: own, ...(dates === '' ? {} : { date: dates }) };
    });
  }
  delete sources['SA-KBnnnnnnn'];
  delete sources['GH:x'];
  return Object.fromEntries(
    Object.entries({ ...sources, ...sourceTitles[document] }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Source keys named in a grade or in brackets, in the order of their appearance. */
function sourceKeys(grade, sources) {
  const found = [];
  const keys = Object.keys(sources).sort((a, b) => b.length - a.length);
  const escaped = keys.map((key) => key.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  const pattern = new RegExp(
    `(?<![\\w-])(PS:[A-Za-z]+-[A-Za-z]+|SA-KB\\d+|${escaped.join('|')})(?![\\w]|-[A-Za-z0-9])`,
    'gu',
  );
  for (const [, key] of grade.matchAll(pattern)) found.push(key);
  return [...new Set(found)];
}

/** Sources of the grade; where it names none, those that the words name as sources. */
function namedSources(document, grade, words, sources) {
  const graded = sourceKeys(grade, sources);
  if (graded.length > 0) return graded;
  const prose = document === 'connectors' ? [words] : [...words.matchAll(/\(([^()]*)\)/gu)].map(([, inside]) => inside);
  const wordsToo = ['SA', 'MC', 'DEF', 'blog', 'DMARC', 'ARC', 'SCL', 'EOP', 'SAFE', 'HDR', 'NDR', 'TEST', 'PS'];
  return sourceKeys(prose.join('; '), sources).filter((key) => !wordsToo.includes(key));
}

const isGradeHeader = (header) => /conf|source|^src/iu.test(header);

/** A row of a table as words: the first column leads, every other one is named by its header. */
function rowText(headers, cells) {
  const named = headers.map((header, index) => ({ header, cell: cells[index] ?? '' })).slice(1);
  const kept = named.filter(({ header, cell }) => !isGradeHeader(header) && cell !== '' && cell !== '—');
  if (kept.length === 1) return kept[0].cell;
  return kept.map(({ header, cell }) => `${header}: ${cell}`).join(' · ');
}

/** Every definition of the document, in its order: id, where it stands, its raw words and its raw grade. */
function definitions(document, lines) {
  const entries = [];
  const series = seriesOf[document].join('|');
  const rowId = new RegExp(`^(${series})-(\\d+)([a-z]?)((?:/\\d+)*)$`, 'u');
  const bold = new RegExp(
    `^(?:\\s*(?:-|\\d+\\.)\\s+|[A-Z][\\w ]* — )?\\*\\*(${series})-(\\d+)([a-z]?)([^*]*)\\*\\*(.*)$`,
    'u',
  );
  let area = '';
  let section = '';
  let headers = [];
  let sectionGrade = '';
  let open;
  let fenced = false;
  const add = (entry) => {
    entries.push({ area, section, extra: [], ...entry });
    open = entries.at(-1);
  };
  for (const line of lines) {
    if (line.startsWith('```')) fenced = !fenced;
    const heading = fenced ? null : line.match(/^(#{2,3})\s+(.*)$/u);
    if (heading) {
      const title = plainText(heading[2]);
      if (heading[1] === '##')
        area = title
          .replace(/^\d+\.\s*/u, '')
          .replace(/\s*\([A-Z, ]+\)$/u, '')
          .replace(/^[A-Z/ ]+ — /u, '');
      area = area.charAt(0).toUpperCase() + area.slice(1);
      area = areaTitles[area] ?? area;
      section = title
        .replace(/\s*\([A-Z, ]+\)$/u, '')
        .replace(/^(\d[\d.]*) [A-Z/ ]+ — (.)/u, (_, number, first) => `${number} ${first.toUpperCase()}`);
      sectionGrade = section.startsWith('2.7 ') ? 'D COND NTR' : '';
      open = undefined;
      continue;
    }
    const text =
      line.match(bold) ??
      (/^Precedence corollary/u.test(line)
        ? line.match(new RegExp(`()?\\*\\*(${series})-(\\d+)([a-z]?)([^*]*)\\*\\*(.*)$`, 'u'))?.slice(1)
        : null);
    if (!fenced && isRow(line)) {
      if (isRuler(line)) continue;
      const cells = cellsOf(line);
      const id = cells[0].match(rowId);
      if (/^(?:id|#)$/iu.test(cells[0])) {
        headers = cells;
        open = undefined;
      } else if (id) {
        const column = headers.findIndex(isGradeHeader);
        const grade = column >= 0 ? (cells[column] ?? '') : sectionGrade;
        const [, name, number, letter, rest] = id;
        for (const each of [
          `${name}-${number}${letter}`,
          ...[...rest.matchAll(/\d+/gu)].map(([more]) => `${name}-${more}`),
        ])
          add({ id: each, words: rowText(headers, cells), grade });
        open = undefined;
      } else if (open) {
        open.extra.push(cells.join(' | '));
        open.inProse = false;
      }
      continue;
    }
    if (!fenced && text) {
      const match = text[0] === line ? text : ['', ...text.slice(1)];
      const [, name, number, letter, after, rest] = match;
      const grade = after.match(/\(([^)]*)\)/u)?.[1] ?? '';
      const lead = after.replace(/\([^)]*\)/u, '').replace(/^[\s·:]+|[\s:]+$/gu, '');
      add({
        id: `${name}-${number}${letter}`,
        words: (lead ? `${lead}: ` : '') + rest.replace(/^\s*:?\s*/u, ''),
        grade,
      });
      continue;
    }
    if (!open) continue;
    if (fenced || line.startsWith('```')) {
      open.inProse = false;
      if (!line.startsWith('```')) open.extra.push({ code: line });
    } else if (line.trim() === '') {
      open.gap = true;
      open.inProse = false;
    } else if (/^-\s/u.test(line) || /^\*\*/u.test(line) || /^(?:Notes|Oracle|Certificate|Format)/u.test(line))
      open = undefined;
    else if (/^\s/u.test(line)) {
      if (/^\s+-\s/u.test(line) || open.nested) {
        open.nested = true;
        if (/^\s+-\s/u.test(line)) open.extra.push(line.trim());
        else open.extra.push(`${open.extra.pop()} ${line.trim()}`);
      } else if (open.extra.length === 0) open.words += ` ${line.trim()}`;
      // A paragraph behind a table or code goes over several lines and is one sentence after the other.
      else if (open.inProse) open.extra.push(`${open.extra.pop()} ${line.trim()}`);
      else {
        open.extra.push(line.trim());
        open.inProse = true;
      }
    } else if (!open.gap) open.words += ` ${line.trim()}`;
  }
  return entries;
}

/** The grade of entries whose document grades them by a note instead of a column. */
function gradeOf(document, entry) {
  const [series, number] = entry.id.split('-');
  if (series === 'RD' && Number.parseInt(number, 10) >= 5 && Number.parseInt(number, 10) <= 16)
    return `D PS:Set-RemoteDomain${/250 2\.1\.5/u.test(entry.words) ? '; trace texts O (NDR, field)' : ''}`;
  if (entry.id === 'ORDER-30') return 'I (proposed order)';
  if (series === 'FWD' && entry.grade === '') return entry.words.match(/Markers: ((?:PS:\S+ )?D)$/u)?.[1] ?? '';
  if (series === 'CMIS') return entry.words.match(/\[([^\]]*)\]\s*$/u)?.[1] ?? '';
  if (series === 'DEC' || series === 'CUNC' || series === 'PUNC') return '';
  if (document === 'connectors' && entry.grade === '') return '';
  return entry.grade;
}

function readDocument(document, directory) {
  const lines = readFileSync(join(directory, `${document}.md`), 'utf8').split(/\r?\n/u);
  const sources = readSources(document, lines);
  const raw = definitions(document, lines);
  const entries = raw.map((entry) => {
    const grade = gradeOf(document, entry);
    // A grade after the last sentence of an entry that has no column for it.
    const [, sentence = '', trailing = ''] =
      (grade === '' &&
        entry.words.match(/^(.*?[.)]) (?:\*\*)?([DOIC](?:\/[DOIC])*(?:\*\*)?(?:\.?$| \(.*| for .*| [A-Z][^:]*))$/u)) ||
      [];
    const words = (sentence || entry.words).replace(
      entry.id.startsWith('CMIS-') ? /\s*\[[^\]]*\]\s*$/u : /\s*· Markers: (?:PS:\S+ )?D$/u,
      '',
    );
    const marks = [words, ...entry.extra.filter((line) => typeof line === 'string')].join(' ');
    const ungraded = /^(?:DEC|CUNC|PUNC|PMIS)-/u.test(entry.id);
    const marked = ungraded
      ? []
      : [...lettersIn(grade), ...lettersIn(trailing.replaceAll('*', '')), ...inlineLetters(marks)];
    const extra = entry.extra.map((line) => (typeof line === 'string' ? plainText(line) : line.code));
    return {
      entry: {
        id: entry.id,
        area: entry.area,
        section: entry.section,
        text: [plainText(words), ...extra].join('\n').trim(),
        letters: lettersInOrder.filter((letter) => marked.includes(letter)).join(''),
        graded: plainText((grade || trailing).replaceAll('*', '').replace(/\.$/u, '')),
        sources: ungraded ? [] : namedSources(document, `${grade} ${trailing}`, words, sources),
      },
      raw: `${words} ${grade}`,
    };
  });
  return { sources, entries };
}

/** Misconfigurations are as sure as what they rest on: Microsoft documents are D, rules are as those rules are. */
function gradeMisconfiguration(entry, raw, letters) {
  if (entry.letters !== '') return entry.letters;
  const because = entry.id.startsWith('CMIS-') ? entry.graded : (raw.match(/\*Why\*:([^*]*)/u)?.[1] ?? '');
  const cited = idsIn(because, letters).flatMap((id) => [...(letters.get(id) || 'I')]);
  if (cited.length > 0) return lettersInOrder.filter((letter) => cited.includes(letter)).join('');
  return entry.id.startsWith('CMIS-') && entry.sources.length > 0 ? 'D' : '';
}

const line = (value) => JSON.stringify(value);
const asLines = (values) => `[\n${values.map(line).join(',\n')}\n]\n`;

/** File name -> content of everything that is written. */
export function extract(directory) {
  const documents = Object.keys(seriesOf).map((document) => ({ document, ...readDocument(document, directory) }));
  const all = documents.flatMap(({ document, entries }) => entries.map((each) => ({ document, ...each })));
  const letters = new Map(all.map(({ entry }) => [entry.id, entry.letters]));
  if (letters.size !== all.length) {
    const ids = all.map(({ entry }) => entry.id);
    throw new Error(`defined twice: ${ids.filter((id, index) => ids.indexOf(id) !== index).join(', ')}`);
  }
  for (const { entry, raw } of all) {
    if (/^[CP]MIS-/u.test(entry.id)) entry.letters = gradeMisconfiguration(entry, raw, letters);
  }
  for (const { entry, raw } of all) entry.see = idsIn(`${raw} ${entry.text}`, letters).filter((id) => id !== entry.id);

  const files = {};
  const graded = { D: [], O: [], I: [] };
  for (const { entry } of all) {
    const lowest = entry.letters === '' || /[IC]/u.test(entry.letters) ? 'I' : entry.letters.includes('O') ? 'O' : 'D';
    graded[lowest].push(entry.id);
  }
  files['confidence.json'] = `{\n${Object.entries(graded)
    .map(([letter, ids]) => `${line(letter)}: ${line(ids.join(' '))}`)
    .join(',\n')}\n}\n`;
  files['sources.json'] = `{\n${documents
    .map(({ document, sources }) => {
      const rows = Object.entries(sources).map(([key, source]) => `${line(key)}: ${line(source)}`);
      return `${line(document)}: {\n${rows.join(',\n')}\n}`;
    })
    .join(',\n')}\n}\n`;
  for (const [group, series] of Object.entries(groups)) {
    const members = all.filter(({ entry }) => series.includes(entry.id.slice(0, entry.id.indexOf('-'))));
    files[`texts/${group}.json`] = asLines(members.map(({ document, entry }) => ({ ...entry, document })));
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory, mode] = process.argv.slice(2);
  const target = join(dirname(fileURLToPath(import.meta.url)), '../../src/reference/semantics');
  const stale = [];
  for (const [name, content] of Object.entries(extract(directory))) {
    const path = join(target, name);
    if (mode === '--check') {
      if (readFileSync(path, 'utf8') !== content) stale.push(name);
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
  if (stale.length > 0) {
    console.error(stale.join('\n'));
    process.exitCode = 1;
  }
}
