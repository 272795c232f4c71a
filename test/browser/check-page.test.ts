import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doingsOfFixes } from '../../src/cli/doings-of-fixes.ts';
import { drawFlow } from '../../src/cli/draw-flow.ts';
import { text } from '../../src/model/text.ts';
import { checkPage } from '../../src/report/formats/html/check-page.ts';
import { filterScript, filterScriptHash } from '../../src/report/formats/html/filter-script.ts';
import { inEnglish } from '../../src/report/language/translate.ts';
import { inBrackets } from '../laws/reports-of-values.ts';
import { analyzeFixture, fixtureInstant, readFixture } from '../support/analyze-fixture.ts';
import { finding, topologyReport, trace } from '../support/report-samples.ts';
import { bareWords, barriers, launch, noBrowser, type Opened, open, sizes } from './browser.ts';

const directory = mkdtempSync(join(tmpdir(), 'mxproof-page-'));
const pageOf = (...topologies: Parameters<typeof checkPage>[0]['topologies']) =>
  checkPage({ version: '0.1.0', asOf: fixtureInstant, topologies });

function written(name: string, content: string): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

test('the policy names the one script of the page', () => {
  expect(createHash('sha256').update(filterScript).digest('base64')).toBe(filterScriptHash);
});

describe.skipIf(noBrowser !== undefined)(
  `the report in a browser${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let browser: Browser;
    let world: string;
    /** One page for all tests that leave it as they find it, or whose changes the later ones do not see. */
    let shared: Opened;
    beforeAll(async () => {
      const launched = launch();
      const path = 'fixtures/worlds/third-party-filter/topology.yaml';
      const input = await readFixture(path);
      const report = await analyzeFixture(path);
      const flow = await drawFlow(input, { asOf: fixtureInstant }, inEnglish);
      const filter = {
        ...report,
        traces: report.traces.slice(0, 5),
        flow,
        doings: doingsOfFixes(input, report.findings),
      };
      world = written('world.html', pageOf(filter));
      browser = await launched;
      shared = await open(browser, world);
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(directory, { recursive: true });
    });

    test('asks the network for nothing and complains of nothing', () => {
      const { complaints, requests } = shared;
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    });

    // The checker walks every node: a minute is for a machine that does other things, too.
    test('has no barrier, in the light and in the dark, and scrolls not sideways', async () => {
      const { page } = shared;
      expect(await barriers(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await barriers(page, ['color-contrast'])).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(sizes.phone);
      // What a narrow page lays out anew; names and roles stay as they are.
      expect(await barriers(page, ['target-size', 'scrollable-region-focusable', 'color-contrast'])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.setViewportSize(sizes.desktop);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }, 60_000);

    test('shows the flow with a name for who does not see it', async () => {
      const { page } = shared;
      const drawing = page.locator('#flow svg');
      expect(await drawing.getAttribute('role')).toBe('img');
      expect(await drawing.locator('title').first().textContent()).toContain('Contoso behind a third-party filter');
      expect((await drawing.boundingBox())?.width).toBeGreaterThan(600);
    });

    test('a link from the first page leads to the finding', async () => {
      const { page } = shared;
      await page.click('.risks a >> nth=0');
      const target = page.locator('article:target');
      expect(await target.locator('.rule').textContent()).toBe('filtering/enhanced-filtering-off');
      await target.waitFor({ state: 'visible' });
    });

    test('a trace unfolds to its decisions, with the losers', async () => {
      const { page } = shared;
      const article = page.locator('#messages article', { hasText: 'On-premises mailbox to a cloud mailbox' });
      const loser = article.locator('.hops .losers').first();
      expect(await loser.isVisible()).toBe(false);
      await article.locator('.hops > summary').click({ timeout: 5_000 });
      expect(await loser.isVisible()).toBe(true);
      expect(await loser.textContent()).toContain('lost, because');
    });

    test('a finding shows what one does for its fix, and says that nothing proved it', async () => {
      const { page } = shared;
      const article = page.locator('#findings article', { hasText: 'spf/private-address' });
      const fix = article.locator('details.fix').first();
      expect(await fix.locator('pre').first().isVisible()).toBe(true);
      expect(await fix.locator('pre.change .removed').textContent()).toContain('ip4:10.10.10.1');
      expect(await article.textContent()).toContain('not proved');
    });

    test('without scripts everything is there and no dead control is', async () => {
      const { page } = await open(browser, world, { script: false });
      expect(await page.locator('form.filter').first().isVisible()).toBe(false);
      expect(await page.locator('#findings article').locator('visible=true').count()).toBe(5);
      // Nothing unfolds it for the printer, so the style does.
      const loser = page.locator('.hops .losers').first();
      expect(await loser.isVisible()).toBe(false);
      await page.emulateMedia({ media: 'print' });
      expect(await loser.isVisible()).toBe(true);
    });

    test('on paper everything is unfolded, and folded again after it', async () => {
      const { page } = shared;
      const folded = 'document.querySelectorAll("details:not([open])").length';
      const before = await page.evaluate(folded);
      expect(before).toBeGreaterThan(0);
      await page.evaluate('dispatchEvent(new Event("beforeprint"))');
      expect(await page.evaluate(folded)).toBe(0);
      const paper = await page.pdf({ format: 'A4' });
      expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
      await page.evaluate('dispatchEvent(new Event("afterprint"))');
      expect(await page.evaluate(folded)).toBe(before);
    });

    test('search and filters leave what was asked for, and say how much that is', async () => {
      const { page } = shared;
      const findings = page.locator('#findings article');
      const count = page.locator('#findings output');
      expect(await findings.count()).toBe(5);
      expect(await count.textContent()).toBe('5 / 5');
      await page.fill('#findings input[type=search]', 'filter-bypass ex01');
      expect(await findings.locator('visible=true').locator('h3').allTextContents()).toEqual([
        'error routing/filter-bypass server:ex01',
      ]);
      expect(await count.textContent()).toBe('1 / 5');
      await page.fill('#findings input[type=search]', '');
      await page.uncheck('#findings input[value=error]');
      expect(await count.textContent()).toBe('2 / 5');
      await page.fill('#findings input[type=search]', 'no such words');
      expect(await count.textContent()).toBe('0 / 5');
      // The other list has its own filter.
      expect(await page.locator('#messages output').textContent()).toBe('5 / 5');
    });

    test('says every sentence in the language of the report', async () => {
      const report = {
        version: '0.1.0',
        asOf: fixtureInstant,
        topologies: [await analyzeFixture('fixtures/worlds/third-party-filter/topology.yaml')],
      };
      const { page } = await open(browser, written('brackets.html', checkPage(report, { wording: inBrackets })));
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
      expect(await bareWords(page, 'a, h3, .top h1, th')).toEqual([]);
    });

    test('hostile values stay values', async () => {
      const hostile = `"><img src=x onerror=alert(1)></script><script>document.title='owned'</script>\u202e\u0000&amp;'`;
      const file = written(
        'hostile.html',
        pageOf(
          topologyReport({
            name: hostile,
            findings: [finding({ subject: hostile, problem: text`Says ${hostile}.`, suppressed: hostile })],
            traces: [trace({ name: hostile })],
          }),
        ),
      );
      const { page, complaints, requests } = await open(browser, file);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(1);
      expect(await page.title()).toContain('<img src=x onerror=alert(1)>');
      expect(await page.locator('.problem').textContent()).toContain('&amp;');
      expect(await page.locator('body').textContent()).not.toContain('\u202e');
    });
  },
);
