import { expect, test } from 'vitest';
import { markedPlace, markerOf, withoutMarker } from '../../../src/input/documents/export-marker.ts';

test.each([
  'exports/inbound.json',
  'a b/c: d.txt',
  'x:1:2.json',
  'odd #@ name.xml',
  'per%20cent.csv',
  'line\nbreak.json',
  '../outside.json',
])('a place in %j is found again behind a line', (file) => {
  const place = { file, line: 12, column: 5 };
  const line = `    Enabled: true  ${markerOf(place)}`;
  expect(line).not.toContain('\n');
  expect(markedPlace(line)).toEqual(place);
  expect(withoutMarker(line)).toBe('    Enabled: true');
});

test('text in quotes that looks like a marker is none, before one or alone', () => {
  expect(markedPlace('  Name: "a #@ etc/passwd:1:1"')).toBeUndefined();
  expect(markedPlace('  Name: "a #@ etc/passwd:1:1"  #@ in.json:3:4')).toEqual({ file: 'in.json', line: 3, column: 4 });
});

test('a column may be missing; a line or column 0 is no place', () => {
  expect(markedPlace('x: 1 #@ in.json:3')).toEqual({ file: 'in.json', line: 3, column: 1 });
  expect(markedPlace('x: 1 #@ in.json:0:1')).toBeUndefined();
  expect(markedPlace('x: 1 # in.json:3')).toBeUndefined();
  expect(markedPlace('x: 1 #@ broken%E0%A4%A:3')).toBeUndefined();
});

test('a long line is judged by its end, quickly', () => {
  const line = `a: ${'#@ x:'.repeat(200_000)} #@ in.json:7:8`;
  const start = performance.now();
  expect(markedPlace(line)).toEqual({ file: 'in.json', line: 7, column: 8 });
  expect(performance.now() - start).toBeLessThan(500);
});
