import { defineConfig } from 'vitest/config';
import { oneGraphql } from './vitest.shared.ts';

export default defineConfig({
  resolve: oneGraphql,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/image/**', 'test/operations/**'],
    typecheck: { enabled: true, checker: 'tsc', include: ['test/**/*.test-d.ts'] },
  },
});
