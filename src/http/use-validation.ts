import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** A caller mends the first few before it asks again. */
const MAX_ERRORS = 10;

/** Where the schema cannot be asked for, an error does not give it away by suggestions, either. */
export function useValidation({ introspection }: { readonly introspection: boolean }): Plugin {
  const options = { maxErrors: MAX_ERRORS, hideSuggestions: !introspection };
  const validated = (
    schema: GraphQLSchema,
    document: DocumentNode,
    rules: readonly ValidationRule[],
  ) => validate(schema, document, rules, options);
  const checked: Plugin = {
    onValidate({ setValidationFn }) {
      setValidationFn(validated);
    },
  };
  if (introspection) return checked;
  return {
    onValidate(payload) {
      checked.onValidate?.(payload);
      payload.addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    // The executor coerces variables in its own way.
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        if (!('errors' in result) || 'data' in result || !result.errors) return;
        setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
      },
    }),
  };
}

const SUGGESTION = / Did you mean .*\?$/s;

function withoutSuggestion(error: GraphQLError): GraphQLError {
  if (!SUGGESTION.test(error.message)) return error;
  const { nodes, path, originalError, extensions } = error;
  return new GraphQLError(error.message.replace(SUGGESTION, ''), {
    ...(nodes && { nodes }),
    ...(path && { path }),
    ...(originalError && { originalError }),
    extensions,
  });
}
