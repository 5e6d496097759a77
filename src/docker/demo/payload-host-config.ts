/** `HostConfig` of an inspect: the limits, and all that this stack leaves at the engine's defaults. */
import type { DemoContainer } from './container.ts';
import { demoProject, type DemoMount, type DemoService } from './service.ts';

export function hostConfig(container: DemoContainer): object {
  const { service } = container;
  const binds = service.mounts.filter(mount => mount.type === 'bind');
  return {
    ...defaults,
    Binds: binds.length === 0 ? null : binds.map(bindText),
    LogConfig: {
      Type: 'json-file',
      Config: service.project === demoProject ? { 'max-file': '5', 'max-size': '20m' } : {},
    },
    NetworkMode: networkName(container),
    PortBindings: portBindings(container),
    RestartPolicy: { Name: service.restartPolicy, MaximumRetryCount: 0 },
    Memory: service.memoryLimit,
    NanoCpus: Math.round(service.cpus * 1e9),
    MemorySwap: service.memoryLimit * 2,
    ...volumeMounts(service),
  };
}

const defaults = {
  ContainerIDFile: '',
  AutoRemove: false,
  VolumeDriver: '',
  VolumesFrom: null,
  ConsoleSize: [0, 0],
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: 'private',
  Dns: null,
  DnsOptions: null,
  DnsSearch: null,
  ExtraHosts: [],
  GroupAdd: null,
  IpcMode: 'private',
  Cgroup: '',
  Links: null,
  OomScoreAdj: 0,
  PidMode: '',
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  UTSMode: '',
  UsernsMode: '',
  ShmSize: 67_108_864,
  Runtime: 'runc',
  Isolation: '',
  CpuShares: 0,
  CgroupParent: '',
  BlkioWeight: 0,
  BlkioWeightDevice: null,
  BlkioDeviceReadBps: null,
  BlkioDeviceWriteBps: null,
  BlkioDeviceReadIOps: null,
  BlkioDeviceWriteIOps: null,
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: '',
  CpusetMems: '',
  Devices: null,
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: 0,
  MemorySwappiness: null,
  OomKillDisable: null,
  PidsLimit: null,
  Ulimits: null,
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  MaskedPaths: ['/proc/asound', '/proc/acpi', '/proc/kcore', '/proc/keys', '/sys/firmware'],
  ReadonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
};

function bindText(mount: DemoMount): string {
  return `${mount.source}:${mount.destination}:${mount.writable ? 'rw' : 'ro'}`;
}

/** Compose hands volumes over as `Mounts`, folders as `Binds`. */
function volumeMounts(service: DemoService): object {
  const volumes = service.mounts.filter(mount => mount.type === 'volume');
  if (volumes.length === 0) return {};
  return {
    Mounts: volumes.map(mount => ({
      Type: 'volume',
      Source: mount.name,
      Target: mount.destination,
      VolumeOptions: {},
    })),
  };
}

function portBindings(container: DemoContainer): object {
  const published = container.service.ports.filter(port => port.host !== null);
  return Object.fromEntries(
    published.map(port => [`${port.container}/${port.protocol}`, [{ HostIp: '', HostPort: String(port.host) }]]),
  );
}

export function networkName(container: DemoContainer): string {
  return container.service.project === demoProject ? `${demoProject}_appnet` : `${container.service.project}_default`;
}
