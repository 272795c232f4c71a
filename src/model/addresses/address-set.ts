/* Placeholder: replaced by the addresses work in the same session. */
export interface AddressSet {
  readonly size: bigint;
}
