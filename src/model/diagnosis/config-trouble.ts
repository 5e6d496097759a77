/** What stands in the console's own way: its configuration, and the compose files it should go by. */
import type { Finding } from '../finding.ts';
import { sanitizeLabel } from '../sanitize.ts';
import type { Facts } from './facts.ts';
import { advice, composeCommand, evidence, finding, shell, stackSubject } from './finding-parts.ts';

/** The console opens on its defaults, and says so. */
export function configInvalid({ configProblems, composeProblem, identity, engine }: Facts): Finding[] {
  const first = configProblems[0];
  const config =
    first === undefined
      ? []
      : [
          finding({
            code: 'config-invalid',
            severity: 'warning',
            subject: { kind: 'stack', name: 'configuration' },
            title: `${sanitizeLabel(placeOf(first))}: ${sanitizeLabel(first.reason)}; the defaults are used`,
            since: null,
            evidence: configProblems.map(problem => evidence(null, `${placeOf(problem)}: ${problem.reason}`)),
            nextSteps: [advice(`correct ${sanitizeLabel(first.path)} and open the console again`)],
          }),
        ];
  // Where nothing names a file there is none to be wrong, and those of another machine are seldom here too.
  if (composeProblem === null || identity.files.length === 0) return config;
  return [
    ...config,
    finding({
      code: 'config-invalid',
      severity: engine.local ? 'warning' : 'info',
      subject: { kind: 'stack', name: 'compose file' },
      title: `compose file can’t be read: ${sanitizeLabel(composeProblem)}; services that have no container are not shown`,
      since: null,
      evidence: [evidence(null, composeProblem)],
      nextSteps: [shell('let Compose check it', composeCommand(identity, 'config', '--quiet'))],
    }),
  ];
}

function placeOf({ path, line }: { readonly path: string; readonly line: number | null }): string {
  return line === null ? path : `${path} line ${line}`;
}

/** An `up` with other files than the containers were made from changes more than one meant to change. */
export function composeFilesDiffer({ identity, services }: Facts): Finding[] {
  const sets = new Map<string, string[]>();
  for (const { name, containers } of services) {
    for (const { labels } of containers) {
      const files = labels.configFiles.join(', ');
      if (files !== '') sets.set(files, [...new Set([...(sets.get(files) ?? []), name])]);
    }
  }
  const differing = sets.size > 1 ? [...sets].map(([files, names]) => `${names.join(', ')}: made from ${files}`) : [];
  const lines = [...identity.warnings, ...differing];
  const first = identity.warnings[0] ?? 'the containers were made from different compose files';
  if (lines.length === 0) return [];
  return [
    finding({
      code: 'compose-files-differ',
      severity: 'warning',
      subject: stackSubject(identity),
      title: sanitizeLabel(first),
      since: null,
      evidence: lines.map(line => evidence(null, line)),
      nextSteps: [shell('see what Compose makes of the files', composeCommand(identity, 'config'))],
    }),
  ];
}
