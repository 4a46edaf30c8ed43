/**
 * What gives a call away wherever it stands, be it plain, percent-encoded or escaped as in JSON: its URL, in
 * which the credential is, and the value of a `usersig` parameter or field, whoever's it is.
 */
export const callTexts: readonly RegExp[] = [
  /(?:https?(?::|%3a)[^\s"'<>]*?)?(?:\\*\/|%2f)v4(?:\\*\/|%2f)group_open_avchatroom_http_svc(?:[^\s"'<>\\]|\\+\/|\\+u00[0-9a-f]{2})*/gi,
  /(?<kept>usersig(?:=|%3d|\\*"\s*:\s*\\*"))[^&\s"'\\<>]+/gi,
];
