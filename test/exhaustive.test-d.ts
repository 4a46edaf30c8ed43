import { expectTypeOf, test } from 'vitest';
import type {
  ChangeLiveGroupAdminsMutation,
  SetLiveGroupAdminsMutation,
} from '../schema/operations/generated/graphql.ts';

type Outcome = NonNullable<SetLiveGroupAdminsMutation['setLiveGroupAdmins']>;
type Listed = NonNullable<ChangeLiveGroupAdminsMutation['changeLiveGroupAdmins']>[number];

test('a switch over __typename that handles every member has nothing left', () => {
  const handle = (outcome: Outcome): string => {
    switch (outcome.__typename) {
      case 'SetLiveGroupAdminsSuccess':
        return outcome.userIds.join();
      case 'AppAdminNotLoggedInError':
      case 'SystemError':
      case 'InvalidRequestCommandError':
      case 'InvalidParametersError':
      case 'InsufficientPermissionsError':
      case 'GroupNotFoundError':
      case 'InvalidGroupIdError':
      case 'CommonApiError':
      case 'UnknownApiError':
        return outcome.errorInfo;
      case 'UpstreamUnavailableError':
        return outcome.reason;
      case 'InvalidInputError':
        return outcome.issues.map(({ message }) => message).join();
      case 'RateLimitedError':
        return String(outcome.retryAfterMs);
      case 'ForbiddenError':
        return outcome.message;
      default:
        return outcome satisfies never;
    }
  };
  expectTypeOf(handle).returns.toBeString();
});

test('a switch over __typename that forgets a member does not compile', () => {
  const handle = (outcome: Outcome): string => {
    switch (outcome.__typename) {
      case 'SetLiveGroupAdminsSuccess':
        return outcome.userIds.join();
      default:
        // @ts-expect-error the error types are left
        return outcome satisfies never;
    }
  };
  expectTypeOf(handle).returns.toBeString();
});

test('an account id is text, so that no number can round it', () => {
  expectTypeOf<Extract<Outcome, { userIds: unknown }>['userIds']>().toEqualTypeOf<string[]>();
});

test('a change of a list may be either, and comes to the same', () => {
  expectTypeOf<Exclude<Listed, Outcome>>().toEqualTypeOf<Extract<
    Listed,
    { __typename: 'RemoveLiveGroupAdminsSuccess' }
  > | null>();
});
