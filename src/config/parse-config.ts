/** The text of a config file → values and problems with their lines. Loaded only when there is a file. */
import { LineCounter, isMap, parseDocument, type Document } from 'yaml';
import type { ConfigProblem } from '../model/stack-event.ts';
import { checkKey, configKeys, isConfigKey, type ConfigValues } from './schema.ts';

export interface ParsedConfig {
  readonly values: ConfigValues;
  readonly problems: readonly ConfigProblem[];
}

/**
 * A bad key takes its default and is reported; a file that is no YAML gives only defaults. `readOnly: true` is honoured
 * even then: a slip elsewhere in the file must not make acting possible.
 */
export function parseConfig(text: string, path: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number | undefined): number | null =>
    offset === undefined ? null : lines.linePos(offset).line;
  const problem = (line: number | null, reason: string): ConfigProblem => ({ path, line, reason });

  if (document.errors.length > 0) {
    const values: ConfigValues = /^readOnly:[ \t]*true\b/m.test(text) ? { readOnly: true } : {};
    const problems = document.errors
      .slice(0, 5)
      .map(error => problem(lineOf(error.pos[0]), `is no YAML: ${firstLine(error.message)}`));
    return { values, problems };
  }
  if (document.contents === null) return { values: {}, problems: [] };
  if (!isMap(document.contents)) return { values: {}, problems: [problem(1, 'must be a mapping of keys to values')] };

  const content = toPlain(document);
  if (content === null) return { values: {}, problems: [problem(1, 'has too many YAML aliases')] };
  const values: ConfigValues = {};
  const problems: ConfigProblem[] = [];
  for (const [key, value] of Object.entries(content)) {
    const line = lineOf(offsetOf(document, [key]));
    if (!isConfigKey(key)) {
      problems.push(
        problem(line, `${JSON.stringify(key)} is no known key; known: ${Object.keys(configKeys).join(', ')}`),
      );
      continue;
    }
    // A key left empty is the same as none.
    if (value === null) continue;
    const checked = checkKey(key, value);
    if ('value' in checked) Object.assign(values, { [key]: checked.value });
    else
      for (const issue of checked.issues)
        problems.push(
          problem(lineOf(offsetOf(document, issue.path)) ?? line, `${issue.path.join('.')} ${issue.reason}`),
        );
  }
  return { values, problems };
}

function toPlain(document: Document): Record<string, unknown> | null {
  try {
    return document.toJS({ maxAliasCount: 20 }) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Where the key at the end of the path stands in the text. */
function offsetOf(document: Document, path: readonly string[]): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const last = path.at(-1);
  const pair = parent.items.find(item => String((item.key as { value?: unknown } | null)?.value ?? item.key) === last);
  return (pair?.key as { range?: readonly number[] } | undefined)?.range?.[0];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
