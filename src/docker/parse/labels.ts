/** The labels by which Compose marks what it made (https://github.com/docker/compose/blob/v2.26.1/pkg/api/labels.go). */
import { isAbsolute } from 'node:path/posix';
import type { ComposeLabels } from '../../model/container.ts';
import type { Raw } from '../engine.ts';
import { stringAt } from './raw.ts';

const prefix = 'com.docker.compose.';

export function parseLabels(labels: Raw): ComposeLabels {
  const text = (name: string): string | null => stringAt(labels, prefix + name) || null;
  const number = Number.parseInt(text('container-number') ?? '', 10);
  return {
    project: text('project'),
    service: text('service'),
    number: Number.isNaN(number) ? null : number,
    // Compose writes Python's words, "True" and "False".
    oneOff: (text('oneoff') ?? '').toLowerCase() === 'true',
    configHash: text('config-hash'),
    workingDir: text('project.working_dir'),
    configFiles: splitFiles(text('project.config_files') ?? ''),
    dependsOn: (text('depends_on') ?? '')
      .split(',')
      .map(item => item.split(':')[0]?.trim() ?? '')
      .filter(name => name !== ''),
  };
}

/**
 * Compose joins the paths with commas and escapes none: a piece that does not end as a compose file does and is followed
 * by a relative piece is the first half of a path with a comma in it.
 */
function splitFiles(text: string): readonly string[] {
  const files: string[] = [];
  let open: string | null = null;
  for (const piece of text.split(',')) {
    if (open !== null && !isAbsolute(piece)) {
      open = `${open},${piece}`;
    } else {
      if (open !== null) files.push(open);
      open = piece;
    }
    if (/\.(ya?ml|json)$/i.test(open) || open === '-') {
      files.push(open);
      open = null;
    }
  }
  if (open !== null) files.push(open);
  return files.map(file => file.trim()).filter(file => file !== '');
}
