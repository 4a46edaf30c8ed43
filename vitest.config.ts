import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    typecheck: { enabled: true, checker: 'tsc', include: ['test/**/*.test-d.ts'] },
  },
});
