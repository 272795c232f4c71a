import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

type Node = Readonly<Record<string, unknown>>;
const schema = JSON.parse(
  readFileSync(new URL('../../../schemas/topology.schema.json', import.meta.url), 'utf8'),
) as Node;
const contract = new URL('../../../../shared/spec/topology.md', import.meta.url);

function nodesOf(node: unknown, path = '#'): { readonly path: string; readonly node: Node }[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.entries(node).flatMap(([key, value]) => nodesOf(value, `${path}/${key}`));
  return Array.isArray(node) ? inner : [{ path, node: node as Node }, ...inner];
}

describe('the schema of topologies, for editors and for the reader', () => {
  test('is a schema by its own draft', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  test('describes every key of ours, so that an editor can explain it', () => {
    const silent = nodesOf(schema).flatMap(({ path, node }) =>
      typeof node.properties !== 'object' || node.properties === null || path.endsWith('/properties')
        ? []
        : Object.entries(node.properties as Readonly<Record<string, Node>>).flatMap(([name, value]) => {
            const target =
              typeof value.$ref === 'string'
                ? (schema.$defs as Readonly<Record<string, Node>>)[value.$ref.replace('#/$defs/', '')]
                : value;
            return value.description === undefined && target?.title === undefined ? [`${path} ${name}`] : [];
          }),
    );
    expect(silent).toEqual([]);
  });

  test('closes every object of ours', () => {
    const open = nodesOf(schema)
      .filter(
        ({ path, node }) =>
          typeof node.properties === 'object' && !path.endsWith('/properties') && node.additionalProperties !== false,
      )
      .map(({ path }) => path);
    expect(open).toEqual([]);
  });

  test('refers to nothing that it does not define', () => {
    const defined = Object.keys(schema.$defs as object);
    for (const { node } of nodesOf(schema)) {
      if (typeof node.$ref === 'string') expect(defined).toContain(node.$ref.replace('#/$defs/', ''));
    }
  });

  const here = existsSync(contract);
  test.skipIf(!here)(
    `has every top-level key of the contract${here ? '' : ' (skipped: the contract is not beside this repository)'}`,
    () => {
      const table = readFileSync(contract, 'utf8').split('## Top level')[1]?.split('\n## ')[0] ?? '';
      const rows = [...table.matchAll(/^\| (`[^|]*`) \|/gmu)].flatMap((row) =>
        [...(row[1] ?? '').matchAll(/`(\w+)`/gu)].map((name) => name[1]),
      );
      expect(rows.length).toBeGreaterThan(10);
      for (const name of rows) expect(Object.keys(schema.properties as object)).toContain(name);
    },
  );

  test.skipIf(!here)(
    `has every key of an expectation that the contract lists${here ? '' : ' (skipped: the contract is not beside this repository)'}`,
    () => {
      const listed = /`expect` takes: ([\s\S]*?)\. A list/u.exec(readFileSync(contract, 'utf8'))?.[1] ?? '';
      const keys = [...listed.matchAll(/`(\w+)`/gu)].map((match) => match[1]).sort();
      const { expectation } = schema.$defs as Readonly<Record<string, Node>>;
      expect(Object.keys(expectation?.properties as object).sort()).toEqual(keys);
    },
  );
});
