import { createPublicKey, type KeyObject } from 'node:crypto';

/** A key that tokens are checked with, and the algorithms it is good for. */
export interface PublicKey {
  readonly key: KeyObject;
  readonly algorithms: readonly string[];
}

const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const EDWARDS_ALGORITHMS = ['EdDSA', 'Ed25519'];
/** By the curve's name in OpenSSL. */
const EC_ALGORITHMS: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/** Every algorithm whose keys may be public. */
export const publicKeyAlgorithms: readonly string[] = [
  ...RSA_ALGORITHMS,
  ...Object.values(EC_ALGORITHMS),
  ...EDWARDS_ALGORITHMS,
];

const MIN_RSA_BITS = 2048;

const PUBLIC_KEY_PEM = /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/;

/**
 * @param text a PEM; its line breaks may be written as `\n`, since an environment often cannot hold them
 * @returns the key, or what the text must be instead
 */
export function parsePublicKey(text: string): PublicKey | string {
  const pem = text.replaceAll('\\n', '\n').trim();
  // Node would take a private key or a certificate, too, and make a public key of it.
  if (/PRIVATE KEY/.test(pem)) return 'must be the public key, never the private one';
  if (!PUBLIC_KEY_PEM.test(pem)) {
    return 'must be a public key as PEM (-----BEGIN PUBLIC KEY-----), no certificate or other form';
  }
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    return 'must be a public key as PEM; this one cannot be read';
  }
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength < MIN_RSA_BITS) {
    return `must have at least ${MIN_RSA_BITS} bits where it is of RSA`;
  }
  const algorithms = algorithmsOf(key);
  return algorithms.length > 0
    ? { key, algorithms }
    : 'must be a key of RSA, of a curve P-256, P-384 or P-521, or of Ed25519';
}

/** An algorithm is never taken at a token's word: the key says which it can be. */
function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  switch (asymmetricKeyType) {
    case 'rsa':
      return RSA_ALGORITHMS;
    case 'ed25519':
      return EDWARDS_ALGORITHMS;
    case 'ec': {
      const algorithm = EC_ALGORITHMS[asymmetricKeyDetails?.namedCurve ?? ''];
      return algorithm ? [algorithm] : [];
    }
    default:
      return [];
  }
}
