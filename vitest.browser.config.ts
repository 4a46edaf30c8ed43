import { defineConfig } from 'vitest/config';
import { oneGraphql } from './vitest.shared.ts';

/** Tests that need Chromium, and so are no part of `npm test`. */
export default defineConfig({
  resolve: oneGraphql,
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
