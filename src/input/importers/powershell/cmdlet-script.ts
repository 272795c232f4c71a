import { text } from '../../../model/text.ts';
import type { ExportDialect } from '../exported-object.ts';
import { nounNamed } from '../nouns.ts';
import { newContext, takeStatements } from './cmdlet-statements.ts';
import { isDesiredState } from './desired-state.ts';
import { scriptContents } from './script-contents.ts';
import { readStatements } from './statements.ts';

const cmdlet = /(?:^|[\n\r;|({]|=[ \t])[ \t]*(?:new|set|add|remove|enable|disable)-([a-z]{4,40})(?![\w-])/giu;

/** Scripts of cmdlets that make and change objects. They are read as data; nothing of them is run. */
export const cmdletScript: ExportDialect = {
  title: text`PowerShell script`,
  recognises: (content) => {
    if (/^\s*</u.test(content.slice(0, 1_000)) && !/^\s*<#/u.test(content.slice(0, 1_000))) return false;
    if (isDesiredState(content)) return false;
    for (const [, noun = ''] of content.matchAll(cmdlet)) if (nounNamed(noun) !== undefined) return true;
    return false;
  },
  read: (content, file) =>
    scriptContents(content, file, (taking) => takeStatements(readStatements(content), taking, newContext())),
};
