/** A container from the list and from inspect. Every field may be missing or null (O-STATUS-4). */
import type { Container, ContainerDetail, ContainerState, PublishedPort } from '../../model/container.ts';
import type { Raw } from '../engine.ts';
import { parseDetail } from './container-detail.ts';
import { healthOfInspect, healthOfList } from './health.ts';
import { parseLabels } from './labels.ts';
import { numberAt, rawAt, rawsAt, stringAt, stringsAt, timeAt } from './raw.ts';

/** What events told and the payload does not. */
export interface ContainerFacts {
  /** A stop was asked for and the container still runs. */
  readonly stopping: boolean;
  /** ms of the last unpause; health from before it is stale. */
  readonly staleUntil: number | null;
}

const noFacts: ContainerFacts = { stopping: false, staleUntil: null };

/** `GET /containers/json`: quick, but without details and probes. null: no id, so not a container. */
export function parseListItem(raw: Raw, facts: ContainerFacts = noFacts): Container | null {
  const id = stringAt(raw, 'Id');
  if (id === '') return null;
  const state = stateOf(stringAt(raw, 'State'), stringAt(raw, 'Status'));
  const stopping = facts.stopping && state === 'running';
  const name = ownName(stringsAt(raw, 'Names'), id);
  return {
    id,
    name,
    labels: parseLabels(rawAt(raw, 'Labels')),
    leftover: isLeftover(name),
    image: stringAt(raw, 'Image'),
    imageId: stringAt(raw, 'ImageID'),
    state,
    stopping,
    health: healthOfList(raw, { state, stopping, staleUntil: facts.staleUntil }),
    createdAt: (numberAt(raw, 'Created') ?? 0) * 1000,
    ports: rawsAt(raw, 'Ports')
      .map(parseListPort)
      .filter(port => port !== null),
    detail: null,
  };
}

/** `GET /containers/{id}/json`. null: no id, so not a container. */
export function parseInspect(raw: Raw, facts: ContainerFacts = noFacts): Container | null {
  const id = stringAt(raw, 'Id');
  if (id === '') return null;
  const config = rawAt(raw, 'Config');
  const rawState = rawAt(raw, 'State');
  const state = stateOf(stringAt(rawState, 'Status'), '');
  const stopping = facts.stopping && state === 'running';
  const name = ownName([stringAt(raw, 'Name')], id);
  const detail: ContainerDetail = parseDetail(raw);
  return {
    id,
    name,
    labels: parseLabels(rawAt(config, 'Labels')),
    leftover: isLeftover(name),
    image: stringAt(config, 'Image'),
    imageId: stringAt(raw, 'Image'),
    state,
    stopping,
    health: healthOfInspect(rawState, { state, stopping, staleUntil: facts.staleUntil }),
    createdAt: timeAt(raw, 'Created') ?? 0,
    ports: parseInspectPorts(rawAt(rawAt(raw, 'NetworkSettings'), 'Ports')),
    detail,
  };
}

const states: ReadonlySet<string> = new Set([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
]);

function stateOf(word: string, status: string): ContainerState {
  if (states.has(word)) return word as ContainerState;
  if (status.startsWith('Up')) return status.includes('(Paused)') ? 'paused' : 'running';
  return status.startsWith('Exited') ? 'exited' : 'created';
}

/** Links of other containers appear among the names as "/other/alias"; the own one has a single slash. */
function ownName(names: readonly string[], id: string): string {
  const own = names.find(name => name.lastIndexOf('/') <= 0 && name.length > 1) ?? '';
  return own.replace(/^\//, '') || id.slice(0, 12);
}

function isLeftover(name: string): boolean {
  return /^[0-9a-f]{12}_/.test(name);
}

function parseListPort(raw: Raw): PublishedPort | null {
  const containerPort = numberAt(raw, 'PrivatePort');
  if (containerPort === null) return null;
  return {
    hostIp: stringAt(raw, 'IP') || null,
    hostPort: numberAt(raw, 'PublicPort'),
    containerPort,
    protocol: stringAt(raw, 'Type') || 'tcp',
  };
}

/** `{"80/tcp": [{HostIp, HostPort}], "2019/tcp": null}`: null where it is only exposed. */
function parseInspectPorts(ports: Raw): readonly PublishedPort[] {
  return Object.keys(ports).flatMap(key => {
    const [port = '', protocol = 'tcp'] = key.split('/');
    const containerPort = Number.parseInt(port, 10);
    if (Number.isNaN(containerPort)) return [];
    const bindings = rawsAt(ports, key);
    if (bindings.length === 0) return [{ hostIp: null, hostPort: null, containerPort, protocol }];
    return bindings.map(binding => {
      const hostPort = Number.parseInt(stringAt(binding, 'HostPort'), 10);
      return {
        hostIp: stringAt(binding, 'HostIp') || null,
        hostPort: Number.isNaN(hostPort) ? null : hostPort,
        containerPort,
        protocol,
      };
    });
  });
}
