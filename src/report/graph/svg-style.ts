/** Colours and strokes of a picture, of a light page and of a dark one. Everything is below .flow, so that it fits a page. */
export const svgStyle = `
.flow{--ink:#1f2328;--faint:#59636e;--paper:#fff;--node:#f6f8fa;--edge:#59636e;--group:#eef3fb;--rim:#b6c6e3;--own:#dbe9ff;--bad:#c0182b;--good:#18794e;--weak:#9a6700;--mark:#0b57d0;font-family:system-ui,"Segoe UI",Helvetica,Arial,sans-serif;color:var(--ink)}
@media screen and (prefers-color-scheme:dark){.flow{--ink:#e6edf3;--faint:#9aa6b2;--paper:#0d1117;--node:#1b222b;--edge:#9aa6b2;--group:#121c2d;--rim:#35496d;--own:#173258;--bad:#ff7b81;--good:#56d39b;--weak:#e3b341;--mark:#79b0ff}}
.flow text{fill:var(--ink);font-size:13px;text-anchor:middle;dominant-baseline:central}
.flow .small{font-size:11px}
.flow .faint{fill:var(--faint);font-size:11px}
.flow .head{font-size:15px;font-weight:600;text-anchor:start}
.flow .left{text-anchor:start}
.flow .paper{fill:var(--paper)}
.flow .group rect{fill:var(--group);stroke:var(--rim)}
.flow .group text{fill:var(--faint);font-size:11px;font-weight:600;letter-spacing:.04em;text-transform:uppercase}
.flow .node>*{stroke:var(--edge);fill:var(--node)}
.flow .node text{stroke:none}
.flow .node text{fill:var(--ink)}
.flow .node .faint{fill:var(--faint)}
.flow .tenant>rect{fill:var(--own);stroke:var(--mark)}
.flow .server>rect{fill:var(--own);stroke:var(--rim)}
.flow .senders>*:first-of-type,.flow .recipients>*:first-of-type{stroke-width:1.5}
.flow .idle>*{stroke-dasharray:3 3;opacity:.65}
.flow .idle text{stroke-dasharray:none}
.flow .edge path{fill:none;stroke:var(--edge);stroke-width:1.6}
.flow .edge polygon{fill:var(--edge);stroke:none}
.flow .edge text{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round;font-size:11px}
.flow .verified path,.flow .encrypted path{stroke:var(--good);stroke-width:2.2}
.flow .verified polygon,.flow .encrypted polygon{fill:var(--good)}
.flow .verified path{stroke-width:3.2}
.flow .clear path{stroke:var(--weak);stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2.4}
.flow .clear polygon{fill:var(--weak)}
.flow .past text{fill:var(--weak)}
.flow .refused path{stroke:var(--bad);stroke-dasharray:7 4}
.flow .refused polygon,.flow .loops polygon{fill:var(--bad)}
.flow .refused text,.flow .loops text{fill:var(--bad)}
.flow .loops path{stroke:var(--bad);stroke-width:2.6}
.flow.painted .edge:not(.step,.key){opacity:.22}
.flow.painted .edge.step path{stroke-width:3.6}
.flow.painted .edge.step text{font-weight:700;font-size:12px}
`.trim();
