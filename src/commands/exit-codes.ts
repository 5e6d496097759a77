/** Exit codes (design §7): a contract with scripts; also in `--help` and the README. */
export const exitCodes = {
  fine: 0,
  failed: 1,
  usage: 2,
  degraded: 3,
  down: 4,
  noEngine: 5,
  locked: 6,
  refused: 7,
  interrupted: 130,
} as const;
