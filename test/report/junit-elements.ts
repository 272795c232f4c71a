import { SaxesParser } from 'saxes';

/** An element as a parser of XML found it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own text, children left out. */
  text: string;
}

/** Parses a document of XML 1.0 strictly; anything that is not well formed throws. */
export function parseXml(document: string): Element {
  const root: Element & { children: Element[] } = { name: '', attributes: {}, children: [], text: '' };
  const open: (Element & { children: Element[] })[] = [root];
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...(attributes as Record<string, string>) }, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (text: string): void => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(document).close();
  const [first] = root.children;
  if (first === undefined) throw new Error('the document has no element');
  return first;
}

interface Rule {
  readonly children: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const outcome: Rule = { children: [], required: [], optional: ['type', 'message'] };
const output: Rule = { children: [], required: [], optional: [] };

/*
 * The elements of junit-10.xsd, the schema with which Jenkins' xUnit plug-in validates a report, as far as a program that
 * does not run tests again can need them. The schema of Ant knows no element and no attribute of these that it forbids,
 * except that it has no attribute skipped of testsuite before version 1.9.
 */
const rules: Readonly<Record<string, Rule>> = {
  testsuites: { children: ['testsuite'], required: [], optional: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: {
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
  },
  testcase: {
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    required: ['name'],
    optional: ['time', 'classname', 'group'],
  },
  failure: outcome,
  error: outcome,
  skipped: outcome,
  'system-out': output,
  'system-err': output,
};

/** What is against the schema, each as `element: what`. */
export function againstSchema(element: Element): readonly string[] {
  const rule = rules[element.name];
  if (rule === undefined) return [`${element.name}: no such element`];
  const names = Object.keys(element.attributes);
  const mixed = !['testsuites', 'testsuite', 'testcase'].includes(element.name);
  return [
    ...rule.required.filter((name) => !names.includes(name)).map((name) => `${element.name}: lacks ${name}`),
    ...names
      .filter((name) => ![...rule.required, ...rule.optional].includes(name))
      .map((name) => `${element.name}: has ${name}`),
    ...element.children
      .filter((child) => !rule.children.includes(child.name))
      .map((child) => `${element.name}: holds ${child.name}`),
    ...(mixed || element.text.trim() === '' ? [] : [`${element.name}: holds text`]),
    ...element.children.flatMap(againstSchema),
  ];
}
