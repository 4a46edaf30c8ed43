import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Node loads the CommonJS build; Vite would add the ES one, and two copies do not know each other's types.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    typecheck: { enabled: true, checker: 'tsc', include: ['test/**/*.test-d.ts'] },
  },
});
