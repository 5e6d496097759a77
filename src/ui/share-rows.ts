/** How panes share the rows there are. */

export interface Wish {
  readonly least: number;
  readonly want: number;
}

/**
 * Rows for each pane, `total` in sum: everyone the least first, in order, then in order what they want; the last pane
 * takes what is left.
 */
export function shareRows(total: number, wishes: readonly Wish[]): number[] {
  let left = Math.max(0, total);
  const take = (count: number): number => {
    const taken = Math.min(left, Math.max(0, count));
    left -= taken;
    return taken;
  };
  const shares = wishes.map(wish => take(wish.least));
  const grown = shares.map((share, index) => share + take((wishes[index]?.want ?? 0) - share));
  return grown.map((share, index) => (index === grown.length - 1 ? share + left : share));
}
