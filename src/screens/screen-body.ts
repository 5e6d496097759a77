/** Which body a screen has now. */
import type { Body } from './body.ts';
import { chooseBody, isChoosing } from './choose/choose-body.ts';
import { healthBody } from './health/health-body.ts';
import { logsPane } from './logs/log-pane.ts';
import { hasNoEngine, noEngineBody } from './no-engine-rows.ts';
import { overviewBody } from './overview/overview-rows.ts';
import { resourcesBody } from './resources/resources-body.ts';
import type { ScreenInput } from './screen-input.ts';

export function screenBody(input: ScreenInput, width: number, height: number): Body {
  if (isChoosing(input)) return chooseBody(input);
  if (hasNoEngine(input)) return noEngineBody(input, width);
  switch (input.ui.screen) {
    case 'overview':
      return overviewBody(input, width, height);
    case 'logs':
      return { above: [], panes: [{ turn: 0, least: 1, want: 1, make: size => logsPane(input, size) }] };
    case 'health':
      return healthBody(input, height);
    case 'resources':
      return resourcesBody(input, height);
  }
}
