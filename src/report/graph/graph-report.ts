import type { Layout } from './layout.ts';
import type { Picture } from './picture.ts';

/** What `graph` says; every format is printed from it. */
export interface GraphReport {
  readonly picture: Picture;
  /** Where everything stands; undefined: nobody asked for a drawing. */
  readonly layout: Layout | undefined;
}
