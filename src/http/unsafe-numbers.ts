type Path = readonly (string | number)[];

/**
 * Finds a number that JSON may have changed on its way: any that is not a safe integer. An account id of 18
 * digits, sent as a number, arrives as another account's. The API knows no fractions.
 * @returns where it is
 */
export function findUnsafeNumber(value: unknown, path: Path): Path | undefined {
  // A stack of its own: variables may nest deeper than calls can.
  const pending: { value: unknown; path: Path }[] = [{ value, path }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return path;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      pending.push({ value: member, path: [...path, key] });
    }
  }
  return undefined;
}
