import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawFlow } from '../../src/cli/draw-flow.ts';
import { type Text, text } from '../../src/model/text.ts';
import { checkPage } from '../../src/report/formats/html/check-page.ts';
import { filterScript, filterScriptHash } from '../../src/report/formats/html/filter-script.ts';
import { analyzeFixture, fixtureInstant, readFixture } from '../support/analyze-fixture.ts';
import { finding, topologyReport, trace } from '../support/report-samples.ts';
import { launch, noBrowser, open } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'mxproof-page-'));
const pageOf = (...topologies: Parameters<typeof checkPage>[0]['topologies']) =>
  checkPage({ version: '0.1.0', asOf: fixtureInstant, topologies });

function written(name: string, content: string): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

/** What is wrong for people who see little, hear, or use the keyboard only (WCAG 2.2 A and AA). */
async function barriers(page: Page): Promise<readonly string[]> {
  // The policy of the page lets no script in, so the checker is handed in through the debugging protocol.
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as { violations: readonly { id: string; nodes: readonly { html: string }[] }[] };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

test('the policy names the one script of the page', () => {
  expect(createHash('sha256').update(filterScript).digest('base64')).toBe(filterScriptHash);
});

describe.skipIf(noBrowser !== undefined)(
  `the report in a browser${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let browser: Browser;
    let world: string;
    let portfolio: string;
    beforeAll(async () => {
      browser = await launch();
      const path = 'fixtures/worlds/third-party-filter/topology.yaml';
      const flow = await drawFlow(await readFixture(path), { asOf: fixtureInstant });
      const filter = { ...(await analyzeFixture(path)), flow };
      const hybrid = await analyzeFixture('fixtures/worlds/hybrid-mx-on-premises/topology.yaml');
      world = written('world.html', pageOf(filter));
      portfolio = written('portfolio.html', pageOf(filter, hybrid));
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(directory, { recursive: true });
    });

    test('asks the network for nothing and complains of nothing', async () => {
      const { complaints, requests } = await open(browser, world);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    });

    // The checker walks every node: a minute is for a machine that does other things, too.
    test.each([
      { size: 'desktop', dark: false, of: 'two topologies' },
      { size: 'desktop', dark: true, of: 'one topology' },
      { size: 'phone', dark: false, of: 'one topology' },
    ] as const)(
      'has no barrier and no sideways scrolling: $size, dark $dark, $of',
      async ({ size, dark, of }) => {
        const { page } = await open(browser, of === 'one topology' ? world : portfolio, { size, dark });
        expect(await barriers(page)).toEqual([]);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow).toBeLessThanOrEqual(0);
      },
      60_000,
    );

    test('search and filters leave what was asked for, and say how much that is', async () => {
      const { page } = await open(browser, world);
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
      expect(await page.locator('#messages output').textContent()).toBe('12 / 12');
    });

    test('shows the flow with a name for who does not see it', async () => {
      const { page } = await open(browser, world);
      const drawing = page.locator('#flow svg');
      expect(await drawing.getAttribute('role')).toBe('img');
      expect(await drawing.locator('title').first().textContent()).toContain('Contoso behind a third-party filter');
      expect((await drawing.boundingBox())?.width).toBeGreaterThan(600);
    });

    test('a link from the first page leads to the finding', async () => {
      const { page } = await open(browser, world);
      await page.click('.risks a >> nth=0');
      const target = page.locator('article:target');
      expect(await target.locator('.rule').textContent()).toBe('filtering/enhanced-filtering-off');
      await target.waitFor({ state: 'visible' });
    });

    test('a trace unfolds to its decisions, with the losers', async () => {
      const { page } = await open(browser, world);
      const article = page.locator('#messages article', { hasText: 'On-premises mailbox to a cloud mailbox' });
      const loser = article.locator('.hops .losers').first();
      expect(await loser.isVisible()).toBe(false);
      await article.locator('.hops > summary').click({ timeout: 5_000 });
      expect(await loser.isVisible()).toBe(true);
      expect(await loser.textContent()).toContain('lost, because');
    });

    test('without scripts everything is there and no dead control is', async () => {
      const { page } = await open(browser, world, { script: false });
      expect(await page.locator('form.filter').first().isVisible()).toBe(false);
      expect(await page.locator('#findings article').locator('visible=true').count()).toBe(5);
    });

    test('on paper everything is unfolded, and folded again after it', async () => {
      const { page } = await open(browser, world);
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

    test('says every sentence in the language of the report', async () => {
      // A language of our own, in which every sentence of ours stands between brackets: what is bare was never translated.
      const say = (content: Text): Text => ({
        words: content.words.map(
          (part, index) => `${index === 0 ? '⟦' : ''}${part}${index === content.words.length - 1 ? '⟧' : ''}`,
        ),
        values: content.values.map((value) => (typeof value === 'string' ? value : say(value))),
      });
      const report = {
        version: '0.1.0',
        asOf: fixtureInstant,
        topologies: [await analyzeFixture('fixtures/worlds/third-party-filter/topology.yaml')],
      };
      const { page } = await open(
        browser,
        written('brackets.html', checkPage(report, { wording: { language: 'fr', say } })),
      );
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
      const bare = await page.evaluate(`(() => {
      for (const one of document.querySelectorAll('code, pre, bdi, script, style, output, a, h3, .node, .top h1')) one.remove();
      let rest = document.body.textContent;
      for (let left = ''; left !== rest; ) { left = rest; rest = rest.replace(/⟦[^⟦⟧]*⟧/gu, ' '); }
      return rest.match(/\\p{L}+/gu) ?? [];
    })()`);
      expect([...new Set(bare as string[])]).toEqual([]);
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
