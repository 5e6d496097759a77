/** What a config file may say (docs/config.md); all keys are optional. Loaded only when there is a file. */
import * as v from 'valibot';

const percent = v.pipe(
  v.number('must be a number'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(100, 'must be at most 100'),
);
const share = v.pipe(
  v.number('must be a number'),
  v.minValue(0, 'must be at least 0'),
  v.maxValue(1, 'must be at most 1'),
);
const role = v.picklist(['edge', 'web', 'api', 'database'], 'must be edge, web, api or database');

const warnBelowCritical =
  (warn: 'memoryWarn' | 'diskWarn', critical: 'memoryCritical' | 'diskCritical') =>
  (values: Partial<Record<'memoryWarn' | 'memoryCritical' | 'diskWarn' | 'diskCritical', number>>): boolean => {
    const [low, high] = [values[warn], values[critical]];
    return low === undefined || high === undefined || low < high;
  };

const thresholds = v.pipe(
  v.strictObject(
    {
      memoryWarn: v.exactOptional(percent),
      memoryCritical: v.exactOptional(percent),
      diskWarn: v.exactOptional(percent),
      diskCritical: v.exactOptional(percent),
      throttledWarn: v.exactOptional(share),
    },
    issue => (issue.expected === 'never' ? 'is not a key of thresholds' : 'must be a mapping of thresholds'),
  ),
  v.check(warnBelowCritical('memoryWarn', 'memoryCritical'), 'memoryWarn must be below memoryCritical'),
  v.check(warnBelowCritical('diskWarn', 'diskCritical'), 'diskWarn must be below diskCritical'),
);

/** By key of the file; each is checked alone, so that one bad key does not take the others with it. */
export const configKeys = {
  roles: v.record(v.string(), role, 'must be a mapping of service to role'),
  publicUrl: v.pipe(
    v.string('must be a URL'),
    v.check(isPublicUrl, 'must be an http or https URL without a password in it'),
  ),
  publicUrlBudgetMs: v.pipe(
    v.number('must be a number of milliseconds'),
    v.integer('must be a whole number of milliseconds'),
    v.minValue(1, 'must be at least 1 ms'),
    v.maxValue(60_000, 'must be at most 60000 ms'),
  ),
  thresholds,
  readOnly: v.boolean('must be true or false'),
  backupDir: v.pipe(v.string('must be a path'), v.startsWith('/', 'must be an absolute path')),
} as const;

export type ConfigKey = keyof typeof configKeys;
export type ConfigValues = { -readonly [Key in ConfigKey]?: v.InferOutput<(typeof configKeys)[Key]> };

export interface ConfigIssue {
  /** Keys from the top of the file: `['thresholds', 'memoryWarn']`. */
  readonly path: readonly string[];
  readonly reason: string;
}

export function isConfigKey(key: string): key is ConfigKey {
  return Object.hasOwn(configKeys, key);
}

/** Checks one key; gives its value or what is wrong with it. */
export function checkKey(
  key: ConfigKey,
  value: unknown,
): { readonly value: unknown } | { readonly issues: readonly ConfigIssue[] } {
  const schema: v.GenericSchema = configKeys[key];
  const result = v.safeParse(schema, value);
  if (result.success) return { value: result.output };
  return {
    issues: result.issues.map(issue => ({
      path: [key, ...(issue.path ?? []).map(item => String(item.key))],
      reason: issue.message,
    })),
  };
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.password === '' && url.username === '';
}
