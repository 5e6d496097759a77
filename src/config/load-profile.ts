/**
 * The profile of the stack: defaults, then the user's config file, then `depotix.yaml` beside the compose file. The YAML
 * parser and the schema are loaded only where a file is: most starts have none.
 */
import path from 'node:path';
import { defaultProfile, type Profile } from '../model/profile.ts';
import type { ConfigProblem } from '../model/stack-event.ts';
import { readSmallText, type FileRead } from '../system/files.ts';
import type { ConfigValues } from './schema.ts';

export interface ProfileSources {
  /** The user's own file. */
  readonly configFile: string;
  /** It was named by `--config`, so that its absence is a problem. */
  readonly configNamed: boolean;
  /** Folder of the compose file; null when it is unknown or on another machine. */
  readonly stackDir: string | null;
  readonly uid: number;
  /** `--read-only`. */
  readonly readOnly: boolean;
}

export interface LoadedProfile {
  readonly profile: Profile;
  readonly problems: readonly ConfigProblem[];
  /** Files that were read, for `doctor`. */
  readonly files: readonly string[];
}

const stackConfigName = 'depotix.yaml';

/** Never throws: whatever can't be read is a problem, and its defaults hold. */
export async function loadProfile(sources: ProfileSources): Promise<LoadedProfile> {
  const problems: ConfigProblem[] = [];
  const files: string[] = [];
  const read = async (file: string, content: FileRead): Promise<ConfigValues> => {
    if (content.kind === 'missing') return {};
    if (content.kind === 'refused') {
      problems.push({ path: file, line: null, reason: content.reason });
      return {};
    }
    files.push(file);
    const { parseConfig } = await import('./parse-config.ts');
    const parsed = parseConfig(content.text, file);
    problems.push(...parsed.problems);
    return parsed.values;
  };

  const own = readSmallText(sources.configFile);
  if (own.kind === 'missing' && sources.configNamed) {
    problems.push({ path: sources.configFile, line: null, reason: 'does not exist' });
  }
  const layers = [await read(sources.configFile, own)];
  if (sources.stackDir !== null) {
    const file = path.join(sources.stackDir, stackConfigName);
    // Anybody who may write beside the compose file could else tell a root's console what to do.
    layers.push(await read(file, readSmallText(file, { trustedBy: sources.uid })));
  }
  return { profile: mergeProfile(layers, sources.readOnly), problems, files };
}

/** Later layers win, except for `readOnly`: any may switch it on, none off. */
function mergeProfile(layers: readonly ConfigValues[], readOnly: boolean): Profile {
  return layers.reduce<Profile>(
    (profile, layer) => ({
      roles: { ...profile.roles, ...layer.roles },
      publicUrl: layer.publicUrl ?? profile.publicUrl,
      publicUrlBudgetMs: layer.publicUrlBudgetMs ?? profile.publicUrlBudgetMs,
      thresholds: { ...profile.thresholds, ...layer.thresholds },
      readOnly: profile.readOnly || layer.readOnly === true,
      backupDir: layer.backupDir ?? profile.backupDir,
    }),
    { ...defaultProfile, readOnly },
  );
}
