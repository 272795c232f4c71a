import { plain, type Text, text } from '../../model/text.ts';
import { xmlText } from '../escape.ts';
import { displayWidth } from '../formats/terminal/width.ts';
import type { Translate } from '../language/translate.ts';
import type { Picture, PictureEdge } from './picture.ts';

interface Entry {
  readonly kind: string;
  readonly said: Text;
  readonly of: (edge: PictureEdge) => boolean;
}

const isPlain = ({ refused, loops }: PictureEdge): boolean => refused.length === 0 && !loops;

/** The stroke of each level of TLS, by its class in the picture, and what it means; the best protected first. */
export const tlsStrokes: Readonly<Record<NonNullable<PictureEdge['tls']>, Pick<Entry, 'kind' | 'said'>>> = {
  verified: { kind: 'verified', said: text`TLS demanded, name verified` },
  encrypted: { kind: 'encrypted', said: text`TLS demanded` },
  opportunistic: { kind: 'opportunistic', said: text`TLS where both can` },
  none: { kind: 'clear', said: text`in clear` },
};

const entries: readonly Entry[] = [
  ...Object.entries(tlsStrokes).map(([tls, stroke]) => ({
    ...stroke,
    of: (one: PictureEdge) => isPlain(one) && one.tls === tls,
  })),
  { kind: 'refused', said: text`refused`, of: ({ refused }) => refused.length > 0 },
  { kind: 'loops', said: text`goes round`, of: ({ refused, loops }) => refused.length === 0 && loops },
];

/** What the strokes mean that the picture holds; nothing about those it does not. */
export function legend(
  { edges }: Picture,
  say: Translate,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const shown = entries.filter(({ of }) => edges.some(of));
  let x = 0;
  const parts = shown.map(({ kind, said }) => {
    const words = plain(say(said));
    const part =
      `<g class="edge ${kind} key"><path d="M${x},8L${x + 30},8"/></g>` +
      `<text class="faint left" x="${x + 37}" y="8">${xmlText(words)}</text>`;
    x += 37 + Math.round(displayWidth(words) * 6.1) + 22;
    return part;
  });
  return { svg: parts.join(''), width: x, height: shown.length === 0 ? 0 : 16 };
}
