import type { OptionRow } from './options.ts';

/** Options that let something fail. */
export const drillOptions: readonly OptionRow[] = [
  {
    name: 'down',
    kind: 'value',
    repeatable: true,
    placeholder: 'node',
    commands: ['prove'],
    describe:
      'Say what breaks and what still works when this node fails. Repeatable: they fail together. With --at-down the ' +
      'node is down all along, and everything is proved as it is then.',
  },
  {
    name: 'expired',
    kind: 'value',
    repeatable: true,
    placeholder: 'certificate',
    commands: ['prove'],
    describe: 'The same when this certificate, by its name under certificates, has expired. Repeatable.',
  },
  {
    name: 'without-domain',
    kind: 'value',
    repeatable: true,
    placeholder: 'domain',
    commands: ['prove'],
    describe: 'The same when the tenant no longer accepts this domain. Repeatable.',
  },
  {
    name: 'what-if',
    kind: 'value',
    repeatable: true,
    placeholder: 'path=value',
    commands: ['prove'],
    describe:
      'Say whose mail a setting would break, and what would save the declared senders: ' +
      "tenant.organizationConfig.RejectDirectSend=true, 'tenant.inboundConnectors[From filter].Enabled=false'. Repeatable: " +
      'all of them at once.',
  },
  {
    name: 'drills',
    kind: 'flag',
    commands: ['check'],
    describe: 'Let each node, certificate and connector fail by itself, and say what that breaks.',
  },
];
