type Piece = Readonly<Record<string, unknown>>;

/** How much there is of everything. */
export interface ManyRules {
  readonly rules: number;
  readonly messages: number;
  /** Other numbers make other rules and other messages of the same kinds. */
  readonly seed?: number;
}

/** Numbers that follow from a seed, the same on every machine. */
export interface Dice {
  readonly below: (count: number) => number;
  readonly one: <Item>(items: readonly [Item, ...Item[]]) => Item;
  readonly some: <Item>(items: readonly [Item, ...Item[]], count: number) => readonly Item[];
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const below = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const one = <Item>(items: readonly [Item, ...Item[]]): Item => items[below(items.length)] ?? items[0];
  return { below, one, some: (items, count) => Array.from({ length: count }, () => one(items)) };
}

const words =
  `the a of to and in is that it was for on are with as at be this have from or had by but some what there we can out other
were all your when up use word how said an each she which do their time if will way about many then them would write like so
these her long make thing see him two has look more day could go come did my sound no most number who over know water than
call first people may down side been now find any new work part take get place made live where after back little only round
man year came show every good me give our under name very through just form much great think say help low line before turn
cause same mean differ move right boy old too does tell sentence set three want air well also play small end put home read
hand port large spell add even land here must big high such follow act why ask men change went light kind off need house
picture try us again animal point mother world near build self earth father head stand own page should country found answer
school grow study still learn plant cover food sun four thought let keep eye never last door between city tree cross since
hard start might story saw far sea draw left late run while press close night real life few stop open seem together next
white children begin got walk example ease paper often always music those both mark book letter until mile river car feet
care second group carry took rain eat room friend began idea fish mountain north once base hear horse cut sure watch color
face wood main enough plain girl usual young ready above ever red list though feel talk bird soon body dog family direct
pose leave song measure state product black short numeral class wind question happen complete ship area half rock order fire
south problem piece told knew pass farm top whole king size heard best hour better true during hundred am remember step
early hold west ground interest reach fast five sing listen six table travel less morning ten simple several vowel toward war
lay against pattern slow center love person money serve appear road map science rule govern pull cold notice voice fall power
town fine certain fly unit lead cry dark machine note wait plan figure star box noun field rest correct able pound done
beauty drive stood contain front teach week final gave green quick develop sleep warm free minute strong special mind behind
clear tail produce fact street inch lot nothing course stay wheel full force blue object decide surface deep moon island foot
yet busy test record boat common gold possible plane age dry wonder laugh thousand ago ran check game shape yes hot miss
brought heat snow bed bring sit perhaps fill east weight language among`
    .split(/\s+/u)
    .filter((one) => one !== '') as [string, ...string[]];

/** Parts of what rules look for; messages hold some of them now and then. */
const topics = [
  'invoice',
  'payroll',
  'confidential',
  'merger',
  'password reset',
  'wire transfer',
  'passport',
  'diagnosis',
  'bank account',
  'termination letter',
  'gift card',
  'board minutes',
] as const;

const numbered = (stem: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${stem}${index}`);
const partners = numbered('partner', 60).map((one) => `${one}.example`) as [string, ...string[]];
const people = numbered('user', 200).map((one) => `${one}@contoso.com`) as [string, ...string[]];
const groups = numbered('team', 12).map((one) => `${one}@contoso.com`) as [string, ...string[]];
const departments = ['Sales', 'Legal', 'Finance', 'Research', 'People'] as const;

/**
 * A synthetic organisation with as many mail flow rules as an old one has, of all common kinds, and messages of which each
 * says something else, as JSON text. Most rules do not match a message, as it is with rules; those that do mostly leave it
 * on its way, so that nearly all are evaluated.
 */
export function manyRulesTopology({ rules, messages, seed = 1 }: ManyRules): string {
  const dice = diceOf(seed);
  return JSON.stringify({
    mxproof: 1,
    name: 'Many rules',
    asOf: '2026-11-21',
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      transportRules: Array.from({ length: rules }, (_, index) => ruleOf(dice, index)),
    },
    recipients: [
      ...people.map((address, index) => ({
        address,
        mailbox: 'cloud',
        attributes: { Department: departments[index % departments.length], City: 'Ulm', Manager: people[0] },
      })),
      ...groups.map((address, index) => ({ address, members: people.filter((_, at) => at % 12 === index) })),
    ],
    dns: { records: records() },
    messages: Array.from({ length: messages }, (_, index) => messageOf(dice, index)),
  });
}

const records = (): string =>
  [
    'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
    'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
    ...partners.flatMap((one, index) => [
      `${one}. MX 0 mx.${one}.`,
      `mx.${one}. A 198.51.100.${index + 1}`,
      `${one}. TXT "v=spf1 ip4:198.51.100.${index + 1} -all"`,
      `_dmarc.${one}. TXT "v=DMARC1; p=none"`,
    ]),
  ].join('\n');

function ruleOf(dice: Dice, index: number): Piece {
  const broad = index % 50 === 0 ? broadRules[index / 50] : undefined;
  if (broad !== undefined) return { Name: `Rule ${index}`, Priority: index, State: 'Enabled', ...broad };
  const about = conditionOf(dice, index);
  const scoped = dice.below(3);
  return {
    Name: `Rule ${index}`,
    Priority: index,
    State: 'Enabled',
    ...(scoped === 0 ? { FromScope: dice.one(['InOrganization', 'NotInOrganization']) } : {}),
    ...(scoped === 1 ? { SentToScope: dice.one(['InOrganization', 'NotInOrganization']) } : {}),
    ...about,
    ...(dice.below(3) === 0 ? exceptionOf(dice) : {}),
    ...actionOf(dice, index),
  };
}

/** What every organisation does to much of its mail. */
const broadRules: readonly Piece[] = [
  { FromScope: 'NotInOrganization', SetHeaderName: 'X-From-Outside', SetHeaderValue: 'true' },
  { FromScope: 'NotInOrganization', ExceptIfSubjectContainsWords: ['[EXT]'], PrependSubject: '[EXT] ' },
  { SentToScope: 'NotInOrganization', ApplyHtmlDisclaimerText: 'This message is for its addressee.' },
  { HeaderContainsMessageHeader: 'X-From-Outside', HeaderContainsWords: ['true'], SetAuditSeverity: 'Low' },
  { SubjectContainsWords: [...topics], GenerateIncidentReport: people[1], IncidentReportContent: ['Subject'] },
  { AttachmentNameMatchesPatterns: ['\\.pdf$'], SetHeaderName: 'X-Document', SetHeaderValue: 'true' },
];

const phrase = (dice: Dice): string => `${dice.one(topics)} ${dice.one(words)}`;

/** Rules of one kind each: by text for the most part, the others by people, addresses, headers and sizes. */
function conditionOf(dice: Dice, index: number): Piece {
  const code = `${dice.one(['PRJ', 'CASE', 'REF', 'ORD'])}-${index}`;
  const sender = dice.one(partners);
  const kinds: readonly [() => Piece, ...(() => Piece)[]] = [
    () => ({ SubjectOrBodyContainsWords: [phrase(dice), phrase(dice), phrase(dice), code] }),
    () => ({ SubjectOrBodyContainsWords: [code, `${code} draft`, phrase(dice), `${phrase(dice)} ${dice.one(words)}`] }),
    () => ({ SubjectContainsWords: [phrase(dice), code, `[${dice.one(topics)}]`] }),
    () => ({ SubjectOrBodyMatchesPatterns: [`\\b${code}-\\d{4}\\b`, `${dice.one(topics)}\\s+${index}\\d+`] }),
    () => ({
      SubjectOrBodyMatchesPatterns: [`\\b\\d{3}-\\d{2}-\\d{4}\\b`, `(iban|konto)\\W{0,3}DE\\d{2}[ \\d]{18,22}`],
    }),
    () => ({ SubjectMatchesPatterns: [`^\\[?${dice.one(topics)}\\]?:? ${index}`, `#${index}\\d{3}$`] }),
    () => ({ FromAddressMatchesPatterns: [`@(mail|news)\\.${sender.replace('.', '\\.')}$`, `^no-?reply${index}@`] }),
    () => ({ FromAddressContainsWords: [`newsletter${index}`, `mail.${sender}`] }),
    () => ({ SenderDomainIs: [`eu.${sender}`, dice.one(partners)], SubjectContainsWords: [dice.one(topics)] }),
    () => ({ RecipientDomainIs: [sender, dice.one(partners)], SubjectOrBodyContainsWords: [phrase(dice)] }),
    () => ({ RecipientAddressMatchesPatterns: [`^user${index % 10}\\d*7@`], SubjectContainsWords: [code] }),
    () => ({ HeaderContainsMessageHeader: `X-Class-${index % 8}`, HeaderContainsWords: [code, dice.one(topics)] }),
    () => ({ HeaderMatchesMessageHeader: 'X-Mailer', HeaderMatchesPatterns: [`^bulk ${index}\\.`, `v${index}\\b`] }),
    () => ({ SentTo: [...dice.some(people, 3)], SubjectContainsWords: [dice.one(topics)] }),
    () => ({ SentToMemberOf: [dice.one(groups)], SubjectOrBodyContainsWords: [phrase(dice)] }),
    () => ({
      FromMemberOf: [dice.one(groups)],
      SentToScope: 'NotInOrganization',
      SubjectContainsWords: [phrase(dice)],
    }),
    () => ({ From: [...dice.some(people, 2)], SubjectOrBodyContainsWords: [phrase(dice)] }),
    () => ({ AnyOfRecipientAddressContainsWords: [`user${index}`], SubjectContainsWords: [dice.one(topics)] }),
    () => ({ SenderIpRanges: [`198.51.100.${index % 250}`, `203.0.113.0/28`], SubjectContainsWords: [code] }),
    () => ({ SenderADAttributeContainsWords: [`Department:${dice.one(departments)}`], SubjectContainsWords: [code] }),
    () => ({ MessageSizeOver: '20 MB (20,971,520 bytes)', SubjectContainsWords: [dice.one(topics)] }),
    () => ({ AttachmentExtensionMatchesWords: ['exe', 'js', `x${index}`], SenderDomainIs: [sender] }),
    () => ({ AttachmentNameMatchesPatterns: [`^${dice.one(topics)}_${index}`, '\\.pdf\\.exe$'] }),
    () => ({ MessageTypeMatches: dice.one(['OOF', 'AutoForward', 'Calendaring']), SubjectContainsWords: [code] }),
  ];
  return kinds[index % kinds.length]?.() ?? {};
}

function exceptionOf(dice: Dice): Piece {
  switch (dice.below(5)) {
    case 0:
      return { ExceptIfSubjectContainsWords: [phrase(dice)] };
    case 1:
      return { ExceptIfFrom: [dice.one(people)] };
    case 2:
      return { ExceptIfSenderDomainIs: [dice.one(partners)] };
    case 3:
      return { ExceptIfHeaderContainsMessageHeader: 'X-Released', ExceptIfHeaderContainsWords: ['true'] };
    default:
      return { ExceptIfSubjectOrBodyMatchesPatterns: [`released by ${dice.one(words)} \\d+`] };
  }
}

function actionOf(dice: Dice, index: number): Piece {
  switch (dice.below(8)) {
    case 0:
      return { PrependSubject: `[${index}] ` };
    case 1:
      return { SetSCL: 6 };
    case 2:
      return { GenerateIncidentReport: people[1], IncidentReportContent: ['Sender', 'Subject'] };
    case 3:
      return index % 3 === 0 ? { RejectMessageReasonText: 'Not allowed.' } : { SetAuditSeverity: 'Low' };
    default:
      return { SetHeaderName: `X-Rule-${index}`, SetHeaderValue: 'true' };
  }
}

function messageOf(dice: Dice, index: number): Piece {
  const sender = dice.below(partners.length);
  const outside = { from: `${dice.one(words)}@${partners[sender]}`, source: sourceOf(sender) };
  const recipients = dice.some(people, dice.one([1, 1, 1, 2, 3]));
  const away = [`someone@${dice.one(partners)}`];
  const direction = dice.below(4);
  return {
    name: `Message ${index}`,
    ...(direction < 2 ? outside : { from: dice.one(people) }),
    to: direction === 3 ? away : [...new Set(recipients)],
    subject: sentence(dice, 4 + dice.below(6)),
    body: Array.from({ length: 4 + dice.below(12) }, () => sentence(dice, 8 + dice.below(12))).join('\n'),
    headers: { 'X-Mailer': `Mailer ${dice.below(20)}.${index}`, [`X-Class-${dice.below(16)}`]: dice.one(words) },
    ...(dice.below(3) === 0 ? { attachments: [{ name: `${dice.one(words)}.pdf`, size: '40 KB' }] } : {}),
  };
}

const sourceOf = (partner: number): Piece => ({
  address: `198.51.100.${partner + 1}`,
  helo: `mx.${partners[partner]}`,
  tls: 'opportunistic',
});

function sentence(dice: Dice, length: number): string {
  const said = dice.some(words, length).join(' ');
  return dice.below(8) === 0 ? `${said} ${dice.one(topics)} ${dice.one(words)} PRJ-${dice.below(300)}.` : `${said}.`;
}
