import { describe, expect, test } from 'vitest';
import { printedTrace } from './printed-traces.ts';

/** Inbound through a filter to a cloud mailbox, and out through it again; every key of `expect` has something to say. */
const world = `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com]
  inboundConnectors: [{ Name: From filter, ConnectorType: Partner, SenderDomains: "*", SenderIPAddresses: 198.51.100.1, RestrictDomainsToIPAddresses: true }]
  outboundConnectors: [{ Name: To filter, ConnectorType: Partner, RecipientDomains: "*", SmartHosts: out.filter.example, UseMXRecord: false, TlsSettings: CertificateValidation }]
services:
  - { name: filter, addresses: [198.51.100.1], receivesAt: [mx.filter.example], names: [out.filter.example], certificate: c, delivers: [{ domains: [contoso.com], to: tenant }, { domains: ["*"], to: mx }] }
certificates: { c: { subject: CN=out.filter.example, issuer: CN=CA, notAfter: 2029-01-01 } }
recipients: [{ address: anna@contoso.com, mailbox: cloud }]
dns:
  records: |
    contoso.com. MX 10 mx.filter.example.
    contoso.com. TXT "v=spf1 ip4:198.51.100.1 -all"
    example.org. TXT "v=spf1 ip4:203.0.113.5 -all"
`;

const inward = 'from: x@example.org, to: [anna@contoso.com]';
const bypass = `${inward}, deliverTo: tenant`;
const outward = 'from: anna@contoso.com, to: [x@example.net, y@example.com]';

const judged = async (message: string, expectation: string) =>
  (await printedTrace(`${world}messages: [{ name: m, ${message}, expect: ${expectation} }]\n`)).expectation;

describe('expectations that are met', () => {
  test.each([
    [
      'a list where one value is meant is any of',
      inward,
      '{ status: [sent, delivered], spf: [softfail, fail], endsAt: [internet, tenant] }',
    ],
    ['route is exact', inward, '{ route: [internet, "service:filter", tenant] }'],
    [
      'through takes one node or several, which are all passed',
      inward,
      '{ through: [tenant, "service:filter"], notThrough: "partner:x" }',
    ],
    ['connector: one name with prefix is among them', inward, '{ connector: "inbound:From filter" }'],
    [
      'connector: one name without prefix, in any case, is among them',
      inward,
      '{ connector: from FILTER, notConnector: To filter }',
    ],
    ['connector: a list is the whole list in order', outward, '{ connector: [To filter] }'],
    [
      'rules and connector: an empty list is none',
      'from: x@example.org, to: [z@example.net]',
      '{ rules: [], connector: [] }',
    ],
    [
      'null is what an outcome without the value has',
      inward,
      '{ code: null, egressIp: null, egressSpf: null, scl: null }',
    ],
    ['finalRecipient is compared as an address', inward, '{ finalRecipient: ANNA@CONTOSO.COM }'],
    [
      'trust and authentication of the arrival',
      inward,
      '{ directionality: Incoming, authAs: Anonymous, dkim: none, dmarc: none, folder: inbox }',
    ],
    [
      'code is the enhanced status of the reply, any of',
      bypass,
      '{ status: rejected, code: [5.7.64, 5.7.51], connector: From filter, directionality: Incoming }',
    ],
    ['egressIp is an address or a prefix', outward, '{ egressIp: 198.51.100.0/24, egressSpf: pass, status: sent }'],
    ['tls: the weakest leg by name, or false for nothing demanded', outward, '{ tls: [opportunistic, none] }'],
    ['tls: false', inward, '{ tls: false }'],
    [
      'spf: undetermined is a value that outcomes have',
      'from: x@unknown.example, to: [anna@contoso.com]',
      '{ spf: [undetermined, fail] }',
    ],
    ['for one recipient, named in any case', outward, '{ X@EXAMPLE.NET: { status: sent } }'],
    [
      'the source of the sample may be a declared node’s address',
      `${inward}, source: { address: 198.51.100.1 }`,
      '{ route: ["service:filter", tenant], tls: true }',
    ],
  ])('%s', async (_, message, expectation) => {
    expect(await judged(message, expectation)).toEqual({ met: true, failures: [] });
  });
});

describe('expectations that are not met', () => {
  test.each([
    ['route with a node too few', inward, '{ route: [internet, tenant] }', ['anna@contoso.com route']],
    [
      'through a node that is not passed',
      inward,
      '{ through: ["service:filter", internet, "server:x"] }',
      ['anna@contoso.com through'],
    ],
    [
      'a connector list that is only a part',
      inward,
      '{ connector: [From filter, To filter] }',
      ['anna@contoso.com connector'],
    ],
    ['tls: true, where a leg is opportunistic', outward, '{ tls: true }', ['x@example.net tls', 'y@example.com tls']],
    [
      'one recipient of two',
      outward,
      '{ x@example.net: { status: sent }, y@example.com: { status: rejected } }',
      ['y@example.com status'],
    ],
    [
      'a recipient of whom there is no copy',
      inward,
      '{ bob@contoso.com: { status: delivered } }',
      ['bob@contoso.com recipient'],
    ],
    [
      'an address outside the prefix',
      outward,
      '{ egressIp: 203.0.113.0/24 }',
      ['x@example.net egressIp', 'y@example.com egressIp'],
    ],
  ])('%s', async (_, message, expectation, failures) => {
    const verdict = await judged(message, expectation);
    expect(verdict?.met).toBe(false);
    expect(verdict?.failures.map(({ recipient, key }) => `${recipient} ${key}`)).toEqual(failures);
  });
});

describe('expectations that cannot be read', () => {
  test.each([
    ['{ status: deliverd }', 'deliverd is no value of status'],
    ['{ statuss: delivered }', 'statuss is no key'],
    ['{ tls: verifed }', 'verifed is no value of tls'],
    ['{ egressIp: somewhere }', 'somewhere is no address and no prefix'],
    ['{ status: sent, anna@contoso.com: { status: sent } }', 'mixes recipients'],
  ])('%s', async (expectation, problem) => {
    await expect(judged(inward, expectation)).rejects.toThrow(problem);
  });
});
