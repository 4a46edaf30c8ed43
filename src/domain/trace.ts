/** The place of a request in a trace that began elsewhere, or here, and may go on elsewhere. */
export interface Trace {
  /** 32 digits, hexadecimal. */
  readonly traceId: string;
  /** The span within which the next one begins; 16 digits, hexadecimal. */
  readonly spanId: string;
  /** Whether its spans are kept. */
  readonly sampled: boolean;
  /** What other tracers have to say of it, to be passed on as it is. */
  readonly state?: string;
}
