/** Texts and comments as wholes, since brackets in them open nothing; then the brackets. */
const PIECES = /"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|[[({]|[\])}]/g;

const opening = new Set(['[', '(', '{']);
const closing = new Set([']', ')', '}']);

/** Whether brackets are open within each other beyond `levels`. To find that out the parser needs its stack. */
export function isNestedBeyond(levels: number, source: string): boolean {
  let open = 0;
  for (const [piece] of source.matchAll(PIECES)) {
    if (closing.has(piece)) open -= 1;
    else if (opening.has(piece)) open += 1;
    if (open > levels) return true;
  }
  return false;
}
