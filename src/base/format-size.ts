const units = [
  { bytes: 1024 ** 3, name: 'GB' },
  { bytes: 1024 ** 2, name: 'MB' },
  { bytes: 1024, name: 'KB' },
] as const;

/** A size for a reader, `35 MB`, in the units in which Exchange counts (1 KB is 1024 bytes); at most two decimals. */
export function formatSize(bytes: number): string {
  const unit = units.find((one) => bytes >= one.bytes);
  if (unit === undefined || !Number.isFinite(bytes)) return `${bytes} bytes`;
  const rounded = Math.round((bytes / unit.bytes) * 100) / 100;
  // 25 MB and one byte is more than 25 MB, and has to look so.
  return rounded * unit.bytes === bytes || !Number.isInteger(rounded)
    ? `${rounded} ${unit.name}`
    : `${bytes} bytes (${rounded} ${unit.name})`;
}
