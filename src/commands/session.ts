/** What the console and every command start from: an engine to ask, and what the arguments say about the stack. */
import type { Discovery, StackHint } from '../config/discover-stack.ts';
import type { Compose } from '../docker/compose.ts';
import type { Engine } from '../docker/engine.ts';
import type { StackIdentity } from '../model/compose-project.ts';
import type { Container } from '../model/container.ts';
import type { EngineProblem } from '../model/engine-status.ts';
import type { Profile } from '../model/profile.ts';
import type { ConfigProblem } from '../model/stack-event.ts';
import type { Clock } from '../system/clock.ts';
import type { Environment } from '../system/environment.ts';
import type { Paths } from '../system/paths.ts';
import type { TerminalManners } from '../system/terminal-manners.ts';
import type { GlobalOptions } from './parse-arguments.ts';

/** The simulator behind a demo session. */
interface DemoStage {
  readonly scenario: string;
  setScenario(name: string): void;
}

export interface Session {
  readonly engine: Engine;
  readonly compose: Compose;
  readonly hint: StackHint;
  readonly globals: GlobalOptions;
  readonly environment: Environment;
  readonly paths: Paths;
  readonly manners: TerminalManners;
  readonly clock: Clock;
  readonly version: string;
  /** null: a real engine. */
  readonly demo: DemoStage | null;
  /** Ends connections, and the simulator of a demo. */
  close(): Promise<void>;
}

/** What looking for the stack gave. */
export interface StackSearch {
  readonly discovery: Discovery | { readonly kind: 'no-engine'; readonly problem: EngineProblem };
  /** The stack, or its name from the files where the engine does not answer; null where nothing tells it. */
  readonly identity: StackIdentity | null;
  /** As the engine listed them, not inspected: all, or those of the project where its name was certain. */
  readonly containers: readonly Container[];
  /** When the engine gave the list, ms; null where it did not. */
  readonly listedAt: number | null;
  readonly profile: Profile;
  readonly configProblems: readonly ConfigProblem[];
  /** Config files that were read. */
  readonly configFiles: readonly string[];
}

/** What `src/console.ts` exports: takes the search that is already under way; resolves with the exit code at the end. */
export type OpenConsole = (session: Session, firstSearch: Promise<StackSearch>) => Promise<number>;
