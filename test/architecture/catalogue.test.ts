import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/check/catalogue.ts';
import { readText, sources } from './source-files.ts';

const ruleFolder = 'src/check/rules/';
const ruleFiles = sources.filter((path) => path.startsWith(ruleFolder) && /\bdefineCheck\s*[(<]/u.test(readText(path)));
const idOfPath = (path: string): string => path.slice(ruleFolder.length, -'.ts'.length);

describe('checks', () => {
  test('every check is the file that its id names', () => {
    const paths = new Set(ruleFiles.map(idOfPath));
    expect(catalogue.map((check) => check.id).filter((id) => !paths.has(id))).toEqual([]);
  });

  test('every file that defines a check is in the catalogue, under its path', () => {
    const ids = new Set(catalogue.map((check) => check.id));
    expect(ruleFiles.map(idOfPath).filter((id) => !ids.has(id))).toEqual([]);
  });

  test('no id is listed twice, and the list is sorted', () => {
    const ids = catalogue.map((check) => check.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('every id is an area and a defect', () => {
    expect(catalogue.filter((check) => !/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/u.test(check.id))).toEqual([]);
  });
});

/** Decisions of no step: what a node does by itself, before or after its steps. */
const withoutStep: Readonly<Record<string, string>> = {
  'submit-message': 'Where a message starts is what the sample says; origin.ts lists the ways.',
  'accept-recipient': 'An Exchange server looks the recipient up as one test of its own list.',
  'accept-at-relay': 'A relay that is not Exchange has one test, whom it relays for; relay.ts is that test.',
  'detect-loop': 'No node decides it: the loop of simulate.ts sees a state come back.',
  'route-inside': 'Which server of an organisation delivers follows from the directory alone.',
};

/** The step names written down in a file, each with its line; `?` for one that is not a plain string. */
function stepNames(path: string, content: string): readonly { readonly name: string; readonly at: string }[] {
  const file = ts.createSourceFile(path, content, ts.ScriptTarget.Latest, true);
  const found: { name: string; at: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const called = node.expression.name.text;
      const argument = called === 'note' ? node.arguments[0] : called === 'decide' ? node.arguments[1] : undefined;
      if (argument !== undefined) {
        const name = ts.isStringLiteralLike(argument) ? argument.text : '?';
        found.push({ name, at: `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('decisions', () => {
  const named = sources
    .filter((path) => path.startsWith('src/simulate/') && path !== 'src/simulate/run.ts')
    .flatMap((path) => stepNames(path, readText(path)));
  const isStep = (name: string): boolean =>
    ['steps', 'nodes'].some((folder) => sources.includes(`src/simulate/${folder}/${name}.ts`));

  test('every decision of a trace is named after the file that makes it', () => {
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ name }) => !isStep(name) && withoutStep[name] === undefined)).toEqual([]);
  });

  test('the exceptions are still exceptions', () => {
    const used = new Set(named.map(({ name }) => name));
    expect(Object.keys(withoutStep).filter((name) => isStep(name) || !used.has(name))).toEqual([]);
  });

  test('a decision without a file would be found', () => {
    const planted = "run.note('wave-hands', [], say);\nrun.decide(hop, 'guess', [], say);\nrun.note(name, [], say);";
    expect(stepNames('planted.ts', planted).map(({ name, at }) => `${at} ${name}`)).toEqual([
      'planted.ts:1 wave-hands',
      'planted.ts:2 guess',
      'planted.ts:3 ?',
    ]);
    expect(['wave-hands', 'guess', '?'].filter(isStep)).toEqual([]);
  });
});
