import { defineConfig } from 'vitest/config';

/** Tests that need Chromium, and so are no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
