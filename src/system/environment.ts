/** The only readers of `process.env`, `argv` and the terminal: everything else is handed this value. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly uid: number;
  readonly home: string;
  readonly platform: string;
}

export function readEnvironment(): Environment {
  const variables = { ...process.env };
  return {
    variables,
    cwd: process.cwd(),
    uid: process.getuid?.() ?? -1,
    home: variables['HOME'] ?? '/',
    platform: process.platform,
  };
}
