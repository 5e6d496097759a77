import type { Container, ComposeLabels } from '../../src/model/container.ts';

type Changes = Omit<Partial<Container>, 'labels'> & { readonly labels?: Partial<ComposeLabels> };

/** A running, healthy container of the project `shop`, changed where the test says so. */
export function makeContainer(changes: Changes = {}): Container {
  const { labels, ...rest } = changes;
  const service = labels?.service ?? 'api';
  return {
    id: `${service}-id`,
    name: `shop-${service}-1`,
    leftover: false,
    image: `shop-${service}`,
    imageId: `sha256:${service}`,
    state: 'running',
    stopping: false,
    health: { status: 'healthy', meaningful: true, failingStreak: 0, probes: [] },
    createdAt: 1_000,
    ports: [],
    detail: null,
    ...rest,
    labels: {
      project: 'shop',
      service,
      number: 1,
      oneOff: false,
      configHash: null,
      workingDir: '/srv/shop',
      configFiles: ['/srv/shop/compose.yml'],
      dependsOn: [],
      ...labels,
    },
  };
}
