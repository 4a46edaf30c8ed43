import type { Signer, TokenRules } from '../callers/token-rules.ts';
import type { SettingName, SettingValues } from './settings.ts';

/** Each says who signs the callers' tokens, and so closes the service. */
const SIGNERS = ['AUTH_JWT_SECRET', 'AUTH_JWT_PUBLIC_KEY', 'AUTH_JWKS_URL'] as const;
const RULES = ['AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE', 'AUTH_REQUIRE_LIVE_GROUPS'] as const;

/** Closed unless opened, and never both. */
export function authenticationProblems(
  values: SettingValues,
  given: (name: SettingName) => boolean,
): string[] {
  const signers = SIGNERS.filter(given);
  if (values.AUTH_DISABLED) {
    return [...signers, ...RULES.filter(given)].map(
      (name) => `${name} and AUTH_DISABLED=true are both set: keep one.`,
    );
  }
  const problems: string[] = [];
  if (signers.length === 0 && values.AUTH_DISABLED === false) {
    problems.push(
      `${SIGNERS.join(', ')} or AUTH_DISABLED=true is required: who signs the tokens of callers, or that everybody is served who can reach the service.`,
    );
  }
  if (signers.length > 1) problems.push(`${signers.join(' and ')} are set: keep one.`);
  if (given('AUTH_JWKS_URL') && !given('AUTH_JWT_AUDIENCE')) {
    problems.push(
      'AUTH_JWT_AUDIENCE is required with AUTH_JWKS_URL: who publishes keys may sign tokens for other services, too.',
    );
  }
  return problems;
}

/** @returns undefined where everybody is served */
export function tokenRules(values: SettingValues): TokenRules | undefined {
  const signer = signerOf(values);
  return (
    signer && {
      signer,
      issuer: values.AUTH_JWT_ISSUER,
      audience: values.AUTH_JWT_AUDIENCE,
      requireLiveGroups: values.AUTH_REQUIRE_LIVE_GROUPS === true,
    }
  );
}

function signerOf({
  AUTH_JWT_SECRET: secret,
  AUTH_JWT_PUBLIC_KEY: publicKey,
  AUTH_JWKS_URL: url,
}: SettingValues): Signer | undefined {
  if (secret !== undefined) return { kind: 'secret', secret };
  if (publicKey !== undefined) return { kind: 'public-key', publicKey };
  return url === undefined ? undefined : { kind: 'jwks', url };
}
