import { groupServices } from '../model/group-services.ts';
import type { StackState } from '../model/stack-state.ts';

/** Names of the stack's services in the order of the console. */
export function servicesOf(state: StackState): readonly string[] {
  const services = groupServices(Object.values(state.containers), state.compose, state.profile, {
    engineConnected: true,
  });
  return services.map(({ name }) => name);
}
