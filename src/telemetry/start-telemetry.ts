import { diag, DiagLogLevel } from '@opentelemetry/api';

/** Traces that are being sent. */
export interface Telemetry {
  /** Sends what is left, for a few seconds at most. */
  stop(): Promise<void>;
}

const STOP_PATIENCE_MS = 5_000;
/** A collector that is away would be told of with every batch. */
const QUIET_MS = 60_000;

/**
 * Loads the SDK and has it send spans over OTLP; where to, how many and under which name it reads from the standard
 * variables. Nothing of it is loaded before. `report` hears of what cannot be sent.
 */
export async function startTelemetry(serviceName: string, report: (message: string) => void): Promise<Telemetry> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  reportProblems(report);
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return { stop: () => atMost(provider.shutdown(), STOP_PATIENCE_MS) };
}

function reportProblems(report: (message: string) => void): void {
  let quietUntil = 0;
  const tell = (message: string): void => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + QUIET_MS;
    report(`Traces cannot be sent: ${message.slice(0, 500)}`);
  };
  const ignore = (): void => undefined;
  const logger = { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

async function atMost(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  // What could not be sent was told of.
  await Promise.race([work.catch(() => undefined), patience]);
  clearTimeout(timer);
}
