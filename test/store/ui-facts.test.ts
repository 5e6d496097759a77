import { describe, expect, it } from 'vitest';
import { createInitialUiState } from '../../src/store/initial-ui-state.ts';
import { effectiveCursor, type UiFacts } from '../../src/store/ui-facts.ts';

const untouched = createInitialUiState(0);
const facts = (findings: UiFacts['findings']): UiFacts => ({ choosing: false, services: ['web', 'api'], findings });

describe('the cursor that nobody has moved', () => {
  it('stands on the service of the first finding', () => {
    const finding = { key: 'unhealthy:api', service: 'api', remark: false };
    expect(effectiveCursor(untouched, facts([finding]))).toBe('api');
  });

  it('stays on all services for a remark, so that the merged log is shown', () => {
    const remark = { key: 'no-limit:api', service: 'api', remark: true };
    expect(effectiveCursor(untouched, facts([remark]))).toBeNull();
  });
});
