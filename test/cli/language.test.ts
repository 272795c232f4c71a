import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/cli/run.ts';
import { plain, text } from '../../src/model/text.ts';
import { wordingOf } from '../../src/report/language/wording-of.ts';
import { fakeMachine } from '../support/fake-machine.ts';

async function call(...args: readonly string[]) {
  const machine = fakeMachine(args);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

const world = 'fixtures/worlds/third-party-filter/topology.yaml';

// The whole program is loaded for the first of them, and a busy machine takes its time.
describe('--lang fr', { timeout: 60_000 }, () => {
  test.each([
    ['the picture of graph', ['graph', world, '--format', 'svg']],
    ['the picture on the page of check', ['check', world, '--format', 'html', '--fail-on', 'never']],
  ])('is the language of %s', async (_, args) => {
    const { out } = await call(...args, '--lang', 'fr');
    for (const word of ['expéditeurs', 'destinataires', 'Flux de courrier']) expect(out).toContain(word);
    for (const word of ['>senders<', '>recipients<', '>past the MX<', 'Mail flow']) expect(out).not.toContain(word);
  });

  test('says labels and sentences in French; ids, places and the exit code stay', async () => {
    const { code, out } = await call('check', world, '--lang', 'fr');
    expect(code).toBe(1);
    expect(out).toMatch(/^erreur {2}filtering\/enhanced-filtering-off {2}service:filter$/mu);
    expect(out).toMatch(/^ {2}Remède {2}/mu);
    expect(out).not.toMatch(/^error {2}|Remedy/mu);
  });

  test.each([
    ['markdown', /^### erreur: `filtering\/enhanced-filtering-off`/mu],
    ['html', /<html [^>]*lang="fr"[\s\S]*<strong>Remède<\/strong>/u],
  ])('holds for %s', async (format, said) => {
    const { out } = await call('check', world, '--lang', 'fr', '--format', format);
    expect(said.test(out.replaceAll('\u00a0:', ':'))).toBe(true);
  });

  test('leaves formats for programs as they are', async () => {
    const [english, french] = [
      await call('check', world, '--format', 'json'),
      await call('check', world, '--format', 'json', '--lang', 'fr'),
    ];
    expect(french.out).toBe(english.out);
  });

  test('holds for what is wrong with the input', async () => {
    const { code, out, err } = await call('check', 'a.yaml', '--as-of', 'yesterday', '--lang', 'fr');
    expect([code, out]).toEqual([2, '']);
    const { say } = await wordingOf('fr');
    expect(err).toContain(`mxproof:  ${plain(say(text`--as-of ${'yesterday'} is no date.`))}\n`);
  });

  test('names messages of our own in French, and what is pasted stays YAML', async () => {
    const { out } = await call('prove', world, '--lang', 'fr', '--format', 'markdown');
    const [, pasted = ''] = /^```yaml\n([\s\S]*?)\n```$/mu.exec(out) ?? [];
    const [message] = parse(pasted) as readonly Readonly<Record<string, unknown>>[];
    expect(message).toMatchObject({ from: 'stranger@outside.example', to: ['anna@contoso.com'], deliverTo: 'tenant' });
    const { say } = await wordingOf('fr');
    const from = text`a host of the sender's own, at ${text`the tenant`}`;
    const name = text`${'stranger@outside.example'} to ${'anna@contoso.com'}, from ${from}`;
    expect(message?.name).toBe(plain(say(name)));
    expect(message?.name).not.toBe(plain(name));
  });

  test('is the language by its name, and no other', async () => {
    const { code, err } = await call('check', world, '--lang', 'de');
    expect(code).toBe(2);
    expect(err).toContain('de');
  });
});
