import type { Severity } from '../model/topology.ts';
import type { FailOn } from './report.ts';

const rank: Readonly<Record<FailOn, number>> = { info: 1, warning: 2, error: 3, never: 4 };

/** Whether a severity is at or above a threshold. */
export const reaches = (severity: Severity, failOn: FailOn): boolean => rank[severity] >= rank[failOn];
