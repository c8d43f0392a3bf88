/** One span, as far as calls are concerned. */
export interface CallSpan {
  /** Trace and span id. */
  readonly id: string;
  readonly parent: string | null;
  readonly service: string;
  /** A service that a client names and that may send no spans itself. */
  readonly peer: string | null;
  /** Milliseconds since 1970; null when unknown. */
  readonly endedAt: number | null;
}

/** How often one service called another, and when last. */
export interface CallCount {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly lastSeenAt: string | null;
}

/** So many spans are remembered for children that come later, and so many that wait for what comes later. */
const SPANS_MAX = 2_000_000;

interface Edge {
  count: number;
  last: number | null;
}

/** Adds up which services call which, over spans that come in any order. Holds ids of spans, nothing else of them. */
export class CallCounter {
  private readonly services = new Map<string, string>();
  private readonly waiting: CallSpan[] = [];
  private readonly clients: CallSpan[] = [];
  private readonly answered = new Set<string>();
  private readonly edges = new Map<string, Edge>();
  /** Spans that were not remembered. */
  forgotten = 0;

  private readonly spansMax: number;

  constructor(spansMax: number = SPANS_MAX) {
    this.spansMax = spansMax;
  }

  add(span: CallSpan): void {
    let full = this.services.size >= this.spansMax;
    if (!full) this.services.set(span.id, span.service);
    const keep = (list: CallSpan[]): void => {
      if (list.length < this.spansMax) list.push(span);
      else full = true;
    };
    if (span.peer !== null) keep(this.clients);
    const caller = span.parent === null ? undefined : this.services.get(span.parent);
    if (caller !== undefined && span.parent !== null) this.count(caller, span, span.parent);
    else if (span.parent !== null) keep(this.waiting);
    if (full) this.forgotten += 1;
  }

  /** The sums, sorted; and how many spans had a parent that never came. */
  finish(): { readonly calls: readonly CallCount[]; readonly orphans: number } {
    let orphans = 0;
    for (const span of this.waiting) {
      const caller = this.services.get(span.parent ?? '');
      if (caller === undefined) orphans += 1;
      else this.count(caller, span, span.parent ?? '');
    }
    // A client whose server sent a span of its own has been counted by that.
    for (const { id, service, peer, endedAt } of this.clients) {
      if (peer !== null && !this.answered.has(id)) this.raise(service, peer, endedAt);
    }
    const calls = [...this.edges].sort(([left], [right]) => (left < right ? -1 : 1));
    return {
      calls: calls.map(([key, { count, last }]) => {
        const [from = '', to = ''] = key.split('\n');
        return { from, to, count, lastSeenAt: last === null ? null : new Date(last).toISOString() };
      }),
      orphans,
    };
  }

  private count(caller: string, span: CallSpan, parent: string): void {
    if (caller === span.service) return;
    this.answered.add(parent);
    this.raise(caller, span.service, span.endedAt);
  }

  private raise(from: string, to: string, at: number | null): void {
    if (from === to) return;
    const key = `${from}\n${to}`;
    const edge = this.edges.get(key) ?? { count: 0, last: null };
    edge.count += 1;
    if (at !== null && (edge.last === null || at > edge.last)) edge.last = at;
    this.edges.set(key, edge);
  }
}
