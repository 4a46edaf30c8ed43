import { GraphQLError } from 'graphql';

/** Refuses a whole HTTP request before any of it is executed. */
export const badUserInput = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
