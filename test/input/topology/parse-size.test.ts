import { expect, test } from 'vitest';
import { parseSize } from '../../../src/input/topology/parse-size.ts';

test.each([
  ['25 MB', 26_214_400],
  ['10KB', 10_240],
  ['1.5 kb', 1_536],
  ['8 KB (8,192 bytes)', 8_192],
  ['50 GB (53,687,091,200 bytes)', 53_687_091_200],
  ['50 GB (53.687.091.200 bytes)', 53_687_091_200],
  ['2048', 2_048],
  [2_048, 2_048],
  ['huge', undefined],
  ['-1 MB', undefined],
  [-1, undefined],
  [1.5, undefined],
  ['999999999 TB', undefined],
])('%j is %j bytes', (written, expected) => {
  expect(parseSize(written)).toBe(expected);
});
