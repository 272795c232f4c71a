import ts from 'typescript';

/** Names of the surroundings; using one makes a result depend on more than the arguments. */
const globals = new Set(
  (
    'process console performance Intl globalThis fetch WebSocket EventSource XMLHttpRequest navigator crypto eval ' +
    'setTimeout setInterval setImmediate'
  ).split(' '),
);

/** Members that read the clock, chance, the locale or the time zone, whatever they are called on. */
const members =
  /^(localeCompare|toLocale\w*|getTimezoneOffset|get(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|set(FullYear|Month|Date|Hours|Minutes|Seconds|Milliseconds))$/u;
const ofObjects = new Set(['Date.now', 'Math.random']);

/** What a file takes from its surroundings, each as `line name`; strings and comments do not count. */
export function impurities(text: string): readonly string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = impurity(node);
    if (name !== undefined) {
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function impurity(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const whole = `${node.expression.getText()}.${node.name.text}`;
    return members.test(node.name.text) || ofObjects.has(whole) ? whole : undefined;
  }
  // Without arguments both read the clock.
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const isDate = node.expression.getText() === 'Date';
    const reads = ts.isCallExpression(node) || (node.arguments ?? []).length === 0;
    return isDate && reads ? 'Date' : undefined;
  }
  return ts.isIdentifier(node) && globals.has(node.text) && isReference(node) ? node.text : undefined;
}

/** False for the names of properties, whoever has them. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  const names =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return !(names && parent.name === node);
}
