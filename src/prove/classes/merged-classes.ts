import { type AddressSet, containsText } from '../../model/addresses/address-set.ts';
import { domainOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import { authorizedAddresses, mentionedAddresses } from './mentioned-addresses.ts';
import { namedDomains, type Origin, type RecipientClass, type Sender, type Worlds } from './message-class.ts';
import type { Answers } from './rule-answers.ts';
import { takenDomains } from './taken-domains.ts';
import type { Told } from './told-apart.ts';

interface Numbered {
  readonly id: number;
  readonly answers: Answers;
}

/** Domains of a sender whose own sets of addresses are asked besides those that concern everybody. */
interface Named {
  readonly domains: readonly string[];
  readonly words: string;
}

const nobody: Named = { domains: [], words: '' };

/**
 * Finds classes of which the messages fare as those of one before: from a client of which every set of addresses that is
 * asked holds as much, from a sender and to a recipient that nothing but rules tells from those, with as much in common, and
 * with the same left of the rules.
 */
export class MergedClasses {
  private readonly worlds: Worlds;
  private readonly told: Told;
  private readonly taken: ReadonlySet<string>;
  private readonly everybodys: readonly AddressSet[];
  private readonly ids = new Map<string, number>();
  private readonly senders = new Map<Sender, Numbered>();
  private readonly named = new Map<Sender, Named>();
  private readonly recipients = new Map<RecipientClass, Numbered>();
  private readonly origins = new Map<Origin, Map<string, number>>();
  private readonly seen = new Set<string>();
  private latest: { readonly sender: Sender; readonly recipient: RecipientClass; readonly words: string } | undefined;

  constructor(worlds: Worlds, told: Told) {
    this.worlds = worlds;
    this.told = told;
    const taken = takenDomains(worlds, told);
    this.taken = new Set(taken);
    this.everybodys = worlds.flatMap((world) => [
      ...mentionedAddresses(world, told.rules),
      ...taken.flatMap((domain) => authorizedAddresses(world, domain).sets),
    ]);
  }

  /** Whether no class before stands for this one; it stands for those that come. */
  isNew(origin: Origin, sender: Sender, recipient: RecipientClass): boolean {
    const key = this.keyOf(origin, sender, recipient);
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  /** The same for classes of which the messages fare alike. */
  keyOf(origin: Origin, sender: Sender, recipient: RecipientClass): string {
    return `${this.origin(origin, sender)} ${this.pair(sender, recipient)}`;
  }

  /** The same for pairs that fare alike; most classes that follow one another are of one pair. */
  private pair(sender: Sender, recipient: RecipientClass): string {
    if (this.latest?.sender === sender && this.latest.recipient === recipient) return this.latest.words;
    const [from, to] = [this.sender(sender), this.recipient(recipient)];
    const between = this.told.answers.between(from.answers, to.answers);
    const words = `${from.id} ${to.id} ${this.inCommon(sender, recipient)} ${between}`;
    this.latest = { sender, recipient, words };
    return words;
  }

  private idOf(words: string): number {
    const known = this.ids.get(words) ?? this.ids.size;
    this.ids.set(words, known);
    return known;
  }

  private sender(sender: Sender): Numbered {
    const known = this.senders.get(sender);
    if (known !== undefined) return known;
    const { from, mailFrom, own, type, signed, plain } = sender;
    const { told } = this;
    const words = JSON.stringify([
      told.kindOfAddress(from),
      mailFrom === '' ? '' : told.kindOfAddress(mailFrom),
      [sameAddress(from, mailFrom), domainOf(from) === domainOf(mailFrom)],
      [own, type, signed, plain],
    ]);
    const made = { id: this.idOf(`sender ${words}`), answers: told.answers.ofSender(from, mailFrom) };
    this.senders.set(sender, made);
    return made;
  }

  private recipient(recipient: RecipientClass): Numbered {
    const known = this.recipients.get(recipient);
    if (known !== undefined) return known;
    const { address, members, where, internalOnly, mailbox } = recipient;
    const words = JSON.stringify([this.told.kindOfAddress(address), members > 0, where, internalOnly, mailbox]);
    const made = { id: this.idOf(`recipient ${words}`), answers: this.told.answersTo(address) };
    this.recipients.set(recipient, made);
    return made;
  }

  /** How the two belong together, which does not follow from what each of them is. */
  private inCommon({ from, mailFrom }: Sender, { address }: RecipientClass): string {
    const to = this.told.baseOf(domainOf(address));
    return [from, mailFrom]
      .map((one) => `${this.told.baseOf(domainOf(one)) === to ? 1 : 0}${sameAddress(one, address) ? 1 : 0}`)
      .join('');
  }

  private origin(origin: Origin, sender: Sender): number {
    const { source, label, kind, deliverTo, claimed, oddity } = origin;
    const address = source?.address;
    const known = this.origins.get(origin) ?? new Map<string, number>();
    this.origins.set(origin, known);
    const named = address === undefined ? nobody : this.namedBy(sender);
    const before = known.get(named.words);
    if (before !== undefined) return before;
    const words =
      address === undefined
        ? [kind, label]
        : [
            kind,
            source?.node,
            source?.tls,
            deliverTo?.text,
            claimed,
            oddity === 0,
            this.setsWith(address, named.domains),
          ];
    const id = this.idOf(`origin ${JSON.stringify(words)}`);
    known.set(named.words, id);
    return id;
  }

  private namedBy(sender: Sender): Named {
    const known = this.named.get(sender);
    if (known !== undefined) return known;
    const domains = namedDomains(sender).filter((domain) => !this.taken.has(domain));
    const made = { domains, words: domains.join(' ') };
    this.named.set(sender, made);
    return made;
  }

  /** Which of the sets that are asked hold an address: those that concern everybody, and those of domains that are named. */
  private setsWith(address: string, named: readonly string[]): string {
    const own = this.worlds.flatMap((world) => named.flatMap((domain) => authorizedAddresses(world, domain).sets));
    return [...this.everybodys, ...own].map((set) => (containsText(set, address) ? 1 : 0)).join('');
  }
}
