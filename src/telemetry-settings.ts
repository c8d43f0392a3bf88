import type { Setting } from './setting';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Standard variables of OpenTelemetry. Its SDK reads them, and others of its own, itself. */
export const TELEMETRY_SETTINGS = {
  otlpEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: 'none: nothing is traced',
    meaning:
      'Where traces go, as OTLP over HTTP, such as `http://collector:4318`. The other standard variables of OpenTelemetry count as well, such as `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_RESOURCE_ATTRIBUTES`.',
    rule: 'a URL that begins with http:// or https://',
    fallback: () => null,
    parse: (text) => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
  } satisfies Setting<string | null>,
  tracesExporter: {
    name: 'OTEL_TRACES_EXPORTER',
    default: '`otlp` with an endpoint, else `none`',
    meaning: '`none` traces nothing in spite of an endpoint; `otlp` without one sends to this machine.',
    rule: 'otlp or none',
    fallback: () => null,
    parse: (text) => (['otlp', 'none'] as const).find((one) => one === text),
  } satisfies Setting<'otlp' | 'none' | null>,
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    default: '`underpin`',
    meaning: 'What the server is called in traces.',
    rule: 'a name',
    fallback: () => 'underpin',
    parse: (text) => text,
  } satisfies Setting<string>,
  tracesSampler: {
    name: 'OTEL_TRACES_SAMPLER',
    default: '`parentbased_always_on`',
    meaning: `Which requests are traced: ${SAMPLERS.map((name) => `\`${name}\``).join(', ')}; a ratio stands in \`OTEL_TRACES_SAMPLER_ARG\`.`,
    rule: `one of ${SAMPLERS.join(', ')}`,
    fallback: () => null,
    parse: (text) => SAMPLERS.find((name) => name === text),
  } satisfies Setting<(typeof SAMPLERS)[number] | null>,
};

/** How the server is called in traces; null: it traces nothing. */
export function readServiceName(value: <T>(setting: Setting<T>) => T): string | null {
  const endpoint = value<string | null>(TELEMETRY_SETTINGS.otlpEndpoint);
  const exporter = value<'otlp' | 'none' | null>(TELEMETRY_SETTINGS.tracesExporter);
  value<string | null>(TELEMETRY_SETTINGS.tracesSampler);
  return (exporter ?? (endpoint === null ? 'none' : 'otlp')) === 'otlp'
    ? value<string>(TELEMETRY_SETTINGS.serviceName)
    : null;
}
