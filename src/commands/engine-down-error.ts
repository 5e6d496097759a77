import type { EngineProblem } from '../model/engine-status.ts';
import type { StackSearch } from './session.ts';

/** The engine does not answer: `main` prints what the host itself can tell, and exits 5. */
export class EngineDownError extends Error {
  readonly problem: EngineProblem;
  readonly search: StackSearch;

  constructor(problem: EngineProblem, search: StackSearch) {
    super(problem.message);
    this.name = 'EngineDownError';
    this.problem = problem;
    this.search = search;
  }
}
