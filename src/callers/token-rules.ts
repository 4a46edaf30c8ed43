import type { PublicKey } from './public-key.ts';

/** Who signs the callers' tokens. */
export type Signer =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'public-key'; readonly publicKey: PublicKey }
  /** The set of the signer's keys is published there, and changes. */
  | { readonly kind: 'jwks'; readonly url: string };

/** What a token has to be, besides in force. */
export interface TokenRules {
  readonly signer: Signer;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  /** Whether a token that is not bound to groups is refused. */
  readonly requireLiveGroups: boolean;
}
