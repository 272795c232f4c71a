/**
 * What one message may cost. LIM-15 has Exchange refuse more than 250 parts and 30 levels, so a message that is meant to be
 * traced stays far below; everything beyond these bounds is refused before it is taken apart.
 */
export const messageLimits = {
  /** Characters of the header of the message, and of each part. */
  header: 512 * 1024,
  /** Parts, the multiparts themselves included. */
  parts: 1_000,
  /** Multiparts inside each other. */
  depth: 100,
  /** Lines that are in no transfer encoding, each of which the decoder keeps by itself; a book has ten thousand. */
  plainLines: 200_000,
  /** Addresses in To, Cc and Bcc; LIM-13 has an envelope hold as many at most. */
  recipients: 1_000,
} as const;
