import { context, trace, type Context, type Span } from '@opentelemetry/api';
import { beginSpan, inSpan } from './spans';

/** One of those who wait for something that is done for several of them at once. */
export interface Turn {
  readonly asked: Context;
  readonly waiting: Span;
}

/** Begins to wait; the time until {@link takeTurns} is a span of the caller's trace. */
export const waitForTurn = (name: string): Turn => ({ asked: context.active(), waiting: beginSpan(name) });

/**
 * Does something for all whose turn it is. It belongs to the trace of the first one that has one; those of the others
 * have a link to it, and it to them.
 */
export function takeTurns<T>(name: string, turns: readonly Turn[], work: () => Promise<T>): Promise<T> {
  for (const { waiting } of turns) waiting.end();
  const asked = turns.flatMap((turn) => trace.getSpan(turn.asked) ?? []);
  const owner = turns.find((turn) => trace.getSpan(turn.asked) !== undefined)?.asked ?? context.active();
  return context.with(owner, () =>
    inSpan(name, { 'underpin.turns': turns.length }, (span) => {
      for (const other of asked.slice(1)) {
        span.addLink({ context: other.spanContext() });
        other.addLink({ context: span.spanContext() });
      }
      return work();
    }),
  );
}
