import type { Effect, Failure, Refusal } from '../src/domain/outcome.ts';
import { builder } from './builder.ts';

export const ErrorInterface = builder.interfaceRef<Failure>('Error').implement({
  description: `What every error type has. Selecting \`... on Error { message retryable }\` handles also those that
are added later.`,
  fields: (t) => ({
    message: t.exposeString('message', {
      description:
        'For a person: what happened and, where something can be done, what. Its wording may change.',
    }),
    retryable: t.exposeBoolean('retryable', {
      description: `True where the same request, sent again later with nothing else altered, can succeed. Wait before
you do, longer each time. False: change the input, or have the operator change the setup.`,
    }),
  }),
});

export const ChangeOutcome = builder.enumType('ChangeOutcome', {
  description: 'Whether a change that failed may have taken effect all the same.',
  values: {
    NOT_APPLIED: { description: 'The vendor cannot have applied it. Always so for a read.' },
    UNKNOWN: {
      description: `All or part of it may have been applied: read the group's admins again before you tell a person
that it failed.`,
    },
  } satisfies Record<Effect, object>,
});

export const UpstreamErrorInterface = builder.interfaceRef<Refusal>('UpstreamError').implement({
  description: "An answer of the vendor's REST API with a code other than 0.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    errorCode: t.exposeInt('errorCode', {
      description: "The vendor's code, exactly as it came: 10010, say. It may be negative.",
    }),
    errorInfo: t.exposeString('errorInfo', {
      description: `The vendor's own text, for logs and for the vendor's support, with any credential in it
replaced; may be empty. Do not decide by it.`,
    }),
    outcome: t.field({
      type: ChangeOutcome,
      description: 'Whether the change may have taken effect all the same.',
      resolve: (refusal) => refusal.outcome,
    }),
  }),
});
