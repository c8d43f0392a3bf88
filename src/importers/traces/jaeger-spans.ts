import type { Section } from '../json-sections';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf } from '../untyped';
import type { CallSpan } from './call-counter';
import type { ServiceBook, TracedService } from './service-book';

/** Whether a piece of a file is a trace as Jaeger exports it, or a span of the only one. */
export const isJaeger = (section: Section): boolean => isTrace(section) || isLoneSpan(section);

const isTrace = ({ key, value }: Section): boolean =>
  (key === 'data' || key === null) && Array.isArray(at(value, 'spans'));

/** A span of the only trace; or, as storage keeps them, one of a list, with its process in it. */
const isLoneSpan = ({ key, value }: Section): boolean =>
  (key === 'spans' || (key === null && at(value, 'process') !== undefined)) && textOf(at(value, 'spanID')) !== null;

/**
 * The traces of a file. One that stands there by itself comes in pieces, and is put together, as its processes may come
 * last. Spans that tell their own go on at once, under the place of the first.
 */
export async function* jaegerTraces(sections: AsyncIterable<Section>): AsyncGenerator<Section> {
  const spans: unknown[] = [];
  let first: Section | null = null;
  let processes: unknown = {};
  for await (const section of sections) {
    if (isTrace(section)) yield section;
    else if (isLoneSpan(section)) {
      first ??= section;
      if (at(section.value, 'process') === undefined) spans.push(section.value);
      else yield { ...first, value: { spans: [section.value] } };
    } else if (section.key === 'processes') processes = section.value;
  }
  if (first !== null && spans.length > 0) yield { ...first, value: { spans, processes } };
}

/** The spans of one trace. A trace is whole where it stands, so ids need to be unique within `scope` only. */
export function* jaegerSpans(
  trace: unknown,
  book: ServiceBook,
  report: ReportBuilder,
  scope: string,
): Generator<CallSpan> {
  const processes = objectOf(at(trace, 'processes'));
  for (const span of listOf(at(trace, 'spans'))) {
    const traceId = textOf(at(span, 'traceID')) ?? textOf(at(trace, 'traceID')) ?? '';
    const id = textOf(at(span, 'spanID'));
    const process = processes[textOf(at(span, 'processID')) ?? ''] ?? at(span, 'process');
    const name = textOf(at(process, 'serviceName'));
    if (id === null || name === null) {
      report.skip('span without id or service');
      continue;
    }
    report.read('span');
    const tags = tagsOf(at(span, 'tags'));
    const parent = listOf(at(span, 'references')).find(
      (one) => textOf(at(one, 'traceID')) === traceId || at(one, 'traceID') === undefined,
    );
    const parentId = textOf(at(parent, 'spanID')) ?? textOf(at(span, 'parentSpanID'));
    const service = serviceOf(name, tagsOf(at(process, 'tags')));
    const start = Number(at(span, 'startTime') ?? NaN);
    const end = (start + Number(at(span, 'duration') ?? 0)) / 1000;
    yield {
      id: `${scope}/${id}`,
      parent: parentId === null ? null : `${scope}/${parentId}`,
      service: book.keyOf(service),
      peer: isAnswering(tags.get('span.kind')) ? null : peerOf(tags, service, book),
      // Samples start their clocks at zero; that is no time.
      endedAt: start > YEAR_2000_MICROSECONDS && end < TIME_MAX_MILLISECONDS ? end : null,
    };
  }
}

const YEAR_2000_MICROSECONDS = 946_684_800_000_000;
/** Later times are none in JavaScript. */
export const TIME_MAX_MILLISECONDS = 8.64e15;

const tagsOf = (tags: unknown): ReadonlyMap<string, string> =>
  new Map(listOf(tags).flatMap((tag) => [[textOf(at(tag, 'key')) ?? '', textOf(at(tag, 'value')) ?? ''] as const]));

/** A service by its name and the attributes of whatever runs it. */
export function serviceOf(name: string, attributes: ReadonlyMap<string, string>): TracedService {
  const given = (...names: readonly string[]): string | null =>
    names.map((one) => attributes.get(one) ?? '').find((one) => one !== '') ?? null;
  return {
    name,
    namespace: given('service.namespace'),
    version: given('service.version'),
    environment: given('deployment.environment.name', 'deployment.environment'),
  };
}

/** The peer of a span that answers or consumes is who calls, which its parent tells. `kind` as Jaeger and OTLP write it. */
export const isAnswering = (kind: unknown): boolean =>
  /^(SPAN_KIND_)?(SERVER|CONSUMER)$|^[25]$/i.test(textOf(kind) ?? '');

/** The service that a client names as its peer; null where it names none. */
export function peerOf(
  attributes: ReadonlyMap<string, string>,
  { namespace, environment }: TracedService,
  book: ServiceBook,
): string | null {
  const peer = attributes.get('peer.service') ?? attributes.get('service.peer.name') ?? '';
  return peer === '' ? null : book.keyOf({ name: peer, namespace, version: null, environment });
}
