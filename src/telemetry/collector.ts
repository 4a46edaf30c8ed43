/** Who takes the traces. */
export interface Collector {
  /** Without the path of the traces. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** From 0 to 1: how many of the traces that begin here are kept. Elsewhere, that is decided already. */
  readonly ratio: number;
}
