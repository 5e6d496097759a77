/** The search in the logs: a regular expression of a person in a hurry, which may be wrong or may never end. */
import { createContext, Script, type Context } from 'node:vm';
import { displayLimit } from '../model/sanitize.ts';

export interface LineMatcher {
  readonly pattern: string;
  /** 1 where the text matches. After a failure all are 0. */
  test(texts: readonly string[]): Uint8Array;
  /** Where in each text the matches are: start and end in UTF-16 units, none of them empty, the first hundred of a text. */
  ranges(texts: readonly string[]): readonly (readonly MatchRange[])[];
  /** Why it is not used any more; null while it works. */
  readonly failure: string | null;
}

export type MatchRange = readonly [start: number, end: number];

export type CompiledSearch =
  { readonly matcher: LineMatcher; readonly problem: null } | { readonly matcher: null; readonly problem: string };

export interface SearchLimits {
  /** ms of CPU that one batch of texts may take; a sound pattern needs a hundredth of it. */
  readonly batchMs: number;
  /** CPU the process has used, ms. Default: Node's. */
  readonly cpuMs?: () => number;
  /** Runs the script in the context, broken off after so many ms of the clock. Default: V8's. */
  readonly run?: (script: Script, context: Context, timeout: number) => void;
}

const defaultLimits: SearchLimits = { batchMs: 60 };
/** The clock also runs while a busy machine lets us wait: so many times a batch may be broken off without having had its CPU. */
const mostWaits = 10;
const tooSlow = 'the pattern takes too long: nested repeats such as (a+)+ never end';

const testScript = new Script(`(() => {
  const { texts, regex, hits } = job;
  for (let index = 0; index < texts.length; index += 1) hits[index] = regex.test(texts[index]) ? 1 : 0;
})()`);
const rangeScript = new Script(`(() => {
  const { texts, regex, found } = job;
  found.length = 0;
  for (const text of texts) {
    const ranges = [];
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match !== null && ranges.length < 100; match = regex.exec(text)) {
      if (match[0] === '') regex.lastIndex += 1;
      else ranges.push([match.index, match.index + match[0].length]);
    }
    found.push(ranges);
  }
})()`);

/**
 * A pattern in small letters ignores case, one with a capital does not. An empty one is no search: call it not.
 * The regular expression runs in a context of its own, only because V8 can break off a script there and nowhere else.
 */
export function compileSearch(pattern: string, limits: SearchLimits = defaultLimits): CompiledSearch {
  const flags = hasCapital(pattern) ? 'u' : 'iu';
  const regex = compile(pattern, flags);
  if (typeof regex === 'string') return { matcher: null, problem: regex };
  return { matcher: createMatcher(pattern, regex, limits), problem: null };
}

/** Why the pattern is none; null: it is one. */
export function searchProblem(pattern: string): string | null {
  const regex = compile(pattern, 'u');
  return typeof regex === 'string' ? regex : null;
}

function createMatcher(pattern: string, regex: RegExp, limits: SearchLimits): LineMatcher {
  const everywhere = new RegExp(regex.source, `${regex.flags}g`);
  const context = createContext({ job: null });
  let failure: string | null = null;
  const run = (script: Script, job: object): void => {
    if (failure !== null) return;
    context['job'] = job;
    try {
      runWithin(limits, script, context);
    } catch (error) {
      failure = isTimeout(error) ? tooSlow : String(error);
    } finally {
      context['job'] = null;
    }
  };
  return {
    pattern,
    test(texts) {
      const hits = new Uint8Array(texts.length);
      run(testScript, { texts: texts.map(limited), regex, hits });
      return failure === null ? hits : hits.fill(0);
    },
    ranges(texts) {
      const found: MatchRange[][] = [];
      run(rangeScript, { texts: texts.map(limited), regex: everywhere, found });
      return texts.map((_, index) => (failure === null ? (found[index] ?? []) : []));
    },
    get failure() {
      return failure;
    },
  };
}

/** From the beginning again where the machine was busy with others. @throws what the script throws, or V8's timeout */
function runWithin(
  { batchMs, cpuMs = processCpuMs, run = runInContext }: SearchLimits,
  script: Script,
  context: Context,
): void {
  const end = cpuMs() + batchMs / 2;
  for (let waits = 0; ; waits += 1) {
    try {
      run(script, context, batchMs);
      return;
    } catch (error) {
      if (!isTimeout(error) || cpuMs() >= end || waits >= mostWaits) throw error;
    }
  }
}

function runInContext(script: Script, context: Context, timeout: number): void {
  script.runInContext(context, { timeout });
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function limited(text: string): string {
  return text.length > displayLimit ? text.slice(0, displayLimit) : text;
}

/** `\S` and `\W` are classes, not capitals. */
function hasCapital(pattern: string): boolean {
  return /\p{Lu}/u.test(pattern.replaceAll(/\\(?:[pP]\{[^}]*\}|.)/gs, ''));
}

function compile(pattern: string, flags: string): RegExp | string {
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    return compileLoosely(pattern, flags) ?? reasonOf(error);
  }
}

/** With `u` a lone `]` or `\-` is an error, without it means itself; people mean it so. */
function compileLoosely(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(pattern, flags.replace('u', ''));
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '').toLowerCase();
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
