import type { Section } from '../json-sections';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, textOf } from '../untyped';
import type { CallSpan } from './call-counter';
import { isAnswering, peerOf, serviceOf, TIME_MAX_MILLISECONDS } from './jaeger-spans';
import type { ServiceBook } from './service-book';

/** Whether a piece of a file holds spans as OpenTelemetry exports them. */
export const isOtlp = ({ key, value }: Section): boolean =>
  key === 'resourceSpans' ||
  key === 'resource_spans' ||
  // Tempo answers with batches, the query service of Jaeger with a result.
  (key === 'batches' && holdsScopes(value)) ||
  ((key === 'result' || key === 'trace') && holdsResources(value)) ||
  (key === null && (holdsScopes(value) || holdsResources(value)));

const SCOPES = ['scopeSpans', 'instrumentationLibrarySpans', 'scope_spans', 'instrumentation_library_spans'];
const RESOURCES = ['resourceSpans', 'batches', 'resource_spans'];

const holdsList = (value: unknown, names: readonly string[]): boolean =>
  names.some((name) => Array.isArray(at(value, name)));

const holdsScopes = (value: unknown): boolean => holdsList(value, SCOPES);
const holdsResources = (value: unknown): boolean => holdsList(value, RESOURCES);

/** The pieces of a file that hold spans, with the names that OTLP gives to fields. */
export async function* otlpResources(sections: AsyncIterable<Section>): AsyncGenerator<Section> {
  for await (const section of sections) {
    if (!isOtlp(section)) continue;
    const { key, value } = section;
    const isSnake = key?.includes('_') === true || [...SCOPES, ...RESOURCES].some((name) => isSnakeAt(value, name));
    yield isSnake ? { ...section, value: inCamelCase(value) } : section;
  }
}

const isSnakeAt = (value: unknown, name: string): boolean => name.includes('_') && at(value, name) !== undefined;

// Protocol Buffers as JSON may also have the names of their definition: `trace_id` for `traceId`.
function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(inCamelCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      inCamelCase(entry),
    ]),
  );
}

/** The spans of one resource. */
export function* otlpSpans(value: unknown, book: ServiceBook, report: ReportBuilder): Generator<CallSpan> {
  for (const inner of [...listOf(at(value, 'resourceSpans')), ...listOf(at(value, 'batches'))])
    yield* otlpSpans(inner, book, report);
  const resource = attributesOf(at(value, 'resource', 'attributes'));
  const name = resource.get('service.name');
  for (const scope of [...listOf(at(value, 'scopeSpans')), ...listOf(at(value, 'instrumentationLibrarySpans'))]) {
    for (const span of listOf(at(scope, 'spans'))) {
      const [traceId, id] = [textOf(at(span, 'traceId')), textOf(at(span, 'spanId'))];
      if (traceId === null || id === null || name === undefined || name === '') {
        report.skip('span without id or service');
        continue;
      }
      report.read('span');
      const parent = textOf(at(span, 'parentSpanId'));
      const service = serviceOf(name, resource);
      // Nanoseconds are more than a number holds exactly; milliseconds are enough.
      const ended = Number(at(span, 'endTimeUnixNano') ?? at(span, 'startTimeUnixNano') ?? NaN) / 1_000_000;
      yield {
        id: `${traceId}/${id}`,
        parent: parent === null ? null : `${traceId}/${parent}`,
        service: book.keyOf(service),
        peer: isAnswering(at(span, 'kind')) ? null : peerOf(attributesOf(at(span, 'attributes')), service, book),
        endedAt: ended > 0 && ended < TIME_MAX_MILLISECONDS ? Math.floor(ended) : null,
      };
    }
  }
}

const attributesOf = (attributes: unknown): ReadonlyMap<string, string> =>
  new Map(
    listOf(attributes).map((one) => {
      const value = at(one, 'value');
      return [
        textOf(at(one, 'key')) ?? '',
        textOf(at(value, 'stringValue')) ?? textOf(at(value, 'intValue')) ?? '',
      ] as const;
    }),
  );
