/** Five lines for the incident channel. */
import { formatClockMinute, formatDate, formatDuration } from '../model/format.ts';
import { screenInput, type FrameInput } from './screen-input.ts';

/** Plain text, no symbols that a chat would turn into pictures. */
export function summaryText(frame: FrameInput): string {
  const { stack, services, findings, verdict, now } = screenInput(frame);
  const host = stack.engine.info?.name ?? stack.engine.endpoint;
  const age =
    stack.engine.phase === 'connected'
      ? ''
      : `, engine ${stack.engine.phase} for ${formatDuration(now - stack.engine.since)}`;
  const [first, second, ...more] = findings.filter(finding => finding.severity !== 'info');
  const step = first?.nextSteps[0];
  return [
    `${stack.identity.project} on ${host}: ${verdict.state.toUpperCase()}, ${verdict.reason}${age} (${formatDate(now)} ${formatClockMinute(now)} UTC)`,
    first === undefined ? 'Nothing is known to be wrong.' : `Wrong: ${first.title}`,
    second === undefined
      ? 'Seen: ' + (first?.evidence[0]?.text ?? 'no evidence')
      : `Also: ${second.title}${more.length === 0 ? '' : ` and ${more.length} more`}`,
    `Services: ${services.map(service => `${service.name} ${service.stateText}`).join(', ')}`,
    `Next: ${step === undefined ? 'nothing to do' : `${step.text} ${step.command ?? ''}`.trim()}`,
  ].join('\n');
}
