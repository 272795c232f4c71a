import { type Text, text } from '../../../model/text.ts';
import type { Proof, Proofs } from '../../../prove/prove.ts';
import { terminalText } from '../../escape.ts';
import { classesText, moreText, waysText } from '../../words.ts';
import { snippetLines } from './copied-lines.ts';
import type { ConfidenceOf } from './hop-lines.ts';
import { outcomeLines } from './outcome-lines.ts';
import { type Page, padded, paragraph, prose, type Role } from './page.ts';
import { traceLines } from './trace-lines.ts';

type Block = readonly string[];

/** Questions that are listed without --verbose. */
const openShown = 3;

/** What `prove` found: each statement with its verdict, the plainest message against it, and what it depends on. */
export function proofBlocks(page: Page, proofs: Proofs, confidenceOf: ConfidenceOf): readonly Block[] {
  const groups = [
    { title: text`Invariants`, all: proofs.invariants },
    { title: text`Intents`, all: proofs.intents },
  ].filter(({ all }) => all.length > 0);
  const blocks = groups.flatMap(({ title, all }) => [
    paragraph(page, title, { role: 'strong' }),
    ...all
      .filter((one) => !page.quiet || one.holds !== true)
      .map((one) => [...statement(page, one), ...counterexample(page, one, confidenceOf)]),
  ]);
  return page.quiet ? blocks : [...blocks, summary(page, proofs)];
}

function statement(page: Page, { id, title, holds, classes, dependsOn, open }: Proof): Block {
  const said = prose(page, title);
  const name = said === id || said === terminalText(id) ? title : text`${id}  ${title}`;
  const { word, role } = verdict(holds, classes);
  const lines = [
    ...paragraph(page, text`${name} (${classesText(classes)})`, {
      label: padded(page, word, verdictWords),
      labelRole: role,
    }),
  ];
  // Of what is refuted it does not matter what else would refute it.
  if (holds === false) return lines;
  for (const { assumption, answer, example } of dependsOn)
    lines.push(
      ...paragraph(page, text`${assumption}: with ${answer} it does not hold for ${example}`, {
        indent: 2,
        label: text`Depends on`,
        labelRole: 'faint',
      }),
    );
  if (holds === true) return lines;
  for (const { question, answer, example } of page.verbose ? open : open.slice(0, openShown)) {
    const given = answer === null ? text`` : text`, if the answer is ${answer}`;
    lines.push(...paragraph(page, text`${question}${given} ${'—'} for ${example}`, { indent: 2, label: '?' }));
  }
  if (!page.verbose && open.length > openShown)
    lines.push(...paragraph(page, moreText(open.length - openShown), { indent: 2 }));
  return lines;
}

const words = { refuted: text`refuted`, open: text`open`, empty: text`empty`, holds: text`holds` };
const verdictWords = Object.values(words);

function verdict(holds: boolean | null, classes: number): { readonly word: Text; readonly role: Role } {
  if (holds === false) return { word: words.refuted, role: 'error' };
  if (holds === null) return { word: words.open, role: 'doubtful' };
  return classes === 0 ? { word: words.empty, role: 'faint' } : { word: words.holds, role: 'good' };
}

function counterexample(page: Page, { counterexample: found }: Proof, confidenceOf: ConfidenceOf): Block {
  if (found === undefined) return [];
  const { why, message, trace } = found;
  return [
    ...paragraph(page, why, { indent: 2, label: text`because`, labelRole: 'faint' }),
    ...snippetLines(page, message, 4),
    ...(page.verbose
      ? traceLines(page, trace, confidenceOf)
      : trace.outcomes.flatMap((outcome) => outcomeLines(page, outcome, trace.hops, 2))),
  ];
}

function summary(page: Page, { classes, runs, bound, notCovered, invariants, intents }: Proofs): Block {
  const all = [...invariants, ...intents];
  const number = (holds: boolean | null) => all.filter((one) => one.holds === holds).length;
  return [
    ...paragraph(page, text`${number(true)} hold, ${number(false)} refuted, ${number(null)} open.`, {
      role: number(false) > 0 ? 'error' : number(null) > 0 ? 'doubtful' : 'good',
    }),
    ...paragraph(page, text`${classesText(classes)} of messages, ${waysText(runs)} followed.`),
    ...(bound === null
      ? []
      : paragraph(
          page,
          text`There are more than ${bound} classes: what is not refuted is not refuted within that bound.`,
          { role: 'doubtful' },
        )),
    ...notCovered.flatMap((one) => paragraph(page, one, { label: text`Not covered`, labelRole: 'faint' })),
  ];
}
