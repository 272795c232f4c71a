import { english, type Joints, type Language, translateBy, type Wording } from './translate.ts';

// French sets a colon and a semicolon apart, and no line ends there.
const frenchJoints: Joints = {
  ', ': ', ',
  ' and ': ' et ',
  ' or ': ' ou ',
  ': ': '\u00a0: ',
  '; ': '\u00a0; ',
};

/** What says reports in a language. The French catalogue is as large as the rest of the reports, and loaded when it is asked for. */
export async function wordingOf(language: Language): Promise<Wording> {
  if (language === 'en') return english;
  const { french } = await import('./french.ts');
  return { language, say: translateBy(french, frenchJoints) };
}
