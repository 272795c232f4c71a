import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Debian and others put the browser; another place is named by CHROMIUM. */
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place) => place !== undefined && existsSync(place));

/** Why no page can be opened here; undefined where one can. */
export const noBrowser = executablePath === undefined ? 'no Chromium is installed here' : undefined;

export const launch = (): Promise<Browser> =>
  chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] });

export const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** A page with a document in it, and what the browser complained about or asked the network for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Opens the file in a context of its own. */
export async function open(
  browser: Browser,
  file: string,
  options: { size?: keyof typeof sizes; dark?: boolean; script?: boolean } = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: sizes[options.size ?? 'desktop'],
    colorScheme: options.dark === true ? 'dark' : 'light',
    javaScriptEnabled: options.script ?? true,
    offline: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file://')) requests.push(request.url());
  });
  await page.goto(`file://${file}`);
  return { page, complaints, requests };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everyRule = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What is wrong for people who see little, hear, or use the keyboard only (WCAG 2.2 A and AA).
 * @param only these rules; by default every one.
 */
export async function barriers(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  // The policy of the page lets no script in, so the checker is handed in through the debugging protocol, once a page.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe);
  const options = { resultTypes: ['violations'], runOnly: only ?? everyRule };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: readonly { id: string; nodes: readonly { html: string }[] }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

/**
 * Words of a page in the language of brackets that do not stand between them: they were never translated.
 * @param values what holds values of the user's that are neither code nor set apart.
 */
export async function bareWords(page: Page, values = ''): Promise<readonly string[]> {
  const given = ['code', 'pre', 'bdi', 'script', 'style', 'output', '.node', ...(values === '' ? [] : [values])];
  const bare = (await page.evaluate(`(() => {
    const body = document.body.cloneNode(true);
    for (const one of body.querySelectorAll(${JSON.stringify(given.join(', '))})) one.remove();
    let rest = body.textContent;
    for (let left = ''; left !== rest; ) { left = rest; rest = rest.replace(/⟦[^⟦⟧]*⟧/gu, ' '); }
    return rest.match(/\\p{L}+/gu) ?? [];
  })()`)) as readonly string[];
  return [...new Set(bare)];
}
