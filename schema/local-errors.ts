import type { Forbidden, InputIssue, InvalidInput, RateLimited } from '../src/domain/outcome.ts';
import { builder } from './builder.ts';
import { ErrorInterface } from './error-interfaces.ts';

const InputIssueType = builder.objectRef<InputIssue>('InputIssue').implement({
  description: 'One thing that is wrong with the input.',
  fields: (t) => ({
    path: t.stringList({
      description: 'Where, counted from the arguments of the field: ["input", "userIds", "0"].',
      resolve: (issue) => [...issue.path],
    }),
    message: t.exposeString('message', { description: 'What is wrong there, for a person.' }),
  }),
});

/** Errors that arise before anything is sent. */
export const localErrors = {
  InvalidInputError: builder.objectRef<InvalidInput>('InvalidInputError').implement({
    description: 'The input is not valid. Nothing was sent to the vendor: mend what issues names.',
    interfaces: [ErrorInterface],
    fields: (t) => ({
      issues: t.field({
        type: [InputIssueType],
        description: 'All that is wrong, the first 20 at most.',
        resolve: (error) => [...error.issues],
      }),
    }),
  }),
  ForbiddenError: builder.objectRef<Forbidden>('ForbiddenError').implement({
    description:
      "The caller's token does not allow this for this group. Nothing was sent: ask for another token.",
    interfaces: [ErrorInterface],
  }),
  RateLimitedError: builder.objectRef<RateLimited>('RateLimitedError').implement({
    description: `This service has more to send than the vendor's limit lets through in time. Nothing was sent for
this: try again after retryAfterMs.`,
    interfaces: [ErrorInterface],
    fields: (t) => ({
      retryAfterMs: t.exposeInt('retryAfterMs', {
        description: 'After how many milliseconds it would have fitted.',
      }),
    }),
  }),
};
