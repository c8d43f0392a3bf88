import {
  context,
  INVALID_SPAN_CONTEXT,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';

/** The api alone: as long as nobody has loaded an SDK, spans are nothing and cost next to nothing. */
const tracer = trace.getTracer('underpin');
const NOTHING = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** Does some work as a part of what is being traced; outside of a trace it is only done. */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => T | Promise<T>,
): Promise<T> {
  if (trace.getActiveSpan() === undefined) return work(NOTHING);
  return tracer.startActiveSpan(name, { attributes }, (span) => ended(span, work));
}

/** A part of what is being traced that ends when its owner says so. */
export const beginSpan = (name: string): Span =>
  trace.getActiveSpan() === undefined ? NOTHING : tracer.startSpan(name);

/** Does what somebody else is going to be told of, and gives the headers by which they can go on with its trace. */
export function inClientSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span, headers: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes, root: true }, (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    return ended(span, () => work(span, headers));
  });
}

/** What callers send along to have what is done for them in their trace. */
export type Carrier = Readonly<Record<string, unknown>>;

/** Something that was asked from outside: what is done for it belongs `within`, until the span ends. */
export interface AskedFor {
  readonly span: Span;
  readonly within: Context;
}

/** Begins what somebody has asked for, as a part of their trace where the carrier names one. */
export function beginServerSpan(name: string, attributes: Attributes, carrier: Carrier): AskedFor {
  const caller = propagation.extract(context.active(), carrier);
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller);
  return { span, within: trace.setSpan(caller, span) };
}

/** Does some work within a trace that was begun elsewhere. */
export const within = <T>({ within: place }: Pick<AskedFor, 'within'>, work: () => T): T => context.with(place, work);

/** Says more about what is being traced. */
export function describeSpan(name: string, attributes: Attributes): void {
  trace.getActiveSpan()?.updateName(name).setAttributes(attributes);
}

/** The trace that something belongs to, for logs; null when it is not recorded. */
export function traceOf(span: Span | undefined = trace.getActiveSpan()): { readonly trace_id: string } | null {
  return span?.isRecording() === true ? { trace_id: span.spanContext().traceId } : null;
}

async function ended<T>(span: Span, work: (span: Span) => T | Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    failed(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Messages name items and values; a trace has the kind of failure only. */
function failed(span: Span, error: unknown): void {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const type = typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR, message: type });
}
