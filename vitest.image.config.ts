import { defineConfig } from 'vitest/config';

/** Tests that install packages anew, from npm's cache or the registry, and so are no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/image/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
