import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogParser } from '../../src/docker/parse/log-record.ts';
import { engineTime } from '../../src/docker/parse/log-stamp.ts';
import type { LogStreamStatus } from '../../src/model/log-line.ts';
import type { LogBatch } from '../../src/model/log-record.ts';
import type { StackEvent } from '../../src/model/stack-event.ts';
import { ingestLogs } from '../../src/store/ingest-logs.ts';
import { createLogStore, type LogStore } from '../../src/store/log-store.ts';
import { logRecord, logStart, shownTexts } from '../helpers/log-records.ts';

const clock = { now: () => logStart };

async function* deliver(batches: readonly LogBatch[]): AsyncGenerator<LogBatch> {
  yield* batches;
}

async function ingest(batches: readonly LogBatch[]): Promise<{ logs: LogStore; events: StackEvent[] }> {
  const logs = createLogStore({ clock });
  const events: StackEvent[] = [];
  for await (const event of ingestLogs(deliver(batches), logs, clock)) events.push(event);
  return { logs, events };
}

const lost: LogStreamStatus = {
  containerId: 'api-1',
  service: 'api',
  phase: 'lost',
  reason: 're-attaching in 2 s',
  since: logStart,
  received: 1,
};

describe('what the followers bring', () => {
  it('goes into the rings, and the state hears the version once a batch', async () => {
    const { logs, events } = await ingest([
      [logRecord('api', 0, 'a'), logRecord('api', 1, 'b')],
      [logRecord('web', 2, 'c')],
    ]);
    expect(shownTexts(logs)).toEqual(['a', 'b', 'c']);
    expect(events.map(event => event.type)).toEqual(['logs-appended', 'logs-appended']);
    expect(events.at(-1)).toMatchObject({ version: logs.version });
  });

  it('tells how a stream stands, which alone changes no line', async () => {
    const { logs, events } = await ingest([[{ kind: 'status', status: lost }]]);
    expect(events).toEqual([{ type: 'log-stream-changed', at: logStart, status: lost }]);
    expect(logs.version).toBe(0);
  });
});

describe('the bytes of several containers', () => {
  const textOfLine = fc.string({ unit: 'grapheme', maxLength: 40 }).map(text => text.replaceAll(/[\p{C}\s]/gu, ' '));
  const line = fc.record({ ms: fc.integer({ min: 0, max: 50 }), stderr: fc.boolean(), text: textOfLine });
  const log = fc.array(line, { maxLength: 12 }).map(lines => lines.toSorted((a, b) => a.ms - b.ms));

  function frame({ ms, stderr, text }: { ms: number; stderr: boolean; text: string }, nanos: number): Buffer {
    const [seconds = '', fraction = ''] = engineTime(logStart + ms, nanos).split('.');
    const stamp = `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
    const payload = Buffer.from(`${stamp} ${text}\n`);
    const header = Buffer.from([stderr ? 2 : 1, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(payload.length, 4);
    return Buffer.concat([header, payload]);
  }

  it('become the same merged lines however they are cut and interleaved', () => {
    fc.assert(
      fc.property(fc.tuple(log, log, log), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (all, sizes) => {
        const logs = createLogStore({ clock: { now: () => logStart - 1000 } });
        const streams = all.map((lines, index) => ({
          parser: createLogParser({ containerId: `c${index}`, service: `s${index}`, tty: false }),
          bytes: Buffer.concat(lines.map((one, place) => frame(one, place))),
          at: 0,
        }));
        let turn = 0;
        for (const size of sizes) {
          const open = streams.filter(({ bytes, at }) => at < bytes.length);
          const stream = open[turn % Math.max(1, open.length)];
          if (stream === undefined) break;
          turn += size;
          logs.append(stream.parser.push(stream.bytes.subarray(stream.at, stream.at + size)));
          stream.at += size;
        }
        const wanted = all
          .flatMap((lines, index) => lines.map((one, place) => ({ ...one, place, index })))
          .toSorted((a, b) => a.ms - b.ms || a.place - b.place);
        const lines = logs.lines(null);
        expect(lines).toHaveLength(wanted.length);
        expect(lines.map(one => [one.atMs - logStart, one.nanos])).toEqual(wanted.map(one => [one.ms, one.place]));
        for (const [index, own] of all.entries()) {
          expect(logs.lines(`s${index}`).map(one => one.stream)).toEqual(
            own.map(one => (one.stderr ? 'stderr' : 'stdout')),
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});
