import { expect, test } from 'vitest';
import type { ScreenInput } from '../../src/screens/screen-input.ts';
import { stateCell } from '../../src/screens/service-columns.ts';
import { noColor } from '../helpers/frame.ts';
import { healthyState } from '../helpers/state-factory.ts';

function sumOf(severities: readonly string[]): string {
  const services = severities.map(severity => ({ severity }));
  return stateCell(null, { stack: healthyState().stack, services, theme: noColor } as unknown as ScreenInput).text;
}

test.each([
  ['all of them', ['good', 'good'], '2 of 2 well'],
  ['one is ill, one has only begun', ['good', 'bad', 'busy'], '1 of 3 well'],
  ['a job that has done its work is neither well nor ill', ['good', 'neutral'], '1 of 1 well'],
  ['nothing is claimed before anything is read', ['neutral', 'neutral'], '–'],
  ['nothing is claimed of no services', [], '–'],
])('the row of all services counts who is well: %s', (_, severities, text) => {
  expect(sumOf(severities)).toBe(text);
});
