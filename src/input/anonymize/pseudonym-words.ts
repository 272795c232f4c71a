/** A keyed function onto octets that look random; at least 32 of them. */
export type Keyed = (what: string) => Uint8Array;

const consonants = 'bcdfghjklmnprstvz';
const vowels = 'aeiou';
const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Pseudonyms for words, one to one: of the same length, with a digit where there was one, so that limits of length and
 * patterns such as `\d{4}` see no difference. No pseudonym is one of the words that it replaces.
 *
 * @param words every word that will be asked for, in lower case
 */
export function pseudonymWords(keyed: Keyed, words: ReadonlySet<string>): (word: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const give = (word: string): string => {
    for (let attempt = 0; ; attempt++) {
      const candidate = shaped(word, keyed, attempt);
      // A short word may have no free pseudonym of its length: then it gets a longer one.
      if (taken.has(candidate) || words.has(candidate)) continue;
      taken.add(candidate);
      given.set(word, candidate);
      return candidate;
    }
  };
  // In one order whatever order the document has, because a later word has to avoid what an earlier one got.
  for (const word of [...words].sort()) give(word);
  return (word) => given.get(word) ?? give(word);
}

const syllableAttempts = 20;
const lengthAttempts = 200;

function shaped(word: string, keyed: Keyed, attempt: number): string {
  const wanted = attempt < lengthAttempts ? word : `${word}${'x'.repeat(1 + Math.floor(attempt / lengthAttempts))}`;
  let octets = keyed(`word ${attempt} 0 ${word}`);
  let result = '';
  let spoken = 0;
  for (let index = 0; index < wanted.length; index++) {
    if (index > 0 && index % octets.length === 0) octets = keyed(`word ${attempt} ${index} ${word}`);
    const octet = octets[index % octets.length] ?? 0;
    if (/\d/u.test(wanted[index] ?? '')) result += index === 0 ? 1 + (octet % 9) : octet % 10;
    else if (attempt >= syllableAttempts) result += letters[octet % letters.length];
    else {
      const choice = spoken % 2 === 0 ? consonants : vowels;
      result += choice[octet % choice.length];
      spoken++;
    }
  }
  return result;
}

/** The pseudonym in capitals where the word has them. */
export function inCaseOf(word: string, pseudonym: string): string {
  let result = '';
  for (let index = 0; index < pseudonym.length; index++) {
    const original = word[index] ?? '';
    const letter = pseudonym[index] ?? '';
    result += original !== original.toLowerCase() ? letter.toUpperCase() : letter;
  }
  return result;
}
