import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';

let parser: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  await Parser.init();
  const wasm = import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
  const loaded = new Parser();
  loaded.setLanguage(await Language.load(fileURLToPath(wasm)));
  return loaded;
}

export interface CalledCommand {
  readonly name: string;
  /** Without the dash. */
  readonly parameters: readonly string[];
}

/** A script as the grammar of tree-sitter reads it, which is not ours. */
export async function powershellSyntax(script: string): Promise<{
  /** `line: text` of what the grammar does not know. */
  readonly errors: readonly string[];
  readonly commands: readonly CalledCommand[];
  readonly functions: readonly string[];
  /** Single-quoted literals as written, quotes included, in their order. */
  readonly literals: readonly string[];
}> {
  parser ??= load();
  const tree = (await parser).parse(script);
  if (tree === null) throw new Error('the grammar was not loaded');
  const errors: string[] = [];
  const commands: CalledCommand[] = [];
  const functions: string[] = [];
  const literals: string[] = [];
  const visit = (node: Node): void => {
    if (node.isError || node.isMissing) errors.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    if (node.type === 'command') commands.push(called(node));
    if (node.type === 'function_name') functions.push(node.text);
    if (node.type === 'verbatim_string_characters') literals.push(node.text);
    for (const child of node.children) if (child !== null) visit(child);
  };
  visit(tree.rootNode);
  return { errors, commands, functions, literals };
}

function called(node: Node): CalledCommand {
  const name = node.childForFieldName('command_name')?.text ?? '';
  const parameters: string[] = [];
  const collect = (one: Node): void => {
    for (const child of one.children) {
      if (child === null || child.type === 'command') continue;
      if (child.type === 'command_parameter') parameters.push(child.text.replace(/^-/u, '').replace(/:$/u, ''));
      else if (child.type === 'command_elements') collect(child);
    }
  };
  collect(node);
  return { name, parameters };
}
