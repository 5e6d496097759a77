/** Networks and ports of a container, in the spellings of the list and of an inspect. */
import { isUp, lastRun, type DemoContainer } from './container.ts';
import { networkName } from './payload-host-config.ts';
import { hexOf } from './random.ts';
import type { World } from './world.ts';

export function networkSettings(world: World, container: DemoContainer): object {
  const ports = container.service.ports.map(port => {
    const bindings =
      port.host === null
        ? null
        : [
            { HostIp: '0.0.0.0', HostPort: String(port.host) },
            { HostIp: '::', HostPort: String(port.host) },
          ];
    return [`${port.container}/${port.protocol}`, bindings] as const;
  });
  const sandbox = hexOf(world.seed, `sandbox ${container.name}`, 64);
  return {
    Bridge: '',
    SandboxID: isUp(container) ? sandbox : '',
    SandboxKey: isUp(container) ? `/var/run/docker/netns/${sandbox.slice(0, 12)}` : '',
    Ports: isUp(container) ? Object.fromEntries(ports) : {},
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: '',
    Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: '',
    IPPrefixLen: 0,
    IPv6Gateway: '',
    MacAddress: '',
    Networks: { [networkName(container)]: network(world, container) },
  };
}

export function network(world: World, container: DemoContainer): object {
  const { service } = container;
  const up = isUp(container);
  return {
    IPAMConfig: null,
    Links: null,
    Aliases: [container.name, service.name],
    MacAddress: up ? `02:42:ac:12:00:${service.address.toString(16).padStart(2, '0')}` : '',
    NetworkID: hexOf(world.seed, `network ${networkName(container)}`, 64),
    EndpointID: up ? hexOf(world.seed, `endpoint ${container.name} ${lastRun(container).index}`, 64) : '',
    Gateway: up ? '172.18.0.1' : '',
    IPAddress: up ? `172.18.0.${service.address}` : '',
    IPPrefixLen: up ? 16 : 0,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    DriverOpts: null,
    DNSNames: [container.name, service.name, container.id.slice(0, 12)],
  };
}

export function listPorts(container: DemoContainer): readonly object[] {
  return container.service.ports.flatMap(port => {
    const inside = { PrivatePort: port.container, Type: port.protocol };
    if (port.host === null) return [inside];
    return ['0.0.0.0', '::'].map(ip => ({
      IP: ip,
      PrivatePort: port.container,
      PublicPort: port.host,
      Type: port.protocol,
    }));
  });
}
