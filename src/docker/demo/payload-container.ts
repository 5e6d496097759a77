/** `/containers/json` and `/containers/{id}/json`, as engine 26.1 writes them. */
import { isUp, lastRun, type DemoContainer } from './container.ts';
import { findImage } from './images.ts';
import { hostConfig, networkName } from './payload-host-config.ts';
import { listPorts, network, networkSettings } from './payload-network.ts';
import { hexOf } from './random.ts';
import { goTime, humanDuration, zeroTime } from './stamp.ts';
import type { World } from './world.ts';

const nanosPerMs = 1_000_000;

export function listItem(world: World, container: DemoContainer, now: number): object {
  const { service } = container;
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: service.image,
    ImageID: findImage(world.images, service.image)?.id ?? '',
    Command: [...(service.entrypoint ?? []), ...service.command].join(' '),
    Created: Math.floor(container.createdAt / 1000),
    Ports: isUp(container) ? listPorts(container) : [],
    Labels: container.labels,
    State: container.state,
    Status: statusText(container, now),
    HostConfig: { NetworkMode: networkName(container) },
    NetworkSettings: {
      Networks: { [networkName(container)]: { ...network(world, container), Aliases: null, DNSNames: null } },
    },
    Mounts: mounts(container),
  };
}

/** `Up 2 minutes (healthy)`, `Restarting (1) 5 seconds ago`, `Exited (137) 3 seconds ago`. */
function statusText(container: DemoContainer, now: number): string {
  const run = lastRun(container);
  const since = humanDuration(now - (run.endedAt ?? run.startedAt));
  if (container.state === 'exited') return `Exited (${run.exitCode}) ${since} ago`;
  if (container.state === 'restarting') return `Restarting (${run.exitCode}) ${since} ago`;
  if (container.state === 'paused') return `Up ${since} (Paused)`;
  const { status } = container.health;
  if (status === 'none') return `Up ${since}`;
  return `Up ${since} (${status === 'starting' ? 'health: starting' : status})`;
}

export function inspect(world: World, container: DemoContainer): object {
  const { service } = container;
  const words = [...(service.entrypoint ?? []), ...service.command];
  const base = `/var/lib/docker/containers/${container.id}`;
  return {
    Id: container.id,
    Created: goTime(container.createdAt, 218_443),
    Path: words[0] ?? '',
    Args: words.slice(1),
    State: state(container),
    Image: findImage(world.images, service.image)?.id ?? '',
    ResolvConfPath: `${base}/resolv.conf`,
    HostnamePath: `${base}/hostname`,
    HostsPath: `${base}/hosts`,
    LogPath: `${base}/${container.id}-json.log`,
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: 'docker-default',
    ExecIDs: null,
    HostConfig: hostConfig(container),
    GraphDriver: graphDriver(world, container),
    Mounts: mounts(container),
    Config: config(container),
    NetworkSettings: networkSettings(world, container),
  };
}

function graphDriver(world: World, container: DemoContainer): object {
  const folder = `/var/lib/docker/overlay2/${hexOf(world.seed, `layer ${container.name}`, 64)}`;
  const below = `/var/lib/docker/overlay2/${hexOf(world.seed, `layer ${container.service.image}`, 64)}`;
  return {
    Data: {
      LowerDir: `${folder}-init/diff:${below}/diff`,
      MergedDir: `${folder}/merged`,
      UpperDir: `${folder}/diff`,
      WorkDir: `${folder}/work`,
    },
    Name: 'overlay2',
  };
}

function state(container: DemoContainer): object {
  const run = lastRun(container);
  const before = container.runs.at(-2);
  const finishedAt = run.endedAt ?? before?.endedAt;
  const { health } = container;
  return {
    Status: container.state,
    Running: isUp(container) || container.state === 'restarting',
    Paused: container.state === 'paused',
    Restarting: container.state === 'restarting',
    OOMKilled: run.oomKilled,
    Dead: false,
    Pid: isUp(container) ? run.pid : 0,
    ExitCode: run.exitCode,
    Error: '',
    StartedAt: goTime(run.startedAt, 613_207),
    FinishedAt: finishedAt === undefined || finishedAt === null ? zeroTime : goTime(finishedAt, 871_450),
    ...(container.service.probe === null
      ? {}
      : {
          Health: {
            Status: health.status,
            FailingStreak: health.failingStreak,
            Log: health.log.map(probe => ({
              Start: goTime(probe.startedAt, 301_118),
              End: goTime(probe.endedAt, 745_902),
              ExitCode: probe.exitCode,
              Output: probe.output,
            })),
          },
        }),
  };
}

function config(container: DemoContainer): object {
  const { service } = container;
  return {
    Hostname: container.id.slice(0, 12),
    Domainname: '',
    User: service.user,
    AttachStdin: false,
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: Object.fromEntries(service.ports.map(port => [`${port.container}/${port.protocol}`, {}])),
    Tty: service.tty,
    OpenStdin: false,
    StdinOnce: false,
    Env: service.environment,
    Cmd: service.command,
    ...(service.probe === null
      ? {}
      : {
          Healthcheck: {
            Test: service.probe.test,
            Interval: service.probe.intervalMs * nanosPerMs,
            Timeout: service.probe.timeoutMs * nanosPerMs,
            StartPeriod: service.probe.startPeriodMs * nanosPerMs,
            Retries: service.probe.retries,
          },
        }),
    Image: service.image,
    Volumes: null,
    WorkingDir: service.workingDir,
    Entrypoint: service.entrypoint,
    OnBuild: null,
    Labels: container.labels,
    ...(service.stopSignal === null ? {} : { StopSignal: service.stopSignal }),
    ...(service.stopTimeoutSeconds === null ? {} : { StopTimeout: service.stopTimeoutSeconds }),
  };
}

function mounts(container: DemoContainer): readonly object[] {
  return container.service.mounts.map(mount => ({
    Type: mount.type,
    ...(mount.name === undefined ? {} : { Name: mount.name }),
    Source: mount.source,
    Destination: mount.destination,
    ...(mount.type === 'volume' ? { Driver: 'local', Mode: 'z' } : { Mode: mount.writable ? '' : 'ro' }),
    RW: mount.writable,
    Propagation: mount.type === 'bind' ? 'rprivate' : '',
  }));
}
