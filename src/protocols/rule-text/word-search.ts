import { unitsOf } from './text-units.ts';

/** Words that end somewhere; `text` is the text that was searched, perhaps in lower case, with the same offsets. */
export type WordVisit = (words: EndingWords, end: number, text: string) => void;

/** The same letters as words of several lists. */
export interface EndingWords {
  /** Code units. */
  readonly length: number;
  /** The first of each list, as it was given, by the number of the list. */
  readonly byList: ReadonlyMap<number, string>;
}

/** Calls `visit` at each place where words end, whatever their case, the longer words first. */
export type WordSearch = (content: string, visit: WordVisit) => void;

/** What has been read ends with a beginning of some words. */
interface WordState {
  /** From 1, the root. */
  readonly number: number;
  readonly next: Map<number, WordState>;
  /** Code units of that beginning. */
  readonly length: number;
  /** The words that it is. */
  readonly byList: Map<number, string>;
  /** The state of the longest shorter beginning that what has been read ends with. */
  shorter: WordState | undefined;
  /** The next state down that line which is a word. */
  ending: WordState | undefined;
}

/** Transitions that are kept, four octets each; of more words than that those of later letters are found anew each time. */
const cellsMax = 1_000_000;

/** All words of all lists are searched in one pass over a text (Aho and Corasick). White space around a word does not count. */
export function compileWordSearch(lists: readonly (readonly string[])[]): WordSearch {
  const states = statesOf(lists);
  const [root] = states;
  if (root === undefined || states.length === 1) return () => undefined;
  const { classes, classOfAscii, unitOf } = classify(states);
  const width = unitOf.length;
  /** By state and class of the next unit the number of the next state: positive, negative where words end, 0 where not found yet. */
  const cells = new Int32Array(Math.min(states.length + 1, Math.floor(cellsMax / width)) * width);
  const lead = (from: number, unitClass: number): number => {
    const { number, byList, ending } = stepFrom(root, states[from - 1] ?? root, unitOf[unitClass] ?? -1);
    const next = byList.size > 0 || ending !== undefined ? -number : number;
    const cell = from * width + unitClass;
    if (cell < cells.length) cells[cell] = next;
    return next;
  };
  return (content, visit) => {
    let text = content;
    let units = unitsOf(text);
    // Capital letters of ASCII are of the class of the small ones.
    if (units instanceof Uint16Array) {
      text = foldCase(content);
      units = unitsOf(text);
    }
    let state = 1;
    for (let at = 0; at < text.length; at++) {
      const unit = units[at] ?? 0;
      const unitClass = (unit < 128 ? classOfAscii[unit] : classes.get(unit)) ?? 0;
      state = cells[state * width + unitClass] || lead(state, unitClass);
      if (state > 0) continue;
      state = -state;
      const reached = states[state - 1];
      let ended = reached?.byList.size === 0 ? reached.ending : reached;
      for (; ended !== undefined; ended = ended.ending) visit(ended, at + 1, text);
    }
  };
}

/** The beginnings of all words, the shorter before the longer, so that those which texts mostly hold lie together. */
function statesOf(lists: readonly (readonly string[])[]): readonly WordState[] {
  const root = stateOf(0);
  for (const [list, words] of lists.entries()) for (const word of words) addWord(root, list, word);
  const states: WordState[] = [root];
  for (const state of states) {
    for (const [unit, child] of state.next) {
      child.shorter = state.shorter === undefined ? root : stepFrom(root, state.shorter, unit);
      child.ending = child.shorter.byList.size === 0 ? child.shorter.ending : child.shorter;
      states.push(child);
    }
  }
  return states.map((state, index) => Object.assign(state, { number: index + 1 }));
}

const stateOf = (length: number): WordState => ({
  number: 0,
  next: new Map(),
  length,
  byList: new Map(),
  shorter: undefined,
  ending: undefined,
});

function addWord(root: WordState, list: number, word: string): void {
  const folded = foldCase(word.trim());
  if (folded === '') return;
  let state = root;
  for (let at = 0; at < folded.length; at++) {
    const unit = folded.charCodeAt(at);
    const next: WordState = state.next.get(unit) ?? stateOf(at + 1);
    state.next.set(unit, next);
    state = next;
  }
  if (!state.byList.has(list)) state.byList.set(list, word);
}

function stepFrom(root: WordState, state: WordState, unit: number): WordState {
  for (let from: WordState | undefined = state; from !== undefined; from = from.shorter) {
    const next = from.next.get(unit);
    if (next !== undefined) return next;
  }
  return root;
}

/** Units that are in no word are of class 0, every other is of its own; of capital letters of ASCII it is that of the small ones. */
function classify(states: readonly WordState[]): {
  readonly classes: ReadonlyMap<number, number>;
  readonly classOfAscii: Uint16Array;
  readonly unitOf: readonly number[];
} {
  const unitOf = [-1, ...new Set(states.flatMap(({ next }) => [...next.keys()]))];
  const classes = new Map(unitOf.map((unit, unitClass) => [unit, unitClass]));
  const classOfAscii = Uint16Array.from({ length: 128 }, (_, unit) => {
    const isCapital = unit >= 0x41 && unit <= 0x5a;
    return classes.get(isCapital ? unit + 0x20 : unit) ?? 0;
  });
  return { classes, classOfAscii, unitOf };
}

/** Lower case without a locale, one character for one, so that offsets stay those of the text. */
function foldCase(content: string): string {
  if (/^[\x00-\x7f]*$/u.test(content)) return content.toLowerCase();
  return content.replace(/[^\x00-\x7f]|[A-Z]/gu, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  });
}
