import SchemaBuilder from '@pothos/core';
import type { Context } from './context.ts';

export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: { ID: { Input: string; Output: string } };
}>({ defaultFieldNullability: false });

builder.queryType({ description: 'Reads. They change nothing at the vendor.' });
builder.mutationType({
  description: `Changes of live groups' administrators. Each field answers with a union: its success type, or one
type for each way to fail. Select \`__typename\`, and \`... on Error { message retryable }\` for all
that you do not tell apart. A field is null only together with a top-level error, which is a bug.`,
});
