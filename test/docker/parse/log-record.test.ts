import { array, assert, nat, property } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogParser } from '../../../src/docker/parse/log-record.ts';
import { createFrameReader } from '../../../src/docker/parse/log-frame.ts';
import { engineTime } from '../../../src/docker/parse/log-stamp.ts';

const stamp = '2026-11-25T02:36:22.790044815Z';
const later = '2026-11-25T02:36:22.833303034Z';
const owner = { containerId: 'c1', service: 'api' };

function frame(stream: 0 | 1 | 2 | 3, text: string | Uint8Array): Buffer {
  const body = Buffer.from(text as string);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

function parse(bytes: Uint8Array, options: { tty?: boolean; cuts?: readonly number[]; maxLineBytes?: number } = {}) {
  const { tty = false, cuts = [], ...rest } = options;
  const parser = createLogParser({ ...owner, tty, ...rest });
  const borders = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const records = borders.slice(1).flatMap((border, index) => parser.push(bytes.subarray(borders[index], border)));
  return [...records, ...parser.end()];
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const cutsOf = (length: number): Arbitrary<number[]> => array(nat(length), { maxLength: 30 });
const texts = (records: readonly { readonly text: string }[]): string[] => records.map(record => record.text);

describe('O-LOGS-5: frames', () => {
  const chunks = [
    hex('01 00 00'),
    hex('00 00 00 00 06 c3'),
    hex('a9 20 6f 6b 0a'),
    Buffer.concat([hex('01 00 00 00 00 00 00 02 61 0a'), hex('02 00 00 00 00 00 00 02 62 0a')]),
  ];

  test('cut anywhere give whole characters in their order', () => {
    const reader = createFrameReader();
    const frames = chunks.flatMap(chunk =>
      [...reader.push(chunk)].map(({ stream, bytes }) => [stream, Buffer.from(bytes).toString()]),
    );
    expect(frames).toEqual([
      ['stdout', 'é ok\n'],
      ['stdout', 'a\n'],
      ['stderr', 'b\n'],
    ]);
    expect(reader.pendingBytes).toBe(0);
  });

  test('of no length are ignored', () => {
    expect(createFrameReader().push(Buffer.concat([frame(1, ''), frame(2, 'x')]))).toHaveLength(1);
  });

  test('that are none are refused, not shown as garbage', () => {
    expect(() => createFrameReader().push(Buffer.from('plain text of a TTY'))).toThrow(RangeError);
  });

  test('of an absurd length are refused before anything is held for them', () => {
    expect(() => createFrameReader().push(hex('01 00 00 00 ff ff ff ff'))).toThrow(/4294967295 bytes/);
  });

  test('that are half there are told as pending', () => {
    const reader = createFrameReader();
    reader.push(frame(1, 'hello').subarray(0, 10));
    expect(reader.pendingBytes).toBe(10);
  });
});

describe('records', () => {
  test('have the nanoseconds of the engine, the stream, and no line end', () => {
    const bytes = Buffer.concat([frame(1, `${stamp} first\n`), frame(2, `${later} second\r\n`)]);
    expect(parse(bytes)).toEqual([
      {
        kind: 'record',
        ...owner,
        stream: 'stdout',
        atMs: Date.parse('2026-11-25T02:36:22.790Z'),
        nanos: 44_815,
        text: 'first',
      },
      {
        kind: 'record',
        ...owner,
        stream: 'stderr',
        atMs: Date.parse('2026-11-25T02:36:22.833Z'),
        nanos: 303_034,
        text: 'second',
      },
    ]);
  });

  test.each([
    ['2026-11-25T02:36:22Z', 0, 0],
    ['2026-11-25T02:36:22.5Z', 500, 0],
    ['2026-11-25T02:36:22.12Z', 120, 0],
    ['2026-11-25T03:36:22.000000001+01:00', 0, 1],
  ])('understand the time %s', (time, ms, nanos) => {
    const [record] = parse(frame(1, `${time} text\n`));
    expect(record).toMatchObject({ atMs: Date.parse('2026-11-25T02:36:22Z') + ms, nanos, text: 'text' });
  });

  test('without a time keep their text and take the time before', () => {
    const records = parse(Buffer.concat([frame(1, `${stamp} a\n`), frame(1, 'no time here\n')]));
    expect(texts(records)).toEqual(['a', 'no time here']);
    expect(records[1]?.atMs).toBe(records[0]?.atMs);
  });

  test('may be empty lines', () => {
    expect(texts(parse(Buffer.concat([frame(1, `${stamp} \n`), frame(1, `${later} \r\n`)])))).toEqual(['', '']);
  });

  test('replace bytes that are no UTF-8', () => {
    const bad = Buffer.concat([Buffer.from(`${stamp} a`), Buffer.from([0xff, 0xfe]), Buffer.from('b\n')]);
    expect(texts(parse(frame(1, bad)))).toEqual(['a\ufffd\ufffdb']);
  });

  test('O-LOGS-4: leave carriage returns in the line to those who show it', () => {
    expect(texts(parse(frame(1, `${stamp} pull 10%\rpull 55%\rpull 100%\n`)))).toEqual([
      'pull 10%\rpull 55%\rpull 100%',
    ]);
  });

  test('keep the complaint of the engine apart from the lines', () => {
    const parser = createLogParser({ ...owner, tty: false });
    expect(parser.push(frame(3, 'Error grabbing logs: unexpected EOF'))).toEqual([]);
    expect(parser.complaint).toBe('Error grabbing logs: unexpected EOF');
  });
});

describe('lines longer than 16 KiB', () => {
  const piece = 'd'.repeat(16_384);

  test('come in pieces with the same time and are joined', () => {
    const bytes = Buffer.concat([
      frame(1, `${stamp} ${piece}`),
      frame(1, `${stamp} ${piece}`),
      frame(1, `${stamp} end\n`),
      frame(1, `${later} next\n`),
    ]);
    expect(texts(parse(bytes))).toEqual([`${piece}${piece}end`, 'next']);
  });

  test('are joined by stream, whatever the other stream says in between', () => {
    const bytes = Buffer.concat([
      frame(1, `${stamp} ${piece}`),
      frame(2, `${later} err\n`),
      frame(1, `${stamp} end\n`),
    ]);
    expect(texts(parse(bytes))).toEqual(['err', `${piece}end`]);
  });

  test('keep a character whole that the 16 KiB border cuts', () => {
    const euro = Buffer.from('€');
    const head = Buffer.concat([Buffer.from(`${stamp} `), Buffer.alloc(16_383, 'x'), euro.subarray(0, 1)]);
    const tail = Buffer.concat([Buffer.from(`${stamp} `), euro.subarray(1), Buffer.from('\n')]);
    expect(texts(parse(Buffer.concat([frame(1, head), frame(1, tail)])))).toEqual([`${'x'.repeat(16_383)}€`]);
  });

  test('are told as partial where the stream ends in their middle', () => {
    expect(parse(frame(1, `${stamp} ${piece}`))).toMatchObject([{ text: piece, partial: true }]);
  });

  test('are cut at the bound, not collected without end', () => {
    const many = Buffer.concat([
      ...Array.from({ length: 8 }, () => frame(1, `${stamp} ${piece}`)),
      frame(1, `${stamp} end\n`),
    ]);
    const records = parse(many, { maxLineBytes: 64 * 1024 });
    expect(records.map(({ text, partial }) => [text.length, partial])).toEqual([
      [65_536, true],
      [65_536, true],
      [3, undefined],
    ]);
  });

  test('tell the time at which a stream must be taken up again', () => {
    const parser = createLogParser({ ...owner, tty: false });
    parser.push(frame(1, `${stamp} ${piece}`));
    expect(parser.pendingStamp).toMatchObject({ atMs: Date.parse('2026-11-25T02:36:22.790Z'), nanos: 44_815 });
    parser.push(frame(1, `${stamp} end\n`));
    expect(parser.pendingStamp).toBeNull();
  });

  test('are not joined with the next run where a process left its last line open', () => {
    const bytes = Buffer.concat([frame(1, `${stamp} no line end`), frame(1, `${later} next run\n`)]);
    expect(parse(bytes)).toMatchObject([{ text: 'no line end' }, { text: 'next run' }]);
    expect(parse(bytes)[0]).not.toHaveProperty('partial');
  });

  test('of a TTY have the time in their middle taken out', () => {
    const line = `${stamp} ${piece}${stamp} ${piece}${stamp} end\r\n${later} next\r\n`;
    expect(texts(parse(Buffer.from(line), { tty: true }))).toEqual([`${piece}${piece}end`, 'next']);
  });

  test('of a TTY keep a time that the program itself wrote', () => {
    const line = `${stamp} at ${later} it began\r\n`;
    expect(texts(parse(Buffer.from(line), { tty: true }))).toEqual([`at ${later} it began`]);
  });
});

describe('any cut of the bytes', () => {
  const lines = ['first line', 'zweite Zeile äöü €', '', '日本語ログ', 'd'.repeat(16_384)];

  test('gives the same records with frames', () => {
    const bytes = Buffer.concat(
      lines.map((line, index) => frame(index % 2 === 0 ? 1 : 2, `2026-11-25T02:36:22.79004481${index}Z ${line}\n`)),
    );
    const whole = parse(bytes);
    expect(texts(whole)).toEqual(lines);
    assert(
      property(cutsOf(bytes.length), cuts => {
        expect(parse(bytes, { cuts })).toEqual(whole);
      }),
    );
  });

  test('gives the same records with a TTY', () => {
    const bytes = Buffer.from(lines.map((line, index) => `2026-11-25T02:36:22.79004481${index}Z ${line}\r\n`).join(''));
    const whole = parse(bytes, { tty: true });
    expect(texts(whole)).toEqual(lines);
    assert(
      property(cutsOf(bytes.length), cuts => {
        expect(parse(bytes, { cuts, tty: true })).toEqual(whole);
      }),
    );
  });
});

test('a time is written as the engine takes it, to the nanosecond', () => {
  expect(engineTime(Date.parse('2026-11-25T02:36:22.790Z'), 44_815)).toBe('1795574182.790044815');
  expect(engineTime(1_000, 1)).toBe('1.000000001');
});
