/** Node loads the CommonJS build; Vite would add the ES one, and two copies do not know each other's types. */
export const oneGraphql = {
  alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
};
