import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { Importer, ImportOptions, InputFile } from './importer';
import { byName, readSections, type Section } from './json-sections';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';
import { CallCounter, type CallSpan } from './traces/call-counter';
import { isJaeger, jaegerSpans, jaegerTraces } from './traces/jaeger-spans';
import { TRACE_MAPPING } from './traces/mapping';
import { isOtlp, otlpResources, otlpSpans } from './traces/otlp-spans';
import { ServiceBook } from './traces/service-book';

/** One notation of traces. */
interface TraceNotation {
  readonly wanted: string;
  readonly recognises: (section: Section) => boolean;
  readonly tracesOf: (sections: AsyncIterable<Section>) => AsyncIterable<Section>;
  readonly spansOf: (value: unknown, book: ServiceBook, report: ReportBuilder, scope: string) => Iterable<CallSpan>;
}

const traceImporter = (name: string, description: string, example: string, notation: TraceNotation): Importer => ({
  name,
  description,
  help: `
Who calls whom, as seen: one relationship for each pair of services, with how often and when last.

Example:
  ${example}`,
  options: [
    {
      name: 'environment',
      value: 'name',
      kind: 'text',
      description: 'of services that name none (default: production)',
    },
  ],
  mapping: TRACE_MAPPING,
  read: (files, options, report) => readTraces(notation, files, options, report),
});

/** Traces as Jaeger's API and user interface export them. */
export const jaeger = traceImporter(
  'jaeger',
  'traces as Jaeger exports them (JSON)',
  'curl -s "jaeger:16686/api/traces?service=frontend&limit=1000" | underpin import jaeger - --environment production',
  { wanted: 'traces as Jaeger exports them', recognises: isJaeger, tracesOf: jaegerTraces, spansOf: jaegerSpans },
);

/** Traces as OpenTelemetry exports them. */
export const otlp = traceImporter(
  'otlp',
  'traces as OpenTelemetry exports them (OTLP as JSON, one object or one on each line)',
  'underpin import otlp traces.jsonl --source opentelemetry',
  { wanted: 'traces as OpenTelemetry exports them', recognises: isOtlp, tracesOf: otlpResources, spansOf: otlpSpans },
);

async function* readTraces(
  { wanted, recognises, tracesOf, spansOf }: TraceNotation,
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const records = new RecordCollector(options.source, report);
  const book = new ServiceBook(options.choices['environment'] ?? 'production');
  const counter = new CallCounter();
  for (const file of byName(files)) {
    for await (const section of tracesOf(readSections(file, wanted, recognises, report))) {
      for (const span of spansOf(section.value, book, report, `${file.name} ${section.document} ${section.path}`))
        counter.add(span);
    }
  }
  book.addTo(records, counter, files[0]?.name ?? '', report);
  yield* records.batches();
}
