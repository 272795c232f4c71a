import { list, type Text, text } from '../model/text.ts';
import type { Remedy, SenderInDanger, WhatIf } from '../prove/what-if/what-if.ts';

const classesText = (count: number): Text =>
  count === 1 ? text`1 class of messages` : text`${count} classes of messages`;

/** What the settings do to the declared senders, in one sentence. */
export const whatIfText = ({ settings, senders }: WhatIf): Text =>
  senders.length === 0
    ? text`With ${list(settings)} the mail of every declared sender arrives as before.`
    : text`With ${list(settings)} mail of ${list(senders.map((one) => one.node))} no longer arrives.`;

/** What the first remedies of all senders do together. */
export function togetherText({ senders, together }: WhatIf): Text | undefined {
  if (together === null) return undefined;
  const all = senders.reduce((sum, one) => sum + one.classes, 0);
  return together === all
    ? text`The first remedies of all senders together save everything that broke.`
    : text`The first remedies of all senders together save ${together} of ${all} classes: they are in each other's way, or not enough.`;
}

/** What a sender loses. */
export const senderText = ({ node, classes, reply }: SenderInDanger): Text =>
  reply === null ? text`${node} loses ${classesText(classes)}` : text`${node} loses ${classesText(classes)} (${reply})`;

/** What a remedy does, and what it costs. */
export function remedyText({ title, saved, harms }: Remedy, { classes }: SenderInDanger): Text {
  const helps =
    saved === classes ? text`${title} saves all of it` : text`${title} saves ${saved} of ${classes} classes`;
  return harms.length === 0 ? text`${helps}, and costs nobody anything` : text`${helps}; beside that:`;
}

/** Where nothing helps that was tried, or nothing was tried. */
export const noRemedyText = ({ remedies }: SenderInDanger): Text =>
  remedies === null
    ? text`No remedy was tried: too many senders are concerned.`
    : text`No connector and no other way of submission saves it.`;
