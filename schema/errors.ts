import type { Failure } from '../src/domain/outcome.ts';
import { localErrors } from './local-errors.ts';
import { upstreamErrors } from './upstream-errors.ts';

/** Every way to fail, as members of every result union. A kind without a type does not compile. */
export const errorTypes = { ...upstreamErrors, ...localErrors } satisfies Record<
  Failure['kind'],
  unknown
>;
