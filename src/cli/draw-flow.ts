import { type AnalysisInput, type AnalysisOptions, flowTraces } from '../analyze.ts';
import type { GraphReport } from '../report/graph/graph-report.ts';

/** The flow of a topology, drawn: for pages that show it. Graphviz is loaded by the first drawing. */
export async function drawFlow(input: AnalysisInput, options: AnalysisOptions): Promise<GraphReport> {
  const { flowPicture } = await import('../report/graph/flow-picture.ts');
  const { layOut } = await import('../report/graph/lay-out.ts');
  const picture = flowPicture(input.topology, flowTraces(input, options));
  return { picture, layout: await layOut(picture) };
}
