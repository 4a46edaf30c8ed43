import { randomUUID } from 'node:crypto';

const SAFE = /^[\w.:-]{1,128}$/;

/** The caller's own request id, where it is fit for a log, or a new one. */
export const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === 'string' && SAFE.test(given) ? given : randomUUID();
