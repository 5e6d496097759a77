/** `/version`, `/info`, `/images`, `/system/df` of the demo's host, as engine 26.1 writes them. */
import { isUp, type DemoContainer } from './container.ts';
import { findImage, type DemoImage } from './images.ts';
import { listItem } from './payload-container.ts';
import { hexOf } from './random.ts';
import { goTime, stamp } from './stamp.ts';
import type { World } from './world.ts';

export const demoHost = {
  name: 'depotix-demo',
  cpus: 2,
  memoryBytes: 4_094_787_584,
  kernel: '6.12.48-amd64',
  system: 'Debian GNU/Linux 13 (trixie)',
  uptimeMs: 41 * 86_400_000,
} as const;

export const apiVersion = '1.45';
export const oldestApiVersion = '1.24';
const engineVersion = '26.1.5';

export function version(): object {
  const details = {
    ApiVersion: apiVersion,
    Arch: 'amd64',
    BuildTime: '2024-07-23T00:00:00.000000000+00:00',
    Experimental: 'false',
    GitCommit: '411e817',
    GoVersion: 'go1.22.5',
    KernelVersion: demoHost.kernel,
    MinAPIVersion: oldestApiVersion,
    Os: 'linux',
  };
  return {
    Platform: { Name: 'Depotix demo' },
    Components: [
      { Name: 'Engine', Version: engineVersion, Details: details },
      { Name: 'containerd', Version: '1.7.24', Details: { GitCommit: '1.7.24' } },
      { Name: 'runc', Version: '1.1.15', Details: { GitCommit: '1.1.15' } },
    ],
    Version: engineVersion,
    ApiVersion: apiVersion,
    MinAPIVersion: oldestApiVersion,
    GitCommit: details.GitCommit,
    GoVersion: details.GoVersion,
    Os: 'linux',
    Arch: 'amd64',
    KernelVersion: demoHost.kernel,
    BuildTime: details.BuildTime,
  };
}

export function info(world: World, now: number): object {
  const containers = world.containers();
  const count = (state: DemoContainer['state']): number => containers.filter(item => item.state === state).length;
  return {
    ID: '6f1c2f57-9f0e-4a58-b2a1-4f2f3f6f8a10',
    Containers: containers.length,
    ContainersRunning: count('running') + count('restarting'),
    ContainersPaused: count('paused'),
    ContainersStopped: count('exited'),
    Images: world.images.length,
    Driver: 'overlay2',
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
    ],
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'null'],
      Authorization: null,
      Log: ['json-file', 'local'],
    },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 61,
    OomKillDisable: false,
    NGoroutines: 78,
    SystemTime: stamp(now, 127_004),
    LoggingDriver: 'json-file',
    CgroupDriver: 'systemd',
    CgroupVersion: '2',
    NEventsListener: 1,
    KernelVersion: demoHost.kernel,
    OperatingSystem: demoHost.system,
    OSVersion: '13',
    OSType: 'linux',
    Architecture: 'x86_64',
    NCPU: demoHost.cpus,
    MemTotal: demoHost.memoryBytes,
    DockerRootDir: '/var/lib/docker',
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: demoHost.name,
    Labels: ['depotix.demo=true'],
    ExperimentalBuild: false,
    ServerVersion: engineVersion,
    DefaultRuntime: 'runc',
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
    Warnings: null,
  };
}

export function imageList(world: World): readonly object[] {
  return world.images.map(image => ({
    Containers: -1,
    Created: Math.floor((world.openedAt - image.ageMs) / 1000),
    Id: image.id,
    Labels: null,
    ParentId: '',
    RepoDigests: image.digests,
    RepoTags: image.tags,
    SharedSize: -1,
    Size: image.size,
  }));
}

export function imageInspect(world: World, image: DemoImage): object {
  return {
    Id: image.id,
    RepoTags: image.tags,
    RepoDigests: image.digests,
    Parent: '',
    Comment: 'buildkit.dockerfile.v0',
    Created: goTime(world.openedAt - image.ageMs, 330_912),
    DockerVersion: '',
    Author: '',
    Config: { Env: null, Cmd: null, Labels: null },
    Architecture: 'amd64',
    Os: 'linux',
    Size: image.size,
    GraphDriver: { Data: null, Name: 'overlay2' },
    RootFS: { Type: 'layers', Layers: [`sha256:${hexOf(world.seed, `layer ${image.id}`, 64)}`] },
    Metadata: { LastTagTime: '0001-01-01T00:00:00Z' },
  };
}

export function diskUsage(world: World, now: number): object {
  const users = (image: DemoImage): number =>
    world.containers().filter(item => findImage(world.images, item.service.image)?.id === image.id).length;
  return {
    LayersSize: world.images.reduce((sum, image) => sum + image.size, 0),
    Images: imageList(world).map((item, index) => withUse(item, world.images[index], users)),
    Containers: world.containers().map(item => withSize(listItem(world, item, now), isUp(item) ? 163_840 : 81_920)),
    Volumes: [
      volume(world, 'caddy_config', 4_096),
      volume(world, 'caddy_data', 61_440),
      volume(world, 'pg_data', 391_118_848),
    ],
    BuildCache: [
      {
        ID: hexOf(world.seed, 'build cache', 25),
        // The space is the engine's own.
        ' Parents': [hexOf(world.seed, 'build cache parent', 25)],
        Type: 'regular',
        Description: '[3/5] COPY .next/standalone ./',
        InUse: false,
        Shared: false,
        Size: 1_284_505_600,
        CreatedAt: goTime(world.openedAt - 6 * 86_400_000),
        LastUsedAt: goTime(world.openedAt - 6 * 86_400_000),
        UsageCount: 3,
      },
    ],
  };
}

function withUse(item: object, image: DemoImage | undefined, users: (image: DemoImage) => number): object {
  return Object.assign(item, { Containers: image === undefined ? 0 : users(image), SharedSize: 0 });
}

function withSize(item: object, bytes: number): object {
  return Object.assign(item, { SizeRw: bytes, SizeRootFs: 190_000_000 });
}

function volume(world: World, name: string, size: number): object {
  return {
    CreatedAt: new Date(world.openedAt - 48 * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    Driver: 'local',
    Labels: { 'com.docker.compose.project': 'depotix', 'com.docker.compose.volume': name },
    Mountpoint: `/var/lib/docker/volumes/depotix_${name}/_data`,
    Name: `depotix_${name}`,
    Options: null,
    Scope: 'local',
    UsageData: { RefCount: 1, Size: size },
  };
}
