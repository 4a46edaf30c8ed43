declare module 'tls-sig-api-v2' {
  /** The vendor's signer. It reads the real clock itself. */
  export class Api {
    constructor(sdkAppId: number, secretKey: string);
    /** @param expire lifetime in seconds, from now */
    genSig(identifier: string, expire: number): string;
  }
}
