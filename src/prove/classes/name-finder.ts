/** A place in a text where a domain is named. */
interface Place {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Finds names of domains in texts: as they are, below other labels, and with dashes in place of dots, as Microsoft makes host names. */
export class NameFinder {
  private readonly names: ReadonlySet<string>;
  private readonly dashed: ReadonlyMap<string, string>;

  constructor(names: Iterable<string>) {
    this.names = new Set(names);
    this.dashed = new Map([...this.names].map((name) => [name.replaceAll('.', '-'), name]));
  }

  /** The names in a text; of names of which one is below the other, the longer. */
  in(text: string): ReadonlySet<string> {
    return new Set(this.places(plain(text)).map(({ name }) => name));
  }

  /** The text with other words for the name. */
  without(text: string, name: string): string {
    const whole = plain(text);
    let made = '';
    let at = 0;
    for (const place of this.places(whole)) {
      if (place.name !== name) continue;
      made += `${whole.slice(at, place.start)}${whole.slice(place.start, place.end) === name ? '<it>' : '<it, with dashes>'}`;
      at = place.end;
    }
    return made + whole.slice(at);
  }

  private places(text: string): readonly Place[] {
    const found: Place[] = [];
    for (const { 0: token, index } of text.matchAll(domainName)) {
      const end = index + token.length;
      const at = startsOf(token, '.').find((start) => this.names.has(token.slice(start)));
      if (at !== undefined) found.push({ name: token.slice(at), start: index + at, end });
      else found.push(...this.dashedIn(token, index));
    }
    return found;
  }

  private dashedIn(token: string, index: number): readonly Place[] {
    const found: Place[] = [];
    for (const { 0: label, index: within } of token.matchAll(/[^.]+/gu)) {
      if (!label.includes('-')) continue;
      for (const start of startsOf(label, '-')) {
        const name = this.dashed.get(label.slice(start));
        if (name === undefined) continue;
        found.push({ name, start: index + within + start, end: index + within + label.length });
        break;
      }
    }
    return found;
  }
}

/** Patterns write a dot with a backslash before it. */
const plain = (text: string): string => text.toLowerCase().replaceAll('\\', '');

/** Names as they may stand in any text, in lower case. */
export const domainName = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;

function startsOf(text: string, separator: string): readonly number[] {
  const found = [0];
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) found.push(at + 1);
  return found;
}

/** The domains above a name, the longest first. */
export const parentsOf = (name: string): readonly string[] =>
  startsOf(name, '.')
    .slice(1)
    .map((start) => name.slice(start));
