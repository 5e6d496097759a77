/** The known name that a mistyped one most likely meant: at most two slips (a third of the word) away, else null. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const limit = Math.min(2, Math.max(1, Math.floor(typed.length / 3)));
  const scored = names
    .map(name => ({ name, distance: typed.length > 1 && name.startsWith(typed) ? 0 : slips(typed, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return scored[0]?.name ?? null;
}

/** Damerau-Levenshtein (restricted): letters changed, dropped, added, or two neighbours swapped. */
function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + change);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(row - 2, column - 2) + 1);
      rows[row]?.push(best);
    }
  }
  return at(a.length, b.length);
}
