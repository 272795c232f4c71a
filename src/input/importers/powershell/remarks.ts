import type { ExportRemark } from '../exported-object.ts';

/** Remarks in the order of the text, each subject once: a script may call one command ten thousand times. */
export class Remarks {
  readonly all: ExportRemark[] = [];
  private readonly said = new Set<string>();

  add(remark: ExportRemark): void {
    this.all.push(remark);
  }

  once(subject: string, remark: () => ExportRemark): void {
    if (this.said.has(subject)) return;
    this.said.add(subject);
    this.all.push(remark());
  }
}
