import type { Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { SortedFile } from './choose-sides.ts';
import type { ExportRemark } from './exported-object.ts';
import { property } from './recognise-object.ts';
import type { TakenObject } from './take-object.ts';
import type { DraftEntry } from './topology-draft.ts';

const initialName = /^[a-z0-9-]+\.(?:onmicrosoft\.(?:com|us)|partner\.onmschina\.cn)$/iu;

/** The initial domain of the tenant, from whatever export says it; undefined: none does. */
function initialDomain(
  domains: readonly TakenObject[],
  files: readonly SortedFile[],
): { name: string; at: Span } | undefined {
  for (const test of [
    (one: TakenObject) => one.properties.get('InitialDomain')?.value === true,
    (one: TakenObject) => initialName.test(one.name),
  ]) {
    const found = domains.find(test);
    if (found !== undefined) return { name: found.name, at: found.properties.get('DomainName')?.at ?? found.at };
  }
  for (const { objects } of files) {
    for (const { object, noun, side } of objects) {
      if (noun === undefined || side !== 'tenant') continue;
      const said = [property(object, 'OrganizationalUnitRoot'), property(object, 'OrganizationId')];
      if (noun.name === 'OrganizationConfig') said.push(property(object, 'Name'));
      for (const value of said) {
        const name = typeof value === 'string' ? (value.split('/').at(2) ?? value).split(' - ')[0] : undefined;
        if (name !== undefined && initialName.test(name)) return { name: name.toLowerCase(), at: object.at };
      }
    }
  }
  return undefined;
}

/** Exports of several tenants in one import: a topology has one, and would mix them. */
export function severalTenants(objects: readonly TakenObject[]): readonly ExportRemark[] {
  const initial = objects.filter(
    ({ noun, side, properties }) =>
      noun.kind === 'acceptedDomain' && side === 'tenant' && properties.get('InitialDomain')?.value === true,
  );
  const [first, ...others] = initial;
  return others.map(({ name, at }) => ({
    kind: 'unusable',
    at,
    problem: text`${name} is the initial domain of another tenant than ${first?.name ?? ''}.`,
    remedy: text`Import the exports of each tenant by themselves.`,
  }));
}

/** `domain` of the tenant. Where no export says it, an accepted domain stands for it, and this is said. */
export function domainEntry(
  domains: readonly TakenObject[],
  files: readonly SortedFile[],
): { readonly entry: DraftEntry; readonly isMissing: boolean } {
  const found = initialDomain(domains, files);
  if (found !== undefined)
    return { entry: { key: 'domain', node: { scalar: found.name, at: found.at } }, isMissing: false };
  const first = domains.find((one) => one.properties.get('Default')?.value === true) ?? domains[0];
  const standIn =
    first === undefined
      ? text`No export names the initial domain. ${placeholder} stands for it and is a name that cannot exist; write the initial domain here.`
      : text`No export names the initial domain; an accepted domain stands for it. Write the initial domain here, such as ${'contoso.onmicrosoft.com'}.`;
  const node = first === undefined ? { scalar: placeholder } : { scalar: first.name, at: first.at };
  return { entry: { key: 'domain', node, comments: [standIn] }, isMissing: true };
}

/** RFC 2606 section 2: names under invalid never exist. */
const placeholder = 'initial-domain.invalid';
