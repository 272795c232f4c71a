import { type AnalysisInput, type AnalysisOptions, flowTraces } from '../analyze.ts';
import type { GraphReport } from '../report/graph/graph-report.ts';
import type { Translate } from '../report/language/translate.ts';

/** The flow of a topology, drawn in the words of a language: for pages that show it. Graphviz is loaded by the first drawing. */
export async function drawFlow(input: AnalysisInput, options: AnalysisOptions, say: Translate): Promise<GraphReport> {
  const { flowPicture } = await import('../report/graph/flow-picture.ts');
  const { layOut } = await import('../report/graph/lay-out.ts');
  const picture = flowPicture(input.topology, flowTraces(input, options));
  return { picture, layout: await layOut(picture, say) };
}
