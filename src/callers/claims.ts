import type { JWTPayload } from 'jose';
import type { Caller } from '../domain/permissions.ts';

/** @returns the caller that a token of these claims stands for, or why it is a bad token */
export function callerOf(
  claims: JWTPayload,
  { requireLiveGroups }: { requireLiveGroups: boolean },
): Caller | string {
  // What a signer puts there need not be what the types say.
  const { iss, sub, scope, scp, live_groups: liveGroups }: Record<string, unknown> = claims;
  if (!isOptional(isString, iss)) return 'The issuer of the token is malformed.';
  if (!isOptional(isString, sub)) return 'The subject of the token is malformed.';
  if (!isOptional(isString, scope)) return 'The scopes of the token are malformed.';
  if (!isOptional(isStringOrStrings, scp)) return 'The scopes of the token are malformed.';
  if (!isOptional(isStrings, liveGroups)) return 'The live groups of the token are malformed.';
  if (liveGroups === undefined && requireLiveGroups)
    return 'The token is not bound to live groups.';
  return {
    key: JSON.stringify([iss ?? null, sub ?? null]),
    subject: sub,
    scopes: new Set([...listed(scope), ...listed(scp)]),
    liveGroups: liveGroups && new Set(liveGroups),
  };
}

const listed = (scopes: string | readonly string[] = []): readonly string[] =>
  typeof scopes === 'string' ? scopes.split(' ') : scopes;

const isOptional = <Claim>(
  is: (claim: unknown) => claim is Claim,
  claim: unknown,
): claim is Claim | undefined => claim === undefined || is(claim);

const isString = (claim: unknown): claim is string => typeof claim === 'string';

const isStrings = (claim: unknown): claim is readonly string[] =>
  Array.isArray(claim) && claim.every(isString);

const isStringOrStrings = (claim: unknown): claim is string | readonly string[] =>
  isString(claim) || isStrings(claim);
