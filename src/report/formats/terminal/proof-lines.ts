import type { Proof, Proofs } from '../../../prove/prove.ts';
import { terminalText } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import type { ConfidenceOf } from './hop-lines.ts';
import { outcomeLines } from './outcome-lines.ts';
import { count, type Page, paragraph, prose, type Role } from './page.ts';
import { traceLines } from './trace-lines.ts';

type Block = readonly string[];

/** Questions that are listed without --verbose. */
const openShown = 3;

/** What `prove` found: each statement with its verdict, the plainest message against it, and what it depends on. */
export function proofBlocks(page: Page, proofs: Proofs, confidenceOf: ConfidenceOf): readonly Block[] {
  const groups = [
    { title: 'Invariants', all: proofs.invariants },
    { title: 'Intents', all: proofs.intents },
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
  const said = prose(title);
  const name = said === id || said === terminalText(id) ? said : `${terminalText(id)}  ${said}`;
  const { word, role } = verdict(holds, classes);
  const lines = [
    ...paragraph(page, `${name} (${count(classes, 'class', 'classes')})`, { label: word, labelRole: role }),
  ];
  // Of what is refuted it does not matter what else would refute it.
  if (holds === false) return lines;
  for (const { assumption, answer, example } of dependsOn)
    lines.push(
      ...paragraph(
        page,
        `${terminalText(assumption)}: with ${terminalText(answer)} it does not hold for ${terminalText(example)}`,
        {
          indent: 2,
          label: 'Depends on',
          labelRole: 'faint',
        },
      ),
    );
  if (holds !== true)
    for (const { question, answer, example } of page.verbose ? open : open.slice(0, openShown)) {
      const given = answer === null ? '' : `, if the answer is ${terminalText(answer)}`;
      lines.push(
        ...paragraph(page, `${prose(question)}${given} — for ${terminalText(example)}`, { indent: 2, label: '?' }),
      );
    }
  if (holds !== true && !page.verbose && open.length > openShown)
    lines.push(...paragraph(page, `and ${open.length - openShown} more, listed with --verbose`, { indent: 2 }));
  return lines;
}

function verdict(holds: boolean | null, classes: number): { readonly word: string; readonly role: Role } {
  if (holds === false) return { word: 'refuted', role: 'error' };
  if (holds === null) return { word: 'open   ', role: 'doubtful' };
  return classes === 0 ? { word: 'empty  ', role: 'faint' } : { word: 'holds  ', role: 'good' };
}

function counterexample(page: Page, { counterexample: found }: Proof, confidenceOf: ConfidenceOf): Block {
  if (found === undefined) return [];
  const { why, message, trace } = found;
  return [
    ...paragraph(page, prose(why), { indent: 2, label: 'because', labelRole: 'faint' }),
    ...messageSnippet(message).map((line) => `    ${terminalText(line)}`),
    ...(page.verbose
      ? traceLines(page, trace, confidenceOf)
      : trace.outcomes.flatMap((outcome) => outcomeLines(page, outcome, trace.hops, 2))),
  ];
}

function summary(page: Page, { classes, runs, bound, notCovered, invariants, intents }: Proofs): Block {
  const all = [...invariants, ...intents];
  const number = (holds: boolean | null) => all.filter((one) => one.holds === holds).length;
  const lines = [
    ...paragraph(page, `${number(true)} hold, ${number(false)} refuted, ${number(null)} open.`, {
      role: number(false) > 0 ? 'error' : number(null) > 0 ? 'doubtful' : 'good',
    }),
    ...paragraph(page, `${count(classes, 'class', 'classes')} of messages, ${count(runs, 'way')} followed.`),
  ];
  if (bound !== null)
    lines.push(
      ...paragraph(
        page,
        `There are more than ${bound} classes: what is not refuted is not refuted within that bound.`,
        {
          role: 'doubtful',
        },
      ),
    );
  for (const one of notCovered)
    lines.push(...paragraph(page, prose(one), { label: 'Not covered', labelRole: 'faint' }));
  return lines;
}
