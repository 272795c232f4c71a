import { parse as parseCsv } from 'csv-parse/sync';
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parse as parseHtml } from 'parse5';
import { parse as parseYaml } from 'yaml';
import type { Format } from '../../src/report/available-formats.ts';
import { inertText, terminalText } from '../../src/report/escape.ts';
import { type Element, parseXml } from '../report/junit-elements.ts';

/** A report as a parser of its language reads it. */
export interface Read {
  /** What stands in what, without any text. */
  readonly shape: readonly string[];
  /** Every text, decoded, in order. */
  readonly texts: readonly string[];
}

/** How a format is read back; a further format plugs in here. */
export interface Language {
  /** Throws where the report is not well formed. */
  readonly read: (report: string) => Read;
  /** How a reader sees a value. */
  readonly seen: (value: string) => string;
  /** What is compared of a text, where the format says less than the value. */
  readonly compared?: (text: string) => string;
}

/** Hashes stand for what is compared beside them. */
const hashes = new Set(['primaryLocationLineHash', 'fingerprint', 'mxproof/v1']);

type Decode = (text: string, key: string, parent: string) => string;

function readTree(root: unknown, decode: Decode): Read {
  const shape: string[] = [];
  const texts: string[] = [];
  const visit = (at: unknown, key: string, parent: string): void => {
    shape.push(`${key}: ${Array.isArray(at) ? 'list' : at === null ? 'null' : typeof at}`);
    if (typeof at === 'string') texts.push(hashes.has(key) ? '' : decode(at, key, parent));
    else if (Array.isArray(at)) for (const one of at) visit(one, '', key);
    else if (typeof at === 'object' && at !== null) for (const [name, one] of Object.entries(at)) visit(one, name, key);
  };
  visit(root, '', '');
  return { shape, texts };
}

const readJson = (report: string): Read => readTree(JSON.parse(report), (text) => text);

/** Messages of SARIF double braces and escape brackets that would be links (3.11.5, 3.11.6); places are URIs. */
const readSarif = (report: string): Read =>
  readTree(JSON.parse(report), (text, key, parent) => {
    if (key === 'uri') return decodeURIComponent(text);
    const isMessage = parent === 'message' && (key === 'text' || key === 'markdown');
    return isMessage ? text.replace(/\\\[/gu, '[').replace(/([{}])\1/gu, '$1') : text;
  });

/** `drawn` names elements whose text goes over lines, and is cut, where it is too wide. */
function readXml(report: string, drawn?: string): Read {
  const shape: string[] = [];
  const texts: string[] = [];
  const visit = ({ name, attributes, children, text }: Element): void => {
    const parts = name === drawn && children.every((one) => one.name === 'tspan') ? [] : children;
    shape.push(`${name} ${Object.keys(attributes).join(' ')} ${parts.length}`);
    texts.push(...Object.values(attributes), ...(text.trim() === '' || name === drawn ? [] : text.split('\n')));
    parts.forEach(visit);
  };
  visit(parseXml(report));
  return { shape, texts };
}

/** Everything that GitHub knows and that does harm: tables, autolinks of bare addresses, HTML. */
const markdown = new MarkdownIt({ html: true, linkify: true });

/** The only HTML that is ours is the code of a value; it counts as what it is. */
function readMarkdown(report: string): Read {
  const shape: string[] = [];
  const texts: string[] = [];
  for (const token of markdown.parse(report, {})) {
    if (token.children === null) {
      shape.push(`${token.type} ${token.tag} ${token.info}`);
      if (token.type === 'fence' && token.info === 'yaml') {
        const block = readTree(parseYaml(token.content), inertText);
        shape.push(...block.shape);
        texts.push(...block.texts);
      } else if (token.content !== '') texts.push(...token.content.replace(/\n$/u, '').split('\n'));
      continue;
    }
    const parts: { kind: string; text: string }[] = [];
    let isCode = false;
    for (const { type, content } of token.children) {
      if (type === 'html_inline' && content === '<code>' && !isCode) {
        isCode = true;
        parts.push({ kind: 'code', text: '' });
      } else if (type === 'html_inline' && content === '</code>' && isCode) {
        isCode = false;
        parts.push({ kind: 'text', text: '' });
      } else if (type === 'code_inline') parts.push({ kind: 'code', text: content });
      else if (type === 'text' || type === 'text_special') {
        const last = parts.at(-1);
        if (last !== undefined && (last.kind === 'text' || isCode)) last.text += content;
        else parts.push({ kind: 'text', text: content });
      } else parts.push({ kind: `${type} ${content}`, text: '' });
    }
    const told = parts.filter(({ kind, text }) => kind !== 'text' || text !== '');
    shape.push(`inline ${told.map(({ kind }) => kind).join(' ')}`);
    texts.push(...told.map(({ text }) => text));
  }
  return { shape, texts };
}

/** RFC 4180, and the apostrophe that keeps a spreadsheet from calculating. */
function readCsv(report: string): Read {
  const rows: string[][] = parseCsv(report, { recordDelimiter: '\r\n', relaxColumnCount: false });
  const cells = rows.flat();
  for (const cell of cells) {
    if (/(?:^|;)[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u.test(cell)) throw new Error(`a formula: ${cell}`);
  }
  return {
    shape: rows.map((row) => String(row.length)),
    texts: cells.map((cell) => cell.replace(/(^|;)'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, '$1')),
  };
}

/** As the runner of GitHub Actions reads workflow commands, one a line. */
function readWorkflowCommands(report: string): Read {
  const shape: string[] = [];
  const texts: string[] = [];
  const decode = (text: string): string =>
    text.replace(/%(25|0D|0A|3A|2C)/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  for (const line of report.split('\n').slice(0, -1)) {
    const found = /^::(?<command>[a-z]+) (?<properties>[^:]*)::(?<message>.*)$/u.exec(line);
    if (found?.groups === undefined) throw new Error(`no workflow command: ${line}`);
    const { command = '', properties = '', message = '' } = found.groups;
    const pairs = properties.split(',').map((pair) => pair.split('='));
    shape.push(`${command} ${pairs.map(([name]) => name).join(' ')}`);
    texts.push(...pairs.map(([, ...content]) => decode(content.join('='))), ...decode(message).split('\n'));
  }
  return { shape, texts };
}

/** A page as a browser reads it: elements with the names of their attributes, texts with the attributes' values. */
function readHtml(report: string): Read {
  const shape: string[] = [];
  const texts: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode): void => {
    if (node.nodeName === '#text' && 'value' in node) {
      const isMessage = node.value.startsWith('- name: ');
      texts.push(...(isMessage ? readTree(parseYaml(node.value), inertText).texts : [node.value]));
      return;
    }
    if (!('tagName' in node)) {
      shape.push(node.nodeName);
      return;
    }
    const parts = withoutBreaks(node.childNodes);
    shape.push(`${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')} ${parts.length}`);
    texts.push(...node.attrs.map(({ value }) => value));
    parts.forEach(visit);
  };
  const onParseError = ({ code }: { readonly code: string }): never => {
    throw new Error(`not well formed: ${code}`);
  };
  parseHtml(report, { onParseError }).childNodes.forEach(visit);
  return { shape, texts };
}

/** What stands in an element, the text on both sides of a place where a line may end being one. */
export function withoutBreaks(
  nodes: readonly DefaultTreeAdapterTypes.ChildNode[],
): DefaultTreeAdapterTypes.ChildNode[] {
  const result: DefaultTreeAdapterTypes.ChildNode[] = [];
  let joins = false;
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.nodeName === 'wbr') joins = true;
    else if (joins && last !== undefined && 'value' in last && 'value' in node) {
      result[result.length - 1] = { ...last, value: last.value + node.value };
      joins = false;
    } else {
      result.push(node);
      joins = false;
    }
  }
  return result;
}

/** DOT as a scanner takes it apart: quoted strings are texts, everything else is shape. */
function readDot(report: string): Read {
  const texts: string[] = [];
  const shape = report.replace(/"((?:[^"\\\n]|\\.)*)"/gu, (_, quoted: string) => {
    const plain = quoted.replace(/\\(.)/gu, (__, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    const lines = plain.replaceAll('&amp;', '&').split('\n');
    texts.push(...lines);
    return `string ${lines.length}`;
  });
  if (/["\\]/u.test(shape)) throw new Error(`a string does not end: ${shape}`);
  return { shape: shape.split('\n'), texts };
}

/** Mermaid: what stands between quotes is text with entity codes, everything else is shape. */
function readMermaid(report: string): Read {
  const texts: string[] = [];
  const shape = report.replace(/"([^"\n]*)"/gu, (_, quoted: string) => {
    const lines = quoted.split('<br/>');
    if (lines.some((line) => /[<>`&]/u.test(line))) throw new Error(`not inert: ${quoted}`);
    texts.push(
      ...lines.map((line) =>
        line.replace(/#(\d+);/gu, (__, code: string) => String.fromCharCode(Number.parseInt(code, 10))),
      ),
    );
    return `text ${lines.length}`;
  });
  return { shape: shape.split('\n'), texts };
}

const spaces = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/**
 * A line a text, but for carets under a quotation, which are as long as what they mark, and messages to paste, which the
 * terminal shows as YAML. Nothing but line ends and what can be seen may be there.
 */
function readTerminal(report: string): Read {
  const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u.exec(report.replaceAll('\n', ''));
  if (forbidden !== null) throw new Error(`this reaches the terminal: ${inertText(forbidden[0])}`);
  const all = report.split('\n');
  const lines = all.map((line) => (/^[\s|│]*\^+$|^ {4,6}(?:- | {2})\w+: /u.test(line) ? 'left out' : line));
  return { shape: lines.map((line) => String(line === '')), texts: lines };
}

/** Places and sizes follow the length of what is drawn. */
const cut = (text: string): string => (/^(?:translate\()?[-\d.,MC ]*\)?$/u.test(text) ? 'left out' : text);

/** A quotation in a page keeps its tabs. */
const tabs = (text: string): string => text.replaceAll('\t', '\\t');

/** A tab in a quotation is one space; white space that begins or ends a line is not seen. */
const columns = (text: string): string => spaces(text.replaceAll('\\t', ' '));

const exact = (value: string): string => value;

/** Every language that reports are printed in. */
export const languages: Readonly<Record<Format, Language>> = {
  terminal: { read: readTerminal, seen: terminalText, compared: columns },
  json: { read: readJson, seen: exact },
  // Half a pair cannot stand in a URI.
  sarif: { read: readSarif, seen: exact, compared: (text) => text.replace(/\p{Cs}/gu, '\ufffd') },
  gitlab: { read: readJson, seen: exact },
  // A reader takes the last dot of a class name for the end of a package.
  junit: {
    read: readXml,
    seen: (value) => inertText(value).replaceAll('\ufffe', '\\u{fffe}'),
    compared: (text) => spaces(text.replace(/[._]/gu, '_')),
  },
  markdown: { read: readMarkdown, seen: inertText },
  html: { read: readHtml, seen: (value) => inertText(value).replaceAll('\ufffe', '\ufffd'), compared: tabs },
  // Too long a name is cut in the drawing, and whole in the title of what it names.
  svg: {
    read: (report) => readXml(report, 'text'),
    seen: (value) => inertText(value).replaceAll('\ufffe', '\\u{fffe}'),
    compared: cut,
  },
  mermaid: { read: readMermaid, seen: inertText },
  dot: { read: readDot, seen: inertText },
  csv: { read: readCsv, seen: inertText },
  github: { read: readWorkflowCommands, seen: inertText },
};
