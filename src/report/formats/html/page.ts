import type { Text } from '../../../model/text.ts';
import { text } from '../../../model/text.ts';
import { english } from '../../language/translate.ts';
import type { Style } from '../../report.ts';
import { type Content, type Element, element, print, shown, styled } from './element.ts';
import { filterScript, filterScriptHash } from './filter-script.ts';
import type { Sheet } from './sheet.ts';
import { styleSheet } from './style-sheet.ts';

// Nothing is loaded from anywhere, and no script runs but the one whose hash stands here (CSP Level 3).
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${filterScriptHash}'; base-uri 'none'; form-action 'none'`;

/** What a page says of itself, and what stands in it. */
export interface PageParts {
  readonly version: string;
  /** For the tab of the browser. */
  readonly title: string;
  readonly heading: Content;
  /** One sentence under the heading. */
  readonly about: Text;
  /** Below that sentence: links to the sections, or a table of topologies. */
  readonly overview: Content;
  readonly main: Content;
}

/** One page that needs nothing else: no network, no server, no file beside it. */
export function htmlPage(parts: PageParts, { wording = english }: Pick<Style, 'wording'>): string {
  const page = element(
    'html',
    { lang: wording.language, class: 'no-script' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'generator', content: `mxproof ${parts.version}` }),
      element('title', {}, `${shown(parts.title)} – mxproof`),
      element('style', {}, { markup: styleSheet }),
    ),
    element(
      'body',
      {},
      element('a', { class: 'skip', href: '#main' }, text`Skip to the findings`),
      styled('header', 'top', element('h1', {}, parts.heading), element('p', {}, parts.about), parts.overview),
      element('main', { id: 'main' }, parts.main),
      element(
        'footer',
        {},
        text`Simulated offline from what was declared. What is not declared is listed and not guessed.`,
      ),
      element('script', {}, { markup: filterScript }),
    ),
  );
  return `<!doctype html>\n${print(page, wording.say)}\n`;
}

/** A part of a page, with the words of its heading. */
export interface Section {
  /** Its id, behind the prefix of the sheet. */
  readonly name: string;
  readonly title: Text;
  /** Beyond the heading; undefined: the section is left out. */
  readonly content: Content;
  readonly className?: string;
}

/** Links to the sections that are there. */
export function contents(sheet: Sheet, name: Text, sections: readonly Section[]): Element {
  return element(
    'nav',
    { 'aria-label': name },
    element(
      'ul',
      {},
      sections
        .filter(({ content }) => content !== undefined)
        .map((one) => element('li', {}, element('a', { href: `#${sheet.prefix}${one.name}` }, one.title))),
    ),
  );
}

/** The sections that are there, each under its heading. */
export const sectionElements = (sheet: Sheet, sections: readonly Section[]): readonly Content[] =>
  sections.map(({ name, title, content, className }) => {
    if (content === undefined) return undefined;
    const id = `${sheet.prefix}${name}`;
    return element(
      'section',
      { id, class: className, 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
      element('h2', { id: `${id}-title` }, title),
      content,
    );
  });
