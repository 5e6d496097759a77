/** Facts → the checks of `depotix doctor`; pure. Each that is not fine says what to do next. */
import { compareApi, oldestApi } from '../docker/api-version.ts';
import { stackSteps } from './no-stack.ts';
import type { StackSearch } from './session.ts';
import type { EngineInfo, EngineProblem } from '../model/engine-status.ts';
import { sanitizeLabel } from '../model/sanitize.ts';
import type { ComposeVersion } from './compose-version.ts';

type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Check {
  readonly name: string;
  readonly status: CheckStatus;
  readonly text: string;
  readonly nextSteps: readonly string[];
}

export interface DoctorFacts {
  readonly nodeVersion: string;
  readonly endpoint: string;
  readonly local: boolean;
  readonly engine: { readonly info: EngineInfo; readonly answerMs: number } | { readonly problem: EngineProblem };
  readonly compose: ComposeVersion;
  readonly search: StackSearch;
  readonly configFile: string;
  readonly terminal: {
    readonly isTTY: boolean;
    readonly columns: number | null;
    readonly term: string | null;
    readonly color: boolean;
  };
  readonly ascii: boolean;
  readonly locale: string | null;
  /** False: another user's /proc is hidden, or there is no /proc. */
  readonly procReadable: boolean;
}

export function doctorChecks(facts: DoctorFacts): readonly Check[] {
  return [
    nodeCheck(facts),
    ...engineChecks(facts),
    composeCheck(facts),
    ...stackChecks(facts),
    configCheck(facts),
    hostCheck(facts),
    terminalCheck(facts),
    localeCheck(facts),
  ];
}

const ok = (name: string, text: string): Check => ({ name, status: 'ok', text, nextSteps: [] });
const bad = (name: string, status: CheckStatus, text: string, nextSteps: readonly string[]): Check => ({
  name,
  status,
  text,
  nextSteps,
});

function nodeCheck({ nodeVersion }: DoctorFacts): Check {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return ok('node', nodeVersion);
  return bad('node', 'failed', `${nodeVersion} is too old`, ['Install Node.js 22.15 or newer']);
}

function engineChecks({ engine, endpoint }: DoctorFacts): readonly Check[] {
  if ('problem' in engine) {
    const { message, nextSteps } = engine.problem;
    return [bad('engine', 'failed', sanitizeLabel(message), nextSteps), bad('api', 'skipped', 'no engine to ask', [])];
  }
  const { info, answerMs } = engine;
  const found = `${sanitizeLabel(info.version)} at ${sanitizeLabel(endpoint)}, answered in ${Math.round(answerMs)} ms`;
  const reachable =
    answerMs < slowMs
      ? ok('engine', found)
      : bad('engine', 'warning', `${found}: slow`, ['Is the host overloaded? uptime; df -h; dmesg | tail']);
  const api =
    compareApi(info.apiVersion, oldestApi) >= 0
      ? ok('api', `${sanitizeLabel(info.apiVersion)}, cgroup v${info.cgroupVersion}`)
      : bad('api', 'failed', `${sanitizeLabel(info.apiVersion)} is older than ${oldestApi}`, [
          'Docker Engine 20.10 or newer is needed',
        ]);
  return [reachable, api];
}

const slowMs = 1_000;

function composeCheck({ compose }: DoctorFacts): Check {
  if (compose.version === null) {
    return bad(
      'compose',
      'warning',
      `${sanitizeLabel(compose.problem ?? 'not found')}: how many containers a service should have is not known`,
      ['Install the plug-in: apt-get install docker-compose-plugin (Docker) or docker-compose-v2 (Debian, Ubuntu)'],
    );
  }
  return Number.parseInt(compose.version, 10) >= 2
    ? ok('compose', compose.version)
    : bad('compose', 'warning', `${compose.version} is version 1, which is no longer kept up`, [
        'Install version 2 or newer',
      ]);
}

function stackChecks({ search, endpoint }: DoctorFacts): readonly Check[] {
  const { discovery, identity } = search;
  if (discovery.kind === 'choose') {
    const names = discovery.candidates.map(({ project }) => sanitizeLabel(project));
    return [bad('stack', 'warning', `several: ${names.join(', ')}`, [`depotix -p ${names[0] ?? 'NAME'}`])];
  }
  if (discovery.kind === 'no-such-stack') {
    const text = `none named ${sanitizeLabel(discovery.project)} on ${sanitizeLabel(endpoint)}`;
    return [bad('stack', 'failed', text, stackSteps(discovery.candidates, null))];
  }
  if (identity === null) {
    const text = discovery.kind === 'no-engine' ? 'not known without an engine' : `none on ${sanitizeLabel(endpoint)}`;
    const steps = ['Go to the folder of the compose file, or name it: depotix -f FILE'];
    return [bad('stack', discovery.kind === 'no-engine' ? 'skipped' : 'warning', text, steps)];
  }
  const files =
    identity.files.length === 0 ? 'no compose file known' : identity.files.map(file => sanitizeLabel(file)).join(', ');
  const stack = ok('stack', `${sanitizeLabel(identity.project)} (${files})`);
  return identity.warnings.length === 0
    ? [stack]
    : [
        stack,
        bad('files', 'warning', identity.warnings.map(warning => sanitizeLabel(warning)).join('; '), [
          'Start the console where the files are, or name them: depotix -f FILE',
        ]),
      ];
}

function configCheck({ search, configFile }: DoctorFacts): Check {
  const { configProblems, configFiles } = search;
  if (configProblems.length === 0) {
    return ok(
      'config',
      configFiles.length === 0
        ? `none, defaults (${sanitizeLabel(configFile)})`
        : configFiles.map(file => sanitizeLabel(file)).join(', '),
    );
  }
  const texts = configProblems.map(({ path, line, reason }) =>
    sanitizeLabel(`${path}${line === null ? '' : `:${line}`} ${reason}`),
  );
  return bad('config', 'failed', texts.join('; '), ['Mend the file; until then the defaults hold']);
}

function hostCheck({ local, procReadable }: DoctorFacts): Check {
  if (!local) return bad('host', 'skipped', 'not available: the engine is elsewhere', []);
  return procReadable
    ? ok('host', 'memory, load and control groups can be read')
    : bad('host', 'warning', "can't read /proc: memory, load and OOM counts stay unknown", [
        'Start the console on the host itself, as root or in its group docker',
      ]);
}

function terminalCheck({ terminal }: DoctorFacts): Check {
  if (!terminal.isTTY) return ok('terminal', 'none: commands print plain text');
  const text = `${sanitizeLabel(terminal.term ?? 'TERM is not set')}, ${terminal.columns ?? '?'} columns, ${terminal.color ? 'colours' : 'no colours'}`;
  return (terminal.columns ?? 80) >= 40
    ? ok('terminal', text)
    : bad('terminal', 'warning', `${text}: narrow`, ['60 columns or more show a whole pane']);
}

function localeCheck({ ascii, locale }: DoctorFacts): Check {
  const name = sanitizeLabel(locale ?? 'not set');
  return ascii
    ? bad('locale', 'warning', `${name}: no UTF-8, so ASCII symbols are used`, ['export LANG=C.UTF-8'])
    : ok('locale', name);
}
