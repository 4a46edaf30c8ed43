import { defineConfig } from 'vitest/config';
import { oneGraphql } from './vitest.shared.ts';

/** Tests that need promtool, which comes with Prometheus, and so are no part of `npm test`. */
export default defineConfig({
  resolve: oneGraphql,
  test: { include: ['test/operations/**/*.test.ts'] },
});
