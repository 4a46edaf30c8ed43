/** Is told how requests are answered, and has no part in it. No word of a caller's is passed on. */
export interface Traffic {
  /** An operation was executed. */
  executed(type: string, hasErrors: boolean, ms: number): void;
  /** An operation, or a whole request, was refused before any of it ran. */
  refused(code: string): void;
  /** An HTTP request was answered. */
  responded(endpoint: string, status: number): void;
}
