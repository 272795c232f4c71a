import type { Span } from '../model/source.ts';

/** What a place on standard input is called. */
export const standardInput = '<stdin>';

/**
 * The file of a place as the user's working directory sees it, so that an editor or a platform opens it from there.
 *
 * @param topologyFile the topology as the user named it: places are relative to its directory
 * @returns undefined for standard input.
 */
export function fileOf(topologyFile: string, { file }: Pick<Span, 'file'>): string | undefined {
  return file === '-' ? undefined : topologyFile.slice(0, topologyFile.lastIndexOf('/') + 1) + file;
}

/** `file:line:column`, as compilers write it. */
export function placeText(topologyFile: string, span: Span): string {
  return `${fileOf(topologyFile, span) ?? standardInput}:${span.line}:${span.column}`;
}
