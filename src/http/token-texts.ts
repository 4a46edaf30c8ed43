/** Callers' tokens, wherever they stand: what follows `Bearer`, and whatever has the form of a JWT or JWE. */
export const tokenTexts: readonly RegExp[] = [
  /(?<kept>\bbearer(?:\s|%20|\+)+)[^\s"'\\,;<>]{8,}/gi,
  /\beyJ[\w-]+(?:\.[\w-]*){2,4}/g,
];
