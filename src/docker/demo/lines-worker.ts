/** The services of the big stack, and the terminal of another project. */
import type { Run } from './container.ts';
import { django, line, type DemoLine } from './log-text.ts';
import { between, chance } from './random.ts';
import type { DemoService } from './service.ts';

export function workerStart(name: string, run: Run): readonly DemoLine[] {
  const at = run.startedAt + 700;
  return [line(at, 1, django(at, 'INFO', `depotix.${name}`, 'waiting for jobs'))];
}

/** A line every fifteen seconds, each service at a moment of its own. */
export function workerSecond(seed: number, service: DemoService, second: number): readonly DemoLine[] {
  if ((second + service.address) % 15 !== 0) return [];
  const x = chance(seed, second, service.address);
  const at = second * 1000 + between(20, 900, x);
  return [
    line(
      at,
      1,
      django(at, 'INFO', `depotix.${service.name}`, `${between(1, 40, x)} jobs done in ${between(20, 900, x)} ms`),
    ),
  ];
}

export function terminalSecond(second: number): readonly DemoLine[] {
  return second % 30 === 0 ? [line(second * 1000 + 5, 1, `\u001b[32mtick\u001b[0m ${second}`)] : [];
}
