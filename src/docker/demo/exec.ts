/** What the commands that a runbook calls answer inside the demo's containers. */
import { conditionAt, type DemoContainer } from './container.ts';
import { probeOutcome } from './probe.ts';
import type { World } from './world.ts';

export interface ExecAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** Runs a command of a few known ones; any other is "not found", as in a slim image. */
export function answerExec(world: World, container: DemoContainer, command: readonly string[], at: number): ExecAnswer {
  const [program = ''] = command;
  const line = command.join(' ');
  const known = knownCommands.find(item => item.fits(container, line));
  if (known !== undefined) return known.answer(world, container, at, line);
  const common = commonCommand(container, command);
  if (common !== undefined) return common;
  const reason = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  // 126 for both, and on stdout: so it is on 26.1.
  return answer(
    126,
    `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${reason}: unknown\r\n`,
  );
}

interface KnownCommand {
  fits(container: DemoContainer, line: string): boolean;
  answer(world: World, container: DemoContainer, at: number, line: string): ExecAnswer;
}

const knownCommands: readonly KnownCommand[] = [
  {
    fits: (container, line) => container.service.role === 'postgres' && line.includes('pg_isready'),
    answer(_world, container, at, line) {
      const up = conditionAt(container, at) === 'up';
      const text = up
        ? '/var/run/postgresql:5432 - accepting connections\n'
        : '/var/run/postgresql:5432 - no response\n';
      return answer(up ? 0 : 2, line.includes('-q') ? '' : text, '', 30);
    },
  },
  {
    fits: (container, line) => container.service.role === 'api' && /\bcurl\b.*healthz/.test(line),
    answer: likeTheProbe,
  },
  {
    fits: (container, line) => container.service.role === 'web' && /\bwget\b.*:3000/.test(line),
    answer: likeTheProbe,
  },
  {
    fits: (container, line) => container.service.role === 'web' && /\bwget\b.*api:8000/.test(line),
    answer(world, _container, at) {
      const up = conditionAt(world.timeline.byRole('api'), at) === 'up';
      return up
        ? answer(0, '{"ok": true}')
        : answer(1, '', "wget: can't connect to remote host (172.18.0.3): Connection refused\n");
    },
  },
  {
    fits: (container, line) => container.service.role === 'caddy' && /\bcaddy (?:validate|reload)\b/.test(line),
    answer: () =>
      answer(
        0,
        'Valid configuration\n',
        '{"level":"info","msg":"using config from file","file":"/etc/caddy/Caddyfile"}\n',
        80,
      ),
  },
  {
    fits: (container, line) => container.service.role === 'caddy' && /\bcaddy version\b/.test(line),
    answer: () => answer(0, 'v2.10.2 h1:g/gTYjGMD0dec+UgMw8SnfmJ3I9+M2TdvoRL/Ovu6U8=\n'),
  },
  {
    fits: (container, line) => container.service.role === 'caddy' && /\bwget\b.*:(?:2019|2020)/.test(line),
    answer: likeTheProbe,
  },
];

function likeTheProbe(world: World, container: DemoContainer, at: number): ExecAnswer {
  const outcome = probeOutcome(world.timeline, container, at);
  if (outcome.exitCode === 0) return answer(0, outcome.output, '', outcome.durationMs);
  return answer(outcome.exitCode < 0 ? 28 : outcome.exitCode, '', outcome.output, outcome.durationMs);
}

function commonCommand(container: DemoContainer, command: readonly string[]): ExecAnswer | undefined {
  const script =
    /^(?:\/bin\/)?(?:ba)?sh$/.test(command[0] ?? '') && command[1] === '-c' ? (command[2] ?? '').split(' ') : command;
  const [program, ...rest] = script;
  if (program === 'true') return answer(0, '');
  if (program === 'false') return answer(1, '');
  if (program === 'echo') return answer(0, `${rest.join(' ')}\n`);
  if (program === 'hostname') return answer(0, `${container.id.slice(0, 12)}\n`);
  if (program === 'env' || program === 'printenv') return answer(0, `${container.service.environment.join('\n')}\n`);
  if (program === 'exit') return answer(Number(rest[0] ?? 0), '');
  return undefined;
}

function answer(exitCode: number, stdout: string, stderr = '', durationMs = 15): ExecAnswer {
  return { exitCode, stdout, stderr, durationMs };
}
