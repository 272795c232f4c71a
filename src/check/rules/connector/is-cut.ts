import type { CheckContext } from '../../check.ts';

/** Whether the export lost a value of the object, so that what it lacks says nothing; `subject` as in findings. */
export const isCut = (context: CheckContext, subject: string): boolean =>
  context.notices.some((notice) => notice.rule === 'topology/lossy-export' && notice.subject === subject);
