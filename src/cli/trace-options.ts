import type { CommandName } from './command-table.ts';
import type { OptionRow } from './options.ts';

const trace: readonly CommandName[] = ['trace'];

/** Options of `trace`: a message of the command line, a declared one, or the evidence of delivered ones. */
export const traceOptions: readonly OptionRow[] = [
  {
    name: 'from',
    kind: 'value',
    placeholder: 'address',
    commands: trace,
    describe: 'Trace one message: the address in From:.',
  },
  {
    name: 'to',
    kind: 'value',
    repeatable: true,
    placeholder: 'address',
    commands: trace,
    describe: 'Its recipient. Repeatable.',
  },
  {
    name: 'mail-from',
    kind: 'value',
    placeholder: 'address',
    commands: trace,
    describe: 'Its envelope sender, when it is not the one in From:; <> is the null sender.',
  },
  {
    name: 'source',
    kind: 'value',
    placeholder: 'node|address',
    commands: trace,
    describe: 'Who hands it in: internet, tenant, server:x, service:x, partner:x, or an IP address.',
  },
  {
    name: 'deliver-to',
    kind: 'value',
    placeholder: 'mx|tenant|host',
    commands: trace,
    describe: 'Where the source hands it in, instead of its own routing.',
  },
  { name: 'subject', kind: 'value', placeholder: 'text', commands: trace, describe: 'Its subject.' },
  {
    name: 'header',
    kind: 'value',
    repeatable: true,
    placeholder: 'name=value',
    commands: trace,
    describe: 'A header field of it. Repeatable.',
  },
  {
    name: 'message',
    kind: 'value',
    repeatable: true,
    placeholder: 'name',
    commands: trace,
    describe: 'Trace this declared message only. Repeatable.',
  },
  {
    name: 'eml',
    kind: 'value',
    placeholder: 'file',
    commands: trace,
    describe: 'Trace this RFC 5322 message; --from, --to and the others take the place of what it says.',
  },
  {
    name: 'compare',
    kind: 'value',
    placeholder: 'file',
    commands: trace,
    describe: 'Compare with a delivered message (.eml) or a message trace (CSV): where do prediction and reality part?',
  },
  {
    name: 'deviations',
    kind: 'value',
    placeholder: 'file',
    commands: trace,
    describe: 'Differences of --compare that are known: a list of aspect and reason, with message, said, predicted.',
  },
];
