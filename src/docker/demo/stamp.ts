/** Times as the engine writes them. A number can't hold nanoseconds since 1970, so a moment has two parts. */

export interface Moment {
  /** Whole ms since the epoch. */
  readonly ms: number;
  /** The nanoseconds below: 0..999,999. */
  readonly nanos: number;
}

export function isBefore(a: Moment, b: Moment): boolean {
  return a.ms < b.ms || (a.ms === b.ms && a.nanos < b.nanos);
}

/** The nine digits after the second. */
export function nanosOf(ms: number, nanos: number): string {
  const millis = ((ms % 1000) + 1000) % 1000;
  return String(Math.floor(millis)).padStart(3, '0') + String(nanos).padStart(6, '0');
}

/** RFC 3339 with nine digits, as the logs API pads it. */
export function stamp(ms: number, nanos = 0): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.${nanosOf(ms, nanos)}Z`;
}

/** RFC 3339 as Go prints it in an inspect: zeros at the end of the fraction left out. */
export function goTime(ms: number, nanos = 0): string {
  const fraction = nanosOf(ms, nanos).replace(/0+$/, '');
  return `${new Date(ms).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** The zero time of Go. */
export const zeroTime = '0001-01-01T00:00:00Z';

/** How Docker says a span in `Status` (https://github.com/docker/go-units/blob/v0.5.0/duration.go). */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.round(seconds / 3600);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(hours / 24 / 365)} years`;
}
