import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../src/report/render-report.ts';
import { inBrackets, reportsOf } from '../laws/reports-of-values.ts';
import { bareWords, launch, noBrowser, type Opened, open } from './browser.ts';

const kinds = ['trace', 'prove', 'diff', 'fix'] as const;
/** A report of each kind with everything in it that such a report can hold. */
const reports = reportsOf((index) => `value${index}`);

describe.skipIf(noBrowser !== undefined)(
  `pages of other commands in a browser${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'mxproof-pages-'));
    let browser: Browser;
    const opened = new Map<(typeof kinds)[number], Opened>();
    const pageOf = (kind: (typeof kinds)[number]): Opened => {
      const found = opened.get(kind);
      if (found === undefined) throw new Error(`no page of ${kind} is open`);
      return found;
    };
    beforeAll(async () => {
      browser = await launch();
      const style = { color: false, width: 100, verbose: false, quiet: false, wording: inBrackets };
      for (const kind of kinds) {
        const file = join(directory, `${kind}.html`);
        writeFileSync(file, renderReport(reports[kind], 'html', style));
        opened.set(kind, await open(browser, file));
      }
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(directory, { recursive: true });
    });

    describe.each(kinds)('%s', (kind) => {
      test('says every sentence in the language of the report', async () => {
        // Every value of the reports begins so.
        expect((await bareWords(pageOf(kind).page)).filter((word) => word !== 'value')).toEqual([]);
      });

      test('links lead to what is there, and every section has a name', async () => {
        const { page } = pageOf(kind);
        const dead = await page.evaluate(`[...document.querySelectorAll('a[href^="#"]')]
          .map((one) => one.getAttribute('href')).filter((href) => document.getElementById(href.slice(1)) === null)`);
        expect(dead).toEqual([]);
        expect(await page.locator('nav a').count()).toBe(await page.locator('main h2').count());
      });
    });

    test('a plan shows commands, the lines that change and the way back', async () => {
      const { page } = pageOf('fix');
      const step = page.locator('#step-1');
      expect(await step.locator('pre.change .added').allTextContents()).toContain('+ value302\n');
      expect(await step.locator('pre').first().textContent()).toBe('value300\n');
      expect(await page.locator('#rollback pre').first().textContent()).toBe('value310\n');
    });

    test('a comparison shows the order of steps and the moments between', async () => {
      const { page } = pageOf('diff');
      expect(await page.locator('#order ol > li').count()).toBe(1);
      expect(await page.locator('#moments article').textContent()).toContain('value403');
      expect(await page.locator('#fates article .changes tbody tr').count()).toBe(2);
    });

    test('a proof shows the message against a statement, what a failure breaks and what saves a sender', async () => {
      const { page } = pageOf('prove');
      expect(await page.locator('#intents article pre').first().textContent()).toContain(
        '- name: "⟦a stranger to value60⟧"\n',
      );
      expect(await page.locator('table.drills tbody tr').count()).toBe(2);
      expect(await page.locator('article.sender pre').allTextContents()).toContain('value306\n');
    });
  },
);
