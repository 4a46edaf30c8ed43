/** What a metrics page says: the value of each series, by its name and labels as they are written there. */
export type Samples = ReadonlyMap<string, number>;

export function samplesOf(page: string): Samples {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** The series whose value is another one now, without the service's prefix, and by how much. */
export function changes(before: Samples, after: Samples): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const [series, value] of after) {
    const by = value - (before.get(series) ?? 0);
    const isOwn = series.startsWith('live_group_admins_');
    if (isOwn && by !== 0) changed[series.slice('live_group_admins_'.length)] = by;
  }
  return changed;
}
