/** The part of a container that only inspect tells. */
import type {
  ContainerDetail,
  ContainerLimits,
  ContainerMount,
  ContainerNetwork,
  LogSettings,
} from '../../model/container.ts';
import type { Raw } from '../engine.ts';
import { parseHealthCheck } from './health.ts';
import { booleanAt, numberAt, positiveAt, rawAt, rawsAt, stringAt, stringsAt, timeAt } from './raw.ts';

export function parseDetail(raw: Raw): ContainerDetail {
  const state = rawAt(raw, 'State');
  const host = rawAt(raw, 'HostConfig');
  const config = rawAt(raw, 'Config');
  return {
    exitCode: numberAt(state, 'ExitCode') ?? 0,
    oomKilled: booleanAt(state, 'OOMKilled'),
    error: stringAt(state, 'Error'),
    restartCount: numberAt(raw, 'RestartCount') ?? 0,
    startedAt: timeAt(state, 'StartedAt'),
    finishedAt: timeAt(state, 'FinishedAt'),
    pid: positiveAt(state, 'Pid'),
    // The engine writes "" for a container made without the option.
    restartPolicy: stringAt(rawAt(host, 'RestartPolicy'), 'Name') || 'no',
    healthCheck: parseHealthCheck(config),
    limits: parseLimits(host),
    log: parseLog(raw, host, config),
    networks: parseNetworks(rawAt(rawAt(raw, 'NetworkSettings'), 'Networks')),
    networkMode: stringAt(host, 'NetworkMode'),
    mounts: rawsAt(raw, 'Mounts').map(parseMount),
    stopTimeoutSeconds: numberAt(config, 'StopTimeout'),
    stopSignal: stringAt(config, 'StopSignal') || null,
  };
}

/** Bytes, cores (`--cpus`, or quota / period), processes. */
function parseLimits(host: Raw): ContainerLimits {
  const nanoCpus = positiveAt(host, 'NanoCpus');
  const quota = positiveAt(host, 'CpuQuota');
  const period = positiveAt(host, 'CpuPeriod') ?? 100_000;
  return {
    memoryBytes: positiveAt(host, 'Memory'),
    cpuCores: nanoCpus === null ? (quota === null ? null : quota / period) : nanoCpus / 1e9,
    pids: positiveAt(host, 'PidsLimit'),
  };
}

function parseLog(raw: Raw, host: Raw, config: Raw): LogSettings {
  const log = rawAt(host, 'LogConfig');
  const options = Object.entries(rawAt(log, 'Config')).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    driver: stringAt(log, 'Type') || 'json-file',
    options: Object.fromEntries(options),
    path: stringAt(raw, 'LogPath') || null,
    tty: booleanAt(config, 'Tty'),
  };
}

function parseNetworks(networks: Raw): readonly ContainerNetwork[] {
  return Object.keys(networks).map(name => {
    const network = rawAt(networks, name);
    return {
      name,
      ip: stringAt(network, 'IPAddress') || stringAt(network, 'GlobalIPv6Address') || null,
      aliases: stringsAt(network, 'Aliases'),
    };
  });
}

function parseMount(mount: Raw): ContainerMount {
  return {
    type: stringAt(mount, 'Type'),
    name: stringAt(mount, 'Name') || null,
    source: stringAt(mount, 'Source'),
    destination: stringAt(mount, 'Destination'),
    readOnly: mount['RW'] === false,
  };
}
