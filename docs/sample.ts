import type { SetLiveGroupAdminsMutation } from '../schema/operations/generated/graphql.ts';

type Result = SetLiveGroupAdminsMutation['setLiveGroupAdmins'];

/** What a person reads after a change. */
export function tell(result: Result): string {
  if (result === null) return 'Something broke. Please tell us.'; // See the top-level errors.
  switch (result.__typename) {
    case 'SetLiveGroupAdminsSuccess':
      return `Made administrators: ${result.userIds.join(', ')}.`;
    case 'InvalidInputError':
      return result.issues.map((issue) => issue.message).join(' ');
    case 'GroupNotFoundError':
      return 'There is no such group.';
    default: // Every other type, and those that are added later.
      if ('outcome' in result && result.outcome === 'UNKNOWN') {
        return 'It may have worked: the group is read again.';
      }
      return result.retryable ? 'Not now. Try again in a moment.' : result.message;
  }
}
