import type { ImportAccount } from '../../input/importers/account.ts';
import type { Span } from '../../model/source.ts';
import { asString, plain, type Text } from '../../model/text.ts';
import { jsonText } from '../escape.ts';
import type { ImportReport } from '../report.ts';

/** JSON of `import`: file by file and object by object what was understood, ignored, and not known. */
export function importJson({ version, file, written, account }: ImportReport): string {
  const content = {
    mxproof: 1,
    version,
    import: {
      topology: file ?? null,
      written,
      files: account.files.map(fileEntry),
      missing: account.missing.map(({ what, remedy }) => ({ what: plain(what), remedy: plain(remedy) })),
    },
  };
  return `${jsonText(JSON.stringify(content, null, 2))}\n`;
}

function fileEntry({ file, dialect, objects, remarks }: ImportAccount['files'][number]) {
  return {
    file,
    dialect: dialect === undefined ? null : asString(dialect),
    objects: objects.map((one) => ({
      noun: one.noun ?? null,
      name: one.name,
      location: location(one.at),
      into: one.into ?? null,
      because: prose(one.because),
      understood: one.understood,
      ignored: one.ignored,
      unknown: one.unknown,
    })),
    remarks: remarks.map(({ kind, at, problem, remedy }) => ({
      kind,
      location: location(at),
      message: plain(problem),
      remedy: prose(remedy),
    })),
  };
}

const prose = (content: Text | undefined): string | null => (content === undefined ? null : plain(content));
const location = ({ file, line, column }: Span) => ({ file, line, column });
