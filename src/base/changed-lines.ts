/** A line that is only in the text before (`-`) or only in the one after (`+`), with its number there. */
export interface ChangedLine {
  readonly sign: '-' | '+';
  readonly number: number;
  readonly text: string;
}

/** More lines than this between the first and the last difference are shown as replaced altogether. */
const comparedMax = 2_000;

/** Lines that two texts do not have in common, in order: what goes before what comes in its place. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const [old, now] = [lines(before), lines(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const middle = commonItems(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const removed = new Set(middle.map(([left]) => left + head));
  const added = new Set(middle.map(([, right]) => right + head));
  const result: ChangedLine[] = [];
  let [left, right] = [head, head];
  while (left < old.length - tail || right < now.length - tail) {
    if (left < old.length - tail && !removed.has(left)) {
      result.push({ sign: '-', number: left + 1, text: old[left] ?? '' });
      left++;
    } else if (right < now.length - tail && !added.has(right)) {
      result.push({ sign: '+', number: right + 1, text: now[right] ?? '' });
      right++;
    } else {
      left++;
      right++;
    }
  }
  return result;
}

const lines = (text: string): readonly string[] => text.split(/\r\n|\r|\n/u);

/** The longest common subsequence, as indexes into both; none of lists that are too long to compare. */
export function commonItems(left: readonly string[], right: readonly string[]): readonly (readonly [number, number])[] {
  if (left.length > comparedMax || right.length > comparedMax) return [];
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      longest[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  let [row, column] = [0, 0];
  while (row < left.length && column < right.length) {
    if (left[row] === right[column]) found.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return found;
}
