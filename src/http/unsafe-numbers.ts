/** A key, and where what it belongs to is. A list of all keys would be copied at each level. */
interface Place {
  readonly key: string;
  readonly within: Place | undefined;
}

/**
 * Finds a number that JSON may have changed on its way: any that is not a safe integer. An account id of 18
 * digits, sent as a number, arrives as another account's. The API knows no fractions.
 * @returns the keys that lead to it
 */
export function findUnsafeNumber(value: unknown): string[] | undefined {
  // A stack of its own: variables may nest deeper than calls can.
  const pending: { value: unknown; place: Place | undefined }[] = [{ value, place: undefined }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, place } = next;
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return keysTo(place);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      pending.push({ value: member, place: { key, within: place } });
    }
  }
  return undefined;
}

function keysTo(place: Place | undefined): string[] {
  const keys: string[] = [];
  for (let at = place; at !== undefined; at = at.within) keys.push(at.key);
  return keys.reverse();
}
