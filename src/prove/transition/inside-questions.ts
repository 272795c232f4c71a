import type { Topology } from '../../model/topology.ts';
import type { Side } from '../classes/contents.ts';

/** The names whose MX hosts inside ask for while messages are traced. */
export class InsideQuestions {
  readonly names = new Set<string>();
  private tracing = false;

  /** The topology with a note of each such question; hosts outside ask elsewhere. */
  notedIn(topology: Topology): Topology {
    const { view } = topology.dns;
    const noting: typeof view = {
      ...view,
      lookup: (name, type) => {
        if (this.tracing && type === 'MX') this.names.add(name);
        return view.lookup(name, type);
      },
    };
    return { ...topology, dns: { ...topology.dns, view: noting, outsideView: view } };
  }

  /** Questions of whoever divides messages into classes are nobody's. */
  whileTracing({ world, trace }: Side): Side {
    return {
      world,
      trace: (message, options) => {
        this.tracing = true;
        try {
          return trace(message, options);
        } finally {
          this.tracing = false;
        }
      },
    };
  }
}
