/** The last ARC set of a message (AUTH-9). */
export interface ArcSeal {
  /** d= of the ARC-Seal. */
  readonly domain: string;
  /** The sealer found the sender authenticated. */
  readonly passed: boolean;
  /** The chain verifies: nobody changed the message after a seal. */
  readonly intact: boolean;
}
