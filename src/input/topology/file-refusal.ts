import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { FileAccess } from '../problem.ts';

type Because = Exclude<ReturnType<FileAccess['read']>, { readonly ok: true }>['because'];

/** Why a file that the document names was not read, and the way out. */
export function fileRefusal(path: string, because: Because): { readonly problem: Text; readonly remedy: Text } {
  switch (because) {
    case 'missing':
      return {
        problem: text`The file ${path} does not exist.`,
        remedy: text`Paths are relative to the directory of the topology.`,
      };
    case 'outside':
      return {
        problem: text`The file ${path} lies outside the directory tree of the topology and is not read.`,
        remedy: text`Move it into the tree and write a relative path, or give ${'--allow-outside'}.`,
      };
    case 'too-large':
      return {
        problem: text`The file ${path} is larger than what is read.`,
        remedy: text`Give the file that is meant, without what does not belong to it.`,
      };
    case 'unreadable':
      return {
        problem: text`The file ${path} cannot be read.`,
        remedy: text`Give a regular file that the program may read.`,
      };
  }
}
