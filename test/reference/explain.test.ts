import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ExplainableRule, type Explanation, explain } from '../../src/reference/explain.ts';
import { codes, meaningsOf } from '../../src/reference/replies/codes/codes.ts';
import { saidBy } from '../../src/reference/replies/codes/said-by.ts';
import { type ReplyText, replies } from '../../src/reference/replies/replies.ts';
import { assumptionTexts } from '../../src/reference/semantics/assumptions.ts';
import { isSemanticsId, normalizedId, semanticsIds } from '../../src/reference/semantics/confidence.ts';

const shared = join(import.meta.dirname, '../../../shared');
const rules: readonly ExplainableRule[] = [
  {
    id: 'relay/open',
    docs: {
      summary: 'A server relays for anybody',
      why: 'Anybody can send as anybody.',
      remedy: 'Restrict the receive connector.',
      references: [{ title: 'RFC 5321 section 7.1', url: 'https://www.rfc-editor.org/rfc/rfc5321' }],
    },
    semantics: ['OPR-8'],
  },
];

async function explained(query: string): Promise<Explanation> {
  const answer = await explain(query, { rules });
  if ('nearest' in answer) throw new Error(`no explanation of ${query}`);
  return answer;
}

describe('explain', () => {
  test('prints a rule of the semantics with its grade, its sources and what it leans on', async () => {
    const answer = await explained('attr-7');
    expect(answer).toMatchObject({ kind: 'semantics', id: 'ATTR-7', confidence: 'documented', related: [] });
    expect(answer.means.join(' ')).toContain('IP or cert matches an enabled OnPremises connector');
    expect(answer.decided).toEqual(['This is documented by Microsoft.']);
    expect(answer.sources[0]?.title).toContain('Updated Requirements for SMTP Relay');
  });

  test('leads from a rule to the codes and the assumption that rest on it', async () => {
    const relay = await explained('ATTR-12');
    expect(relay.also).toEqual([
      '550 5.7.64: The sender could not be attributed to a tenant, and the recipient belongs to none',
    ]);
    expect((await explained('PUNC-9')).look).toEqual(['The assumption `rules.addedRecipientsSeenByLaterRules`.']);
    expect((await explained('PRED-1')).look).toEqual([]);
  });

  test('grades a code by its rules and not by the advice about it', async () => {
    // ATTR-12, 7, 10 and 18 are documented; OUT-22 and 24 are partly observed (CMIS-23 beside them is inferred).
    expect((await explained('5.7.64')).confidence).toBe('documented');
    expect((await explained('4.4.317')).confidence).toBe('observed');
  });

  test('tells an open question from a rule that nobody graded', async () => {
    expect((await explained('CUNC-1')).decided).toEqual(['No source settles this point; it counts as inferred.']);
    expect((await explained('FWD-1')).decided).toEqual(['Nothing says how sure this is, so it counts as inferred.']);
  });

  test('says of a conflict that it is one', async () => {
    const answer = await explained('ATTR-8');
    expect(answer.confidence).toBe('inferred');
    expect(answer.decided.join()).toContain('conflicting between sources');
    expect(answer.related).toContain('DEC-1');
  });

  test('says of a misconfiguration which check reports it, or why none does', async () => {
    const covering: ExplainableRule = { id: 'relay/open', docs: { summary: '', why: '' }, semantics: ['CMIS-53'] };
    const told = async (query: string) => {
      const answer = await explain(query, { rules: [covering] });
      return 'nearest' in answer ? [] : [...answer.means, ...answer.decided];
    };
    expect(await told('CMIS-53')).toContain('The check `relay/open` reports it.');
    expect((await told('CMIS-20')).join('\n')).toContain('No check reports it. How long ago');
    expect((await told('ATTR-7')).join('\n')).not.toContain('reports it');
    const all = await told('cmis');
    expect(all).toHaveLength(60);
    expect(all[52]).toMatch(/^`CMIS-53` `Default Frontend` edited.* The check `relay\/open` reports it\.$/u);
    expect(await told('PMIS')).toHaveLength(73);
  });

  test.each([
    '5.7.64',
    '550 5.7.64',
    '550-5.7.64',
    'ATTR36',
    'attr36',
    '#550 5.7.64 TenantAttribution; Relay Access Denied [XX0EUR00FT000.eop]',
  ])('finds the refusal to relay by %s', async (query) => {
    const answer = await explained(query);
    expect(answer).toMatchObject({ kind: 'code', id: '550 5.7.64' });
    expect(answer.related).toContain('ATTR-12');
    expect(answer.look.join('\n')).toContain('Get-InboundConnector');
    expect(answer.sources.length).toBeGreaterThan(0);
  });

  test('takes a status together with its basic code', async () => {
    expect((await explained('450 4.4.317')).id).toBe('450 4.4.317');
    expect((await explained('535 5.7.3')).title).toContain('password');
    expect((await explained('451 5.7.3')).title).toContain('TLS');
    expect((await explained('550 5.4.317')).id).toBe('450 4.4.317');
  });

  test('lets the words of a line choose among the meanings of a status, and names the others', async () => {
    const blocked = await explained('550 5.4.1 Recipient address rejected: Access denied');
    const relay = await explained('5.4.1 Relay Access Denied');
    expect(blocked.title).toContain('edge blocking');
    expect(relay.title).toContain('next server');
    expect(blocked.also.join()).toContain('next server');
    expect((await explained('5.4.1')).title).toContain('edge blocking');
    expect((await explained('452 4.5.3 Recipients belong to multiple regions ATTR38')).verbatim.join()).toContain(
      'ATTR38',
    );
  });

  test('covers ranges of statuses, and not the numbers beside them', async () => {
    expect((await explained('5.7.950')).title).toContain('rule');
    expect((await explained('550 5.7.620')).title).toContain('blocked');
    expect((await explained('451 4.7.650')).title).toContain('throttled');
    expect(meaningsOf('5.7.650')).toEqual([]);
    expect(meaningsOf('5.7.6')).toEqual([]);
    expect(meaningsOf('5.7.640.1')).toEqual([]);
  });

  test('describes an assumption with its answers, the default first', async () => {
    const answer = await explained('attribution.recipientfallback');
    expect(answer).toMatchObject({ kind: 'assumption', id: 'attribution.recipientFallback', confidence: 'inferred' });
    expect(answer.means[0]).toMatch(/^`single-domain` \(default\)/u);
    expect(answer.related).toEqual(['DEC-1', 'ATTR-8', 'CUNC-6']);
    expect((await explained('filtering.ruleBlockTable')).means[0]).toMatch(/^`2026` \(default\)/u);
  });

  test('describes a rule from the catalogue it is given', async () => {
    expect(await explained('relay/open')).toMatchObject({
      kind: 'rule',
      title: 'A server relays for anybody',
      look: ['Restrict the receive connector.'],
      related: ['OPR-8'],
      sources: [
        { url: 'https://www.rfc-editor.org/rfc/rfc5321' },
        { title: expect.stringContaining('receive-connectors.md') },
        { title: expect.stringContaining('when is a message internal?') },
      ],
    });
  });

  test('offers what is near to a word that it does not know', async () => {
    expect(await explain('ATR-7', { rules })).toMatchObject({ nearest: expect.arrayContaining(['ATTR-7']) });
    expect(await explain('relay/opn', { rules })).toMatchObject({ nearest: expect.arrayContaining(['relay/open']) });
    expect(await explain('5.7.66', { rules })).toMatchObject({ nearest: expect.any(Array) });
    expect(await explain('', { rules })).toEqual({ nearest: [] });
  });

  test('answers a very long word quickly', async () => {
    const before = performance.now();
    await explain('5.7.'.repeat(100_000), { rules });
    await explain(`${'('.repeat(200_000)}5.7.64`, { rules });
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe('the catalogue of codes', () => {
  test('says of every code what it means, when it happens and what to look at, and cites existing rules', () => {
    for (const entry of codes) {
      const name = entry.codes[0] ?? '';
      expect(entry.codes.length).toBeGreaterThan(0);
      for (const sentence of [entry.means, entry.when]) expect(sentence, name).toMatch(/[.`)]$/u);
      expect(entry.look.length, name).toBeGreaterThan(0);
      expect(entry.semantics.length, name).toBeGreaterThan(0);
      expect(
        entry.semantics.filter((id) => !isSemanticsId(id)),
        name,
      ).toEqual([]);
      expect(`${entry.means} ${entry.when} ${entry.look.join(' ')}`, name).not.toMatch(/\bplease\b|\binvalid\b/iu);
    }
  });

  const root = join(import.meta.dirname, '../..');
  const simulator = readdirSync(join(root, 'src/simulate'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'src/simulate', file), 'utf8'))
    .join('\n');
  const isModelled = ({ when }: (typeof codes)[number]): boolean => !when.startsWith('No simulation yields it: ');

  test('names the step or check that yields a code, or says that none does, and why', () => {
    const firsts = codes.map((entry) => entry.codes[0] ?? '');
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(codes.filter(isModelled).map((entry) => entry.codes[0])).toEqual(
      firsts.filter((code) => Object.hasOwn(saidBy, code)),
    );
    expect(Object.keys(saidBy).filter((code) => !firsts.includes(code))).toEqual([]);
    const places = [...new Set(Object.values(saidBy).flat())];
    expect(
      places.filter((place) =>
        place.includes('/')
          ? !existsSync(join(root, `src/check/rules/${place}.ts`))
          : !simulator.includes(`'${place}'`),
      ),
    ).toEqual([]);
  });

  test('says of no reply that the simulator gives that it is not modelled', () => {
    const denied = Object.entries(replies).flatMap(([key, said]: readonly [string, ReplyText]) => {
      if (said.enhanced.includes('{') || !new RegExp(`\\b${key}\\b`, 'u').test(simulator)) return [];
      const [first] = meaningsOf(`${said.code} ${said.enhanced} ${said.text}`);
      return first === undefined || isModelled(first) ? [] : [key];
    });
    expect(denied).toEqual([]);
  });

  test('says where the program shows it', async () => {
    expect((await explained('5.7.64')).decided).toContain('In a trace the step `attribute-connection` decides it.');
    expect((await explained('5.4.14')).decided).toContain('The check `routing/loop` reports it.');
    expect((await explained('5.7.321')).decided).toEqual([expect.stringMatching(/^No simulation yields it: DANE/u)]);
    expect((await explained('5.5.3')).related).toEqual(['LIM-13']);
  });

  test('explains every reply that the simulator says, and its report after expiry', () => {
    const all: readonly (readonly [string, ReplyText])[] = Object.entries(replies);
    for (const [key, said] of all) {
      if (said.enhanced.includes('{')) continue;
      for (const each of said.final === undefined ? [said] : [said, said.final]) {
        expect(meaningsOf(`${each.code} ${each.enhanced}`).length, `${key} ${each.enhanced}`).toBeGreaterThan(0);
      }
    }
  });

  test('explains first the meaning that a reply has by its words', () => {
    for (const key of [
      'unableToRelayReturn',
      'mtaStsCertificateFailed',
      'certificateNotFound',
      'daneFailed',
    ] as const) {
      const said = replies[key];
      const [first] = meaningsOf(`${said.code} ${said.enhanced} ${said.text}`);
      expect(first?.semantics, key).toEqual(expect.arrayContaining([said.semantics[0]]));
    }
  });

  const present = existsSync(join(shared, 'exchange/connectors.md'));
  test.skipIf(!present)(
    'covers every status of both tables of codes (only where the documents stand beside the repository)',
    () => {
      const tables = [
        ['connectors.md', /^## 9\.[\s\S]*?(?=^---)/mu],
        ['rules-and-policies.md', /^## 12\.[\s\S]*?(?=^---)/mu],
      ] as const;
      const missing: string[] = [];
      for (const [file, section] of tables) {
        const table = section.exec(readFileSync(join(shared, 'exchange', file), 'utf8'))?.[0] ?? '';
        const cells = [...table.matchAll(/^\| ([^|]*\d\.\d[^|]*) \|/gmu)].map(([, cell = '']) => cell);
        expect(cells.length, file).toBeGreaterThan(15);
        for (const cell of cells) {
          for (const [status] of cell.matchAll(/(?<![\d/.])[245]\.\d{1,3}\.\d{1,3}/gu))
            if (meaningsOf(status).length === 0) missing.push(status);
        }
      }
      expect(missing).toEqual([]);
    },
  );

  test.skipIf(!present)(
    'knows every id and every status that the documents name anywhere (only where they stand beside the repository)',
    () => {
      const unknownIds: string[] = [];
      const unknownCodes: string[] = [];
      const series = [...new Set(semanticsIds.map((id) => id.slice(0, id.indexOf('-'))))].join('|');
      let met = 0;
      for (const file of ['connectors.md', 'rules-and-policies.md']) {
        const content = readFileSync(join(shared, 'exchange', file), 'utf8');
        // ORDER-3a names a part of ORDER-3, RULE-28 the rows a to g, NDR546 a page about 5.4.6 to 5.4.20.
        for (const [id] of content.matchAll(new RegExp(`\\b(?:${series})-\\d+[a-z]?\\b`, 'gu'))) {
          met++;
          if (normalizedId(id) === undefined && id !== 'ORDER-3a' && id !== 'RULE-28') unknownIds.push(id);
        }
        const statuses = /(?<![\d/.])(?:\d{3}[ -])?([245]\.\d{1,3}\.)(\d{1,3})(?:[-–](\d{3}))?(?![.\d])/gu;
        for (const [whole, stem = '', first = '', last] of content.matchAll(statuses)) {
          met++;
          const basic = /^\d{3} /u.exec(whole)?.[0] ?? '';
          for (const number of last === undefined ? [first] : [first, last])
            if (meaningsOf(`${basic}${stem}${number}`).length === 0 && stem + number !== '5.4.20')
              unknownCodes.push(`${basic}${stem}${number}`);
        }
      }
      expect(met).toBeGreaterThan(1_000);
      expect([unknownIds, unknownCodes]).toEqual([[], []]);
    },
  );

  test.skipIf(!present)(
    'covers every assumption of the contract, default first (only where the contract stands beside the repository)',
    () => {
      const contract = readFileSync(join(shared, 'spec/topology.md'), 'utf8');
      const rows = [...contract.matchAll(/^\| `([a-z]+\.\w+)` \| ([^|]+) \| ([^|]*) \|$/gmu)];
      expect(rows.length).toBeGreaterThan(20);
      for (const [, id, values = '', from = ''] of rows) {
        const known = assumptionTexts.find((each) => each.id === id);
        expect(
          known?.answers.map(({ value }) => value),
          id,
        ).toEqual([...values.matchAll(/`([^`]+)`/gu)].map(([, value]) => value));
        if (from.trim() !== '') expect(known?.from[0], id).toBe(from.trim());
      }
    },
  );

  test('assumptions cite existing rules', () => {
    for (const each of assumptionTexts)
      expect(
        each.from.filter((id) => !isSemanticsId(id)),
        each.id,
      ).toEqual([]);
  });
});
