import { inEnglish, type Translate } from '../language/translate.ts';
import { graphOf, type Layout, readLayout } from './layout.ts';
import type { Picture } from './picture.ts';

/**
 * Lays a picture out with Graphviz, which is loaded only here: it is a megabyte that no other command needs.
 * @param say in which words it will be drawn: they decide about sizes
 */
export async function layOut(picture: Picture, say: Translate = inEnglish): Promise<Layout> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return readLayout(picture, viz.renderJSON(graphOf(picture, say)));
}
