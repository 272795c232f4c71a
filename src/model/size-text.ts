import { type Text, text } from './text.ts';

const units = [
  { bytes: 1024 ** 3, of: (number: number) => text`${number} GB` },
  { bytes: 1024 ** 2, of: (number: number) => text`${number} MB` },
  { bytes: 1024, of: (number: number) => text`${number} KB` },
] as const;

/** A size for a reader, `35 MB`, in the units in which Exchange counts (1 KB is 1024 bytes); at most two decimals. */
export function sizeText(bytes: number): Text {
  const unit = units.find((one) => bytes >= one.bytes);
  if (unit === undefined || !Number.isFinite(bytes)) return text`${bytes} bytes`;
  const rounded = Math.round((bytes / unit.bytes) * 100) / 100;
  // 25 MB and one byte is more than 25 MB, and has to look so.
  return rounded * unit.bytes === bytes || !Number.isInteger(rounded)
    ? unit.of(rounded)
    : text`${bytes} bytes (${unit.of(rounded)})`;
}
