import { nearest } from '../base/suggest.ts';
import { list, type Text, text } from '../model/text.ts';
import { ruleCatalogue } from './rule-catalogue.ts';

/** Rules of the contract that may come with a later version: naming one of them is no mistake. */
const announced = ['intent/violated'];

/**
 * What each of these names was probably meant to be; a name that is a rule, or `area/*` of some, is not among the answers.
 * The catalogue is loaded for it, so a caller asks only where somebody named a rule.
 */
export async function unknownRules(names: readonly string[]): Promise<ReadonlyMap<string, Text>> {
  const ids = [...(await ruleCatalogue()).rules.map((rule) => rule.id), ...announced];
  const known = new Set([...ids, ...ids.map((id) => `${id.slice(0, id.indexOf('/'))}/*`)]);
  const unknown = names.filter((name) => !known.has(name));
  return new Map(
    unknown.map((name) => {
      const guesses = nearest(name, [...known]);
      const remedy =
        guesses.length > 0
          ? text`Did you mean ${list(guesses, 'or')}?`
          : text`A rule is named like ${'connector/shared-ip'}; ${'connector/*'} are all of an area.`;
      return [name, remedy];
    }),
  );
}
