/** What a server needs to know of the configuration. */
export interface ServerConfig {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** A larger request body is refused. */
  readonly bodyBytesMax: number;
  /** How long the statements of one query may take together. */
  readonly requestTimeoutMs: number;
  /** How long `atLeast` may wait. */
  readonly atLeastTimeoutMs: number;
  /** What each caller may ask in a minute; 0: as often as they like. */
  readonly requestsPerMinute: number;
  /** How long a server that stops goes on as before, but for telling everybody to go elsewhere; not at all when left out. */
  readonly stopDelayMs?: number;
  readonly logLevel: string;
  /** Who may read the schema by introspection; whoever may ask when left out. */
  readonly introspection?: '0' | '1' | 'authenticated';
  /** Whether GET /metrics asks nobody who they are. */
  readonly metricsOpen?: boolean;
  /** Addresses and ranges of balancers whose word about the address of a caller is taken; none when left out. */
  readonly trustProxy?: readonly string[];
}
