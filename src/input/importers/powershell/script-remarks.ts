import { list, text } from '../../../model/text.ts';
import { exportInstead, knownCmdlet, type Taking } from './cmdlet-objects.ts';
import type { Command, Statement, Unread, Value } from './syntax.ts';

/* What is said of the parts of a script that are not followed. */

/** A script may name a million other commands. */
const changing = /^(?:new|add|set|enable|disable|remove)-/iu;

/** Cmdlets in code that is not followed: whether they run is known to a run alone. */
export function sayUnread(unread: Unread, word: string, taking: Taking): void {
  const cmdlets = unread.cmdlets.flatMap((one) => {
    const known = changing.test(one.name) ? knownCmdlet(one.name) : undefined;
    return known !== undefined ? [{ ...one, noun: known.noun }] : [];
  });
  for (const { noun, name, ...at } of cmdlets) {
    taking.remarks.add({
      kind: 'doubtful',
      at: taking.place(at),
      problem: text`Whether, and how often, ${name} runs is decided when the script runs: it stands in code of ${word}.`,
      remedy: exportInstead(noun),
    });
  }
}

/** Verbs of commands that change nothing. */
const harmless =
  /^(?:get|write|out|export|import|connect|disconnect|format|select|where|sort|group|measure|test|start|wait|foreach|read|convertto|convertfrom|join|split)-/iu;

/** A command that makes and changes no object, once for each name. */
export function sayOther(command: Command, isKnown: boolean, taking: Taking): void {
  const { name } = command;
  if (!/^[a-z]+-[a-z]\w*$/iu.test(name)) return;
  taking.remarks.once(name.toLowerCase(), () => {
    const at = taking.place(command.nameAt);
    if (isKnown || harmless.test(name)) {
      return { kind: 'ignored', at, problem: text`${name} changes nothing that a topology holds.`, remedy: undefined };
    }
    return { kind: 'unknown', at, problem: text`${name} is no cmdlet that mxproof knows.`, remedy: undefined };
  });
}

/** A value behind the first that no parameter takes. */
export function sayLoose(command: Command, extra: readonly Value[], taking: Taking): void {
  const [first] = extra;
  if (first === undefined) return;
  taking.remarks.add({
    kind: 'unknown',
    at: taking.place(first),
    problem: text`A value of ${command.name} belongs to no parameter.`,
    remedy: text`Write the parameter before it: ${list(['-Name value', '-Name:value'], 'or')}.`,
  });
}

/** `return` and its like, unless nothing follows. */
export function sayEnd(
  statement: Statement & { readonly kind: 'end' },
  all: readonly Statement[],
  taking: Taking,
): void {
  if (all.at(-1) === statement) return;
  taking.remarks.add({
    kind: 'ignored',
    at: taking.place(statement),
    problem: text`The script ends here with ${statement.word}; what follows does not run.`,
    remedy: undefined,
  });
}
