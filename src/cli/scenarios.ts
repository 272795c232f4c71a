import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sentence, type Text } from '../model/text.ts';

/** A scenario that `init` writes: a topology of the package, commented and clean. */
export interface Scenario {
  readonly name: string;
  /** One line: what the organisation is like. */
  readonly description: Text;
  readonly content: string;
}

/** Scenarios that the package ships, by name. */
export function scenarios(): readonly Scenario[] {
  const folder = scenarioFolder();
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const content = readFileSync(new URL(file, folder), 'utf8');
      const description = /^description: (.+)$/mu.exec(content)?.[1] ?? '';
      return { name: file.slice(0, -'.yaml'.length), description: sentence(description), content };
    });
}

/** The bundles stand one folder below the package, this file two. */
function scenarioFolder(): URL {
  const bundled = new URL('../fixtures/scenarios/', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('../../fixtures/scenarios/', import.meta.url);
}
