import { array, assert, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonStream } from '../../../src/docker/parse/json-stream.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('O-STATS-4: samples do not respect the borders of chunks', () => {
  test('two objects, the second cut in its key', () => {
    const stream = createJsonStream();
    expect(stream.push(bytes('{"read":"T1","cpu_stats":{}}\n{"rea'))).toEqual([{ read: 'T1', cpu_stats: {} }]);
    expect(stream.pending).toBe(true);
    expect(stream.push(bytes('d":"T2","cpu_stats":{}}\n'))).toEqual([{ read: 'T2', cpu_stats: {} }]);
    expect(stream.pending).toBe(false);
  });

  test('two events with nothing between', () => {
    expect(createJsonStream().push(bytes('{"Action":"stop"}{"Action":"die"}'))).toEqual([
      { Action: 'stop' },
      { Action: 'die' },
    ]);
  });

  test('any cut gives the same values, also within a character, a string with braces or an escape', () => {
    const values = [{ name: '日本 "}{" \\', list: [1, [2], {}] }, { a: '€'.repeat(20) }, [{ b: null }]];
    const text = bytes(values.map(value => JSON.stringify(value)).join('\r\n'));
    assert(
      property(array(nat(text.length), { maxLength: 20 }), cuts => {
        const stream = createJsonStream();
        const borders = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(borders.slice(1).flatMap((end, index) => stream.push(text.subarray(borders[index], end)))).toEqual(
          values,
        );
      }),
    );
  });

  test('what is no JSON is an error, not a wait without end', () => {
    expect(() => createJsonStream().push(bytes('<html>'))).toThrow(SyntaxError);
    expect(() => createJsonStream(100).push(bytes(`{"a":"${'x'.repeat(200)}`))).toThrow(/longer than 100/);
  });
});
