/** What a request asks for: path without the version, parameters, filters; and the engine's words where it is wrong. */
import { apiVersion, oldestApiVersion } from './payload-system.ts';
import type { Moment } from './stamp.ts';

export class DemoHttpError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.name = 'DemoHttpError';
    this.statusCode = statusCode;
  }
}

export interface ParsedUrl {
  /** Segments, decoded: `['containers', 'json']`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** @throws DemoHttpError 400 for a version this engine does not speak. */
export function parseUrl(url: string): ParsedUrl {
  const [rawPath = '/', ...rest] = url.split('?');
  const path = rawPath
    .split('/')
    .filter(part => part !== '')
    .map(decode);
  const prefix = /^v(\d+)\.(\d+)$/.exec(path[0] ?? '');
  if (prefix !== null) {
    checkVersion(`${prefix[1]}.${prefix[2]}`);
    path.shift();
  }
  return { path, query: new URLSearchParams(rest.join('?')) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DemoHttpError(400, `invalid URL escape "${part}"`);
  }
}

function checkVersion(version: string): void {
  if (minor(version) > minor(apiVersion)) {
    throw new DemoHttpError(
      400,
      `client version ${version} is too new. Maximum supported API version is ${apiVersion}`,
    );
  }
  if (minor(version) < minor(oldestApiVersion)) {
    throw new DemoHttpError(
      400,
      `client version ${version} is too old. Minimum supported API version is ${oldestApiVersion}, please upgrade your client to a newer version`,
    );
  }
}

function minor(version: string): number {
  const [major = '1', rest = '0'] = version.split('.');
  return Number(major) * 1000 + Number(rest);
}

/** Go's idea of a true form value. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)?.trim().toLowerCase() ?? '';
  return !['', '0', 'no', 'false', 'none'].includes(value);
}

export type Filters = ReadonlyMap<string, readonly string[]>;

/**
 * `filters={"label":["a=b"]}`, and the older `{"label":{"a=b":true}}`.
 * @throws DemoHttpError 400 for anything else
 */
export function parseFilters(query: URLSearchParams): Filters {
  const text = query.get('filters');
  if (text === null || text === '') return new Map();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new TypeError('not an object');
    return new Map(Object.entries(parsed).map(([name, values]) => [name, filterValues(values)]));
  } catch {
    throw new DemoHttpError(400, 'invalid filter');
  }
}

function filterValues(values: unknown): readonly string[] {
  if (Array.isArray(values)) return values.map(String);
  if (typeof values !== 'object' || values === null) throw new TypeError('not a list');
  return Object.keys(values);
}

/** All of the wanted labels, each `key` or `key=value`. */
export function hasLabels(labels: Readonly<Record<string, string>>, wanted: readonly string[]): boolean {
  return wanted.every(item => {
    const cut = item.indexOf('=');
    if (cut < 0) return labels[item] !== undefined;
    return labels[item.slice(0, cut)] === item.slice(cut + 1);
  });
}

/**
 * `since` and `until`: seconds with up to nine decimals; null: not asked.
 * @throws DemoHttpError as the engine, which takes no dates here
 */
export function parseMoment(query: URLSearchParams, name: string): Moment | null {
  const text = query.get(name) ?? '';
  if (text === '' || text === '0') return null;
  const seconds = /^(-?\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (seconds === null)
    throw new DemoHttpError(500, `strconv.ParseInt: parsing "${text.split('.')[0]}": invalid syntax`);
  const fraction = (seconds[2] ?? '').padEnd(9, '0');
  return { ms: Number(seconds[1]) * 1000 + Number(fraction.slice(0, 3)), nanos: Number(fraction.slice(3)) };
}
