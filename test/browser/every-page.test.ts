import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layOut } from '../../src/report/graph/lay-out.ts';
import type { Picture, PictureNode } from '../../src/report/graph/picture.ts';
import type { Language } from '../../src/report/language/translate.ts';
import { wordingOf } from '../../src/report/language/wording-of.ts';
import { type AnyReport, renderReport } from '../../src/report/render-report.ts';
import type { CheckReport } from '../../src/report/report.ts';
import { reportsOf } from '../laws/reports-of-values.ts';
import { barriers, launch, noBrowser, type Opened, open, sizes } from './browser.ts';

/*
 * Every kind of page in both languages, with a long value in every place where one of the user's can stand: names, paths,
 * addresses and records as people have them. Each page is opened once and then resized and printed.
 */
const longValues = [
  'anna-katharina.von-und-zu-waldenburg@contoso.rechtsschutzversicherungsgesellschaften.example',
  'Outbound_to_f5b1d7c2-9a44-4d8e-b1a7-0c9e3b2a1d00_HybridWizard',
  '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  String.raw`C:\Users\Administrator\Documents\ExchangeOnline\Migration\2026-11-21\topology.yaml`,
  'v=spf1 include:_spf.contoso.example ip4:203.0.113.0/24 ip6:2001:db8:85a3:8d3::/64 exists:%{i}._spf.contoso.example -all',
  'fixtures/rules/filtering/allow-listed-gateway/bad-address-on-the-list.yaml',
  'EX01-MAILBOX-FRANKFURT-PRIMARY-DATACENTER-01',
  'Rechtsschutzversicherungsgesellschaftenvereinigungsverwaltung',
];
const longValue = (index: number): string => `${longValues[index % longValues.length]} ${index}`;
const reports = reportsOf(longValue);

/** Twenty connectors with names as long as those of the hybrid wizard, all with traffic. */
const picture: Picture = (() => {
  const connector = (index: number): PictureNode => ({
    ...{ id: `c${index}`, kind: 'connector', title: longValue(index), used: true },
    detail: { words: ['inbound'], values: [] },
  });
  const connectors = Array.from({ length: 20 }, (_, index) => connector(index));
  const other = { tls: 'none', refused: [], pastMx: false, loops: false, labels: [], steps: [] } as const;
  const node = (id: string, kind: PictureNode['kind']): PictureNode => ({ ...connector(6), id, kind });
  return {
    title: longValue(3),
    nodes: [node('senders', 'senders'), node('tenant', 'tenant'), node('server', 'server'), ...connectors],
    edges: connectors.flatMap(({ id }, index) => [
      { ...other, from: index % 2 === 0 ? 'senders' : 'server', to: id, labels: [longValue(index)] },
      { ...other, from: id, to: 'tenant', refused: ['550 5.4.1', '550 5.7.51'], pastMx: true },
    ]),
    groups: [{ title: { words: ['Tenant'], values: [] }, nodes: ['tenant', ...connectors.map(({ id }) => id)] }],
    endings: [],
  };
})();

const kinds = ['check', 'portfolio', 'trace', 'prove', 'diff', 'fix'] as const;
type Kind = (typeof kinds)[number];
const languages: readonly Language[] = ['en', 'fr'];

async function reportOf(kind: Kind, language: Language): Promise<AnyReport> {
  if (kind !== 'check' && kind !== 'portfolio') return reports[kind];
  const check = reports.check as CheckReport;
  const { say } = await wordingOf(language);
  const [topology] = check.topologies.map((one) => ({ ...one, flow: { picture, layout: undefined } }));
  if (topology === undefined) throw new Error('the sample has a topology');
  if (kind === 'check')
    return { ...check, topologies: [{ ...topology, flow: { picture, layout: await layOut(picture, say) } }] };
  const holders = [{ file: longValue(5), tenant: longValue(0), connector: longValue(1), at: '/tenant' }];
  return {
    ...check,
    topologies: [topology, { ...topology, name: topology.file }],
    collisions: [{ kind: 'domain', value: longValue(0), holders }],
  };
}

const tooWide = 'document.documentElement.scrollWidth - innerWidth';
const tablet = { width: 768, height: 1024 };
/** What is between the margins of A4 upright, in pixels of 96 to the inch: 182 mm. */
const paper = { width: 688, height: 1000 };

/** What of a page does not come out of a printer as it should: cut at the right, folded, dark behind or pale before. */
const misprints = `(() => {
  const all = [...document.body.querySelectorAll('*')].filter((one) => one.checkVisibility());
  const named = (one) => one.outerHTML.slice(0, 100);
  const light = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[0-9.]+/gu) ?? []).map(Number);
    if (red === undefined || alpha === 0) return undefined;
    const [r, g, b] = [red, green, blue].map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => light(one.matches('.flow :is(rect, ellipse)') ? getComputedStyle(one).fill : getComputedStyle(one).backgroundColor);
  const before = (one) => light(one.matches('.flow text') ? getComputedStyle(one).fill : getComputedStyle(one).color);
  const says = (one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim() !== '');
  return {
    cut: all.filter((one) => !one.closest('svg') && one.getBoundingClientRect().right > innerWidth + 0.5).map(named),
    folded: [...document.querySelectorAll('details:not([open])')].map(named),
    dark: all.filter((one) => behind(one) < 0.75).map(named),
    pale: all.filter((one) => says(one) && 1.05 / (before(one) + 0.05) < 4.5).map(named),
  };
})()`;

/** Names of a drawing that leave their box, boxes on each other, and what leaves the drawing. */
const drawingFaults = `(() => {
  const box = (one) => one.getBoundingClientRect();
  const boxes = [...document.querySelectorAll('.flow .node')].map((one) => [one.querySelector('ellipse, rect'), ...one.querySelectorAll('text')].map(box));
  const apart = (one, other) => one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
  const inside = (one, other) => one.left >= other.left && one.right <= other.right && one.top >= other.top && one.bottom <= other.bottom;
  const labels = [...document.querySelectorAll('.flow .edge > text')].map(box);
  const whole = box(document.querySelector('.flow'));
  const outlines = boxes.map(([outline]) => outline);
  return {
    drawn: [boxes.length, labels.filter(({ width }) => width > 0).length],
    leaving: boxes.flatMap(([outline, ...names]) => names.filter((one) => !inside(one, outline))).length,
    overlapping: outlines.filter((one, at) => outlines.some((other, index) => index < at && !apart(one, other))).length,
    covered: labels.filter((one) => outlines.some((other) => !apart(one, other))).length,
    outside: [...document.querySelectorAll('.flow text')].map(box).filter((one) => !inside(one, whole)).length,
  };
})()`;

/** What the counter of each list says: for no words, for words that nothing holds, and with nothing ticked. */
const searched = `[...document.querySelectorAll('form.filter')].map((form) => {
  const [words, said] = [form.querySelector('[type=search]'), form.querySelector('output')];
  const after = (change) => { change(); form.dispatchEvent(new Event('input', { bubbles: true })); return said.value; };
  const all = [...form.querySelectorAll('[type=checkbox]')];
  return [
    after(() => {}),
    after(() => { words.value = 'no such words'; }),
    after(() => { words.value = ''; for (const one of all) one.checked = false; }),
    after(() => { for (const one of all) one.checked = true; }),
  ];
})`;

describe.skipIf(noBrowser !== undefined)(
  `every kind of page with long values${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'mxproof-every-page-'));
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(directory, { recursive: true });
    });

    const pages = kinds.flatMap((kind) => languages.map((language) => [kind, language] as const));
    describe.each(pages)('%s in %s', (kind, language) => {
      let opened: Opened;
      beforeAll(async () => {
        const file = join(directory, `${kind}-${language}.html`);
        const style = { color: false, width: 100, verbose: false, quiet: false, wording: await wordingOf(language) };
        writeFileSync(file, renderReport(await reportOf(kind, language), 'html', style));
        opened = await open(browser, file);
      }, 60_000);
      afterAll(() => opened.page.context().close());

      test('scrolls not sideways, on a desktop, a tablet and a phone, and asks the network for nothing', async () => {
        const { page, complaints, requests } = opened;
        for (const size of [sizes.phone, tablet, sizes.desktop]) {
          await page.setViewportSize(size);
          expect([size.width, await page.evaluate(tooWide)]).toEqual([size.width, 0]);
        }
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
      });

      // The checker costs most of the time: colours follow no language, so one language is in the light, the other in the dark.
      const scheme = language === 'en' ? 'light' : 'dark';
      test(`has no barrier where the screen is ${scheme}`, async () => {
        const { page } = opened;
        await page.emulateMedia({ colorScheme: scheme });
        expect(await barriers(page)).toEqual([]);
      }, 60_000);

      test('searches and filters each of its lists', async () => {
        const lists = (await opened.page.evaluate(searched)) as readonly (readonly string[])[];
        // A page of proofs has a list where it compares with a failure, as here; every other kind has one of its own.
        if (kind !== 'fix') expect(lists.length).toBeGreaterThan(0);
        for (const [all = '', ...rest] of lists) {
          const number = all.split(' / ')[1];
          expect([all, ...rest]).toEqual([`${number} / ${number}`, `0 / ${number}`, `0 / ${number}`, all]);
        }
      });

      test('is whole on paper: nothing cut, folded, or dark, also where the screen is dark', async () => {
        const { page } = opened;
        await page.setViewportSize(paper);
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        await page.evaluate('dispatchEvent(new Event("beforeprint"))');
        expect(await page.evaluate(misprints)).toEqual({ cut: [], folded: [], dark: [], pale: [] });
        await page.evaluate('dispatchEvent(new Event("afterprint"))');
      });

      if (kind !== 'check') return;
      test('draws every name in its box and every box apart', async () => {
        const { page } = opened;
        await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
        await page.setViewportSize(sizes.desktop);
        const none = { leaving: 0, overlapping: 0, covered: 0, outside: 0 };
        expect(await page.evaluate(drawingFaults)).toEqual({ drawn: [23, 40], ...none });
      });
    });
  },
);
