/** `2 warnings`, `1 warning`; nothing for none. */
export function counted(count: number, noun: string): string {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
