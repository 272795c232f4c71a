/**
 * Where dns2 writes a message: the interface of its own writer, which keeps a message as a list of bits and copies all of
 * it once for each record (3 s for 4,000 addresses). This one keeps octets, and hands out the same ones each time.
 */
export class OctetWriter {
  /** What dns2 calls its list of bits; only its own writer reads it, and EDNS options are written with that one. */
  buffer: number[] = [];
  /** Octet offsets of the names written so far, for compression. */
  names = new Map<string, number>();
  private octets = Buffer.alloc(512);
  private bits = 0;

  /** Appends the `size` lowest bits of `value`. */
  write(value: number, size: number): void {
    this.reserve(size);
    for (let left = size; left > 0; ) {
      const free = 8 - (this.bits & 7);
      const take = Math.min(free, left);
      const part = (value >>> (left - take)) & ((1 << take) - 1);
      const at = this.bits >>> 3;
      this.octets[at] = (this.octets[at] ?? 0) | (part << (free - take));
      this.bits += take;
      left -= take;
    }
  }

  writeBuffer(other: { readonly buffer: readonly number[] }): void {
    for (const bit of other.buffer) this.write(bit, 1);
  }

  bitLength(): number {
    return this.bits;
  }

  byteLength(): number {
    return this.bits / 8;
  }

  /** Overwrites whole octets. */
  patch(bitOffset: number, value: number, size: number): void {
    this.octets.writeUIntBE(value, bitOffset / 8, size / 8);
  }

  toBuffer(): Buffer {
    return this.octets.subarray(0, Math.ceil(this.bits / 8));
  }

  private reserve(size: number): void {
    const needed = (this.bits + size + 7) >>> 3;
    if (needed <= this.octets.length) return;
    const larger = Buffer.alloc(Math.max(needed, this.octets.length * 2));
    this.octets.copy(larger);
    this.octets = larger;
  }
}
