import type { Forbidden } from './outcome.ts';

/** What a token allows. */
export interface Permissions {
  readonly scopes: ReadonlySet<string>;
  /** The groups that it is bound to; undefined: all. */
  readonly liveGroups: ReadonlySet<string> | undefined;
}

/** Somebody whose token was checked. */
export interface Caller extends Permissions {
  /** Of issuer and subject together: nobody else has the same. */
  readonly key: string;
  readonly subject: string | undefined;
}

const WRITE = 'live-group-admins:write';
const READ = 'live-group-admins:read';

/** What each use of a group takes: one of these scopes. */
const scopesFor = { change: [WRITE], read: [READ, WRITE] } as const;

export type Use = keyof typeof scopesFor;

/**
 * @param groupId as it was asked for; it need not be a possible one
 * @returns why it is not allowed, or undefined where it is
 */
export function forbidden(
  { scopes, liveGroups }: Permissions,
  use: Use,
  groupId: string,
): Forbidden | undefined {
  const [needed] = scopesFor[use];
  if (!scopesFor[use].some((scope) => scopes.has(scope))) {
    return refusal(`The token lacks the scope ${needed}.`);
  }
  return liveGroups && !liveGroups.has(groupId)
    ? refusal('The token does not allow this group.')
    : undefined;
}

const refusal = (reason: string): Forbidden => ({
  kind: 'ForbiddenError',
  message: `${reason} Nothing was sent.`,
  retryable: false,
});
