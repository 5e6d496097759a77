/** The engine about itself: `/version` and `/info` together. */
import type { EngineInfo } from '../../model/engine-status.ts';
import type { Raw } from '../engine.ts';
import { numberAt, stringAt } from './raw.ts';

/** `info` may be empty where the engine did not answer it in time: then its figures are 0 and its words empty. */
export function parseEngineInfo(version: Raw, info: Raw): EngineInfo {
  return {
    version: stringAt(version, 'Version') || stringAt(info, 'ServerVersion'),
    apiVersion: stringAt(version, 'ApiVersion'),
    os: stringAt(info, 'OperatingSystem') || stringAt(version, 'Os'),
    kernel: stringAt(info, 'KernelVersion') || stringAt(version, 'KernelVersion'),
    cpus: numberAt(info, 'NCPU') ?? 0,
    memoryBytes: numberAt(info, 'MemTotal') ?? 0,
    name: stringAt(info, 'Name'),
    cgroupVersion: stringAt(info, 'CgroupVersion') === '2' ? 2 : 1,
    rootDir: stringAt(info, 'DockerRootDir') || null,
  };
}
