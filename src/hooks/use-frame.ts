import { useSyncExternalStore } from 'react';
import type { Frame, FrameGate } from './frame-gate.ts';

/** The moment to draw; changes only when a frame is due. */
export function useFrame(gate: FrameGate): Frame {
  return useSyncExternalStore(gate.subscribe, gate.get, gate.get);
}
