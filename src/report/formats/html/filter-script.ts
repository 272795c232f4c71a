/*
 * Search and filters, without a server. The page is whole without it: the script only hides what was not asked for, and
 * unfolds everything for the printer. It reads the page and writes nothing but `hidden`, `open` and one number.
 */
export const filterScript = `
'use strict';
document.documentElement.classList.remove('no-script');
for (const form of document.querySelectorAll('form.filter')) {
  const section = form.parentElement;
  const items = [...section.querySelectorAll(':scope > article')];
  const texts = items.map((item) => item.textContent.toLowerCase());
  const said = form.querySelector('output');
  const apply = () => {
    const words = form.elements.namedItem('words').value.toLowerCase().split(/\\s+/u).filter(Boolean);
    const wanted = new Set([...form.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value));
    let shown = 0;
    items.forEach((item, index) => {
      const kind = item.dataset.severity ?? item.dataset.mood;
      const fits = wanted.has(kind) && words.every((word) => texts[index].includes(word));
      item.hidden = !fits;
      if (fits) shown += 1;
    });
    said.value = shown + ' / ' + items.length;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('button').addEventListener('click', () => {
    const folded = items.flatMap((item) => [...item.querySelectorAll('details')]);
    const open = folded.some((one) => !one.open);
    for (const one of folded) one.open = open;
  });
  apply();
}
const unfold = () => {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target !== null) target.hidden = false;
};
addEventListener('hashchange', unfold);
unfold();
let closed = [];
addEventListener('beforeprint', () => {
  for (const one of document.querySelectorAll('details:not([open])')) {
    closed.push(one);
    one.open = true;
  }
});
addEventListener('afterprint', () => {
  for (const one of closed) one.open = false;
  closed = [];
});
`;

/** SHA-256 of the script in base64, for the content security policy of the page: nothing else on it may run. */
export const filterScriptHash = '9yLpesl6O59zpdMDja7jtNy+5SB4EfOPEJZjklxxT5s=';
