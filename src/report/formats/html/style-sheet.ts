/*
 * The look of the page. Colours are pairs for light and dark with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), and
 * repeat what a word says. On paper everything is unfolded and nothing has a background.
 */
export const styleSheet = `
:root { color-scheme: light dark;
  --ink: #1c2024; --soft: #575e66; --paper: #fff; --panel: #f5f6f8; --line: #d5d9de; --link: #0a58a8; --mark: #fff0b8;
  --bad: #b3261e; --bad-soft: #fdecea; --doubtful: #7a5200; --doubtful-soft: #fff4dc; --good: #1b6b35; --good-soft: #e7f5eb; --info: #0a5273; --info-soft: #e6f2f8; }
@media screen and (prefers-color-scheme: dark) { :root {
  --ink: #e6e8ea; --soft: #a6adb5; --paper: #15181b; --panel: #1e2226; --line: #3a4047; --link: #7db8f5; --mark: #5a4a12;
  --bad: #ff9d94; --bad-soft: #3d1a17; --doubtful: #f2c469; --doubtful-soft: #392b0c; --good: #86d6a0; --good-soft: #14301d; --info: #8cc9ea; --info-soft: #12303f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, input:focus-visible, button:focus-visible, pre:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 3; }
code, pre { font: .9em/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
bdi.value { font-weight: 600; } bdi.value.long { font-weight: inherit; }
main, .top > *, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
.top { border-bottom: 1px solid var(--line); padding: 1.25rem 0 .75rem; }
.top h1 { font-size: 1.7rem; line-height: 1.25; }
.top p { margin-top: .25rem; color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .75rem 0 0; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.35rem; border-bottom: 2px solid var(--line); padding-bottom: .25rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
h4 { margin: 1rem 0 .25rem; font-size: 1rem; }
.topology > h1 { margin: 2rem 0 0; font-size: 1.5rem; }
.verdict-line { font-size: 1.15rem; font-weight: 600; padding: .75rem 1rem; border-inline-start: 6px solid; border-radius: 4px; }
.verdict-line.bad { background: var(--bad-soft); border-color: var(--bad); }
.verdict-line.doubtful { background: var(--doubtful-soft); border-color: var(--doubtful); }
.verdict-line.good { background: var(--good-soft); border-color: var(--good); }
ul.tiles { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .75rem; }
.tile { flex: 1 1 8.5rem; max-width: 16rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .9rem; color: var(--soft); }
.tile .number { display: block; font-size: 1.8rem; line-height: 1.2; font-weight: 700; color: var(--ink); }
.tile.bad .number { color: var(--bad); } .tile.doubtful .number { color: var(--doubtful); } .tile.good .number { color: var(--good); }
ul.risks li { margin: .4rem 0; } ul.risks .rule { font-weight: 400; color: var(--soft); }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 4px; font-size: .85em; font-weight: 700; white-space: nowrap; border: 1px solid; }
.badge.error, .badge.bad { color: var(--bad); background: var(--bad-soft); }
.badge.warning, .badge.doubtful { color: var(--doubtful); background: var(--doubtful-soft); }
.badge.info { color: var(--info); background: var(--info-soft); }
.badge.good { color: var(--good); background: var(--good-soft); }
article { border: 1px solid var(--line); border-inline-start-width: 5px; border-radius: 6px; padding: .25rem 1rem .75rem; margin: 1rem 0; }
article h3 { margin-top: .6rem; }
article { scroll-margin-top: 5rem; }
article.error, article.bad { border-inline-start-color: var(--bad); }
article.warning, article.doubtful { border-inline-start-color: var(--doubtful); }
article.info { border-inline-start-color: var(--info); }
article.good { border-inline-start-color: var(--good); }
article:target { outline: 3px solid var(--link); outline-offset: 3px; }
article p { margin: .4rem 0; }
.problem { font-size: 1.03rem; }
.subject, .note, .sources, .tls { color: var(--soft); }
.rule { font-weight: 700; } .evidence .place { color: var(--soft); }
figure.quote { margin: .6rem 0; }
figcaption { font-size: .9em; color: var(--soft); }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .2rem 0; overflow-x: auto; }
pre code { overflow-wrap: normal; }
.row .number { display: inline-block; min-width: 2.5em; padding-inline-end: 1em; color: var(--soft); text-align: end; user-select: none; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
details { margin: .5rem 0 0; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
dl.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin: .4rem 0; font-size: .95em; }
dl.facts > div { display: flex; flex-wrap: wrap; gap: 0 .5rem; min-width: min(12rem, 100%); max-width: 100%; }
dt { color: var(--soft); } :is(dt, .term)::after { content: ":"; } :is(dt, .term):lang(fr)::after { content: "\\a0:"; } dd { margin: 0; min-width: 0; }
.route { line-height: 2.1; }
span.node { display: inline-block; border: 1px solid var(--line); background: var(--panel); border-radius: 4px; padding: 0 .5rem; line-height: 1.6; font-weight: 600; }
.leg.none .tls { color: var(--bad); font-weight: 700; }
.leg .arrow { color: var(--soft); }
.outcome { border-top: 1px dashed var(--line); margin-top: .6rem; }
ol.hoplist { padding-inline-start: 1.5rem; }
.hop { margin: .9rem 0; }
.decision { border-inline-start: 3px solid var(--line); padding-inline-start: .8rem; margin: .6rem 0; }
.decision .step { color: var(--info); }
.because, .losers, .evidence, .sources { font-size: .95em; }
.losers, .evidence, .reservations { margin: .2rem 0; padding-inline-start: 1.3rem; }
.unmet { color: var(--bad); }
.note.good { color: var(--good); }
.scroll { overflow-x: auto; }
.word { display: inline-block; max-width: 100%; }
.captioned { margin: .6rem 0; } .captioned .caption { margin: 0; font-size: .9em; color: var(--soft); font-weight: 600; }
.captioned ul { margin: .2rem 0; }
details.fix { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .75rem; margin: .6rem 0; }
details.fix > summary { width: auto; color: inherit; }
pre.change .added { color: var(--good); } pre.change .removed { color: var(--bad); } pre.change .place { color: var(--soft); }
article.plain { border-inline-start-color: var(--info); }
.badge.plain { color: var(--info); background: var(--info-soft); }
.verdict-line.plain { background: var(--panel); border-color: var(--info); }
ol.order > li { margin: .75rem 0; } ol.order > li::marker { font-weight: 700; }
.wait { color: var(--doubtful); } .proof-note { color: var(--soft); } .remedy-option { margin: .75rem 0; }
ul.fates { padding-inline-start: 1.3rem; } ul.fates li { margin: .3rem 0; }
table.changes { width: auto; min-width: min(100%, 32rem); }
table.changes th { font-weight: 400; }
@media print, (min-width: 56.01rem) { table.steps td:nth-child(-n+2), table.statements td:first-child, table.drills td:nth-child(2), table.messages td:nth-last-child(-n+2) { white-space: nowrap; } }
table { border-collapse: collapse; width: 100%; font-size: .95em; }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; font-variant-numeric: tabular-nums; }
td bdi.value { font-weight: inherit; } tbody th { min-width: 7.5rem; }
thead th { color: var(--soft); font-weight: 600; overflow-wrap: normal; }
.portfolio { margin-top: 1rem; }
.picture svg { max-width: 100%; min-width: calc(var(--width) * .8); height: auto; }
form.filter { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line); padding: .6rem 0; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: center; }
form.filter fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .2rem .9rem; }
form.filter legend { float: inline-start; padding: 0 .5rem 0 0; color: var(--soft); }
input[type=search] { font: inherit; padding: .3rem .6rem; border: 1px solid var(--soft); border-radius: 4px; background: var(--paper); color: inherit; width: min(14rem, 100%); }
button { font: inherit; padding: .25rem .7rem; border: 1px solid var(--soft); border-radius: 4px; background: var(--panel); color: inherit; cursor: pointer; }
[hidden] { display: none !important; }
footer { color: var(--soft); margin-top: 3rem; padding-bottom: 2rem; font-size: .9em; }
.no-script form.filter { display: none; }
@media screen and (max-width: 56rem) { thead { position: absolute; left: -100vw; } :is(table, tbody, tr, th, td) { display: block; } th, td { overflow-wrap: anywhere; } tbody :is(tr, th, td) { border: 0; padding: .1rem 0; } tbody tr { border-bottom: 1px solid var(--line); padding: .5rem 0; } td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); } td[data-label]:lang(fr)::before { content: attr(data-label) "\\a0: "; } td:empty { display: none; } }
@media (max-width: 40rem) { form.filter { position: static; } main, .top > *, footer { padding: 0 .8rem; } article { padding-inline: .7rem; } }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --panel: #fff; --line: #999; --link: #000; --mark: #eee; --bad: #8c1d17; --bad-soft: #fff; --doubtful: #5e3f00; --doubtful-soft: #fff; --good: #14532a; --good-soft: #fff; --info: #083f58; --info-soft: #fff; }
  :root { font-size: 9.5pt; }
  @page { margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #444; } }
  form.filter, nav, .skip { display: none; } main, .top > *, footer { max-width: none; padding: 0; } .top { padding-top: 0; }
  h1, h2, h3, h4, h3 + p, .tile, figure, tr, pre, summary, .facts, .outcome, .hop .way, .decision, .captioned, article.fate, article.moment { break-inside: avoid; }
  h1, h2, h3, h4, summary, .caption, h3 + p, .hop > :is(.way, .facts), ul > li:first-child:not(:last-child) { break-after: avoid; } ul > li:last-child:not(:first-child) { break-before: avoid; } .picture svg { min-width: 0; max-height: 235mm; }
  @page wide { size: A4 landscape; } .drawing.wide { page: wide; } .drawing.wide svg { max-height: 150mm; } p, li { orphans: 3; widows: 3; } .glance { break-after: page; }
  h2 { margin-top: 1.4rem; } h3 { margin-top: 1rem; } ul { margin-block: .5rem; } th, td { padding-block: .18rem; line-height: 1.4; } table { font-size: .88em; } .tile { padding: .3rem .7rem; } .tile .number { font-size: 1.4rem; }
  a { text-decoration: none; } .badge, .node, .tile { background: none; }
  details::details-content { content-visibility: visible; } pre { white-space: pre-wrap; } summary { list-style: none; color: inherit; font-weight: 600; }
}
`;
