/** The stack of examples/depotix as the simulator runs it, and a bigger one beside it. */
import { demoProject, demoWorkingDir, type DemoProbe, type DemoService } from './service.ts';

const mebibyte = 1024 * 1024;
const day = 24 * 3_600_000;

const common = {
  project: demoProject,
  entrypoint: null,
  user: '',
  workingDir: '',
  ports: [],
  mounts: [],
  dependsOn: [],
  stopSignal: null,
  stopTimeoutSeconds: null,
  tty: false,
  restartPolicy: 'unless-stopped',
  endedWith: null,
} as const;

function probe(test: readonly string[], timeoutMs: number, retries: number, startPeriodMs: number): DemoProbe {
  return { test, intervalMs: 5_000, timeoutMs, retries, startPeriodMs };
}

export function depotixServices(): readonly DemoService[] {
  return [caddy, web, api, postgres];
}

const caddy: DemoService = {
  ...common,
  name: 'caddy',
  role: 'caddy',
  address: 5,
  image: 'caddy:2',
  builds: false,
  command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
  environment: ['SITE_ADDRESS=depotix.example', 'XDG_CONFIG_HOME=/config', 'XDG_DATA_HOME=/data'],
  workingDir: '/srv',
  ports: [
    { container: 80, host: 80, protocol: 'tcp' },
    { container: 443, host: 443, protocol: 'tcp' },
    { container: 443, host: null, protocol: 'udp' },
    { container: 2019, host: null, protocol: 'tcp' },
  ],
  mounts: [
    { type: 'bind', source: `${demoWorkingDir}/Caddyfile`, destination: '/etc/caddy/Caddyfile', writable: false },
    volume('caddy_data', '/data'),
    volume('caddy_config', '/config'),
  ],
  dependsOn: ['web', 'api'],
  probe: probe(['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:2020/healthz'], 3_000, 3, 10_000),
  memoryLimit: 256 * mebibyte,
  cpus: 0.5,
  bootMs: 300,
  stopMs: 250,
  stopExitCode: 0,
  ageMs: 9 * day,
};

const web: DemoService = {
  ...common,
  name: 'web',
  role: 'web',
  address: 4,
  image: 'depotix-web',
  builds: true,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['node', 'server.js'],
  environment: [
    'API_INTERNAL_URL=http://api:8000',
    'NEXT_PUBLIC_API_BASE_URL=https://depotix.example/api',
    'NODE_ENV=production',
    'HOSTNAME=0.0.0.0',
    'PORT=3000',
  ],
  user: '1000:1000',
  workingDir: '/app',
  ports: [{ container: 3000, host: null, protocol: 'tcp' }],
  probe: probe(['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:3000/healthz'], 3_000, 3, 30_000),
  memoryLimit: 1024 * mebibyte,
  cpus: 1,
  bootMs: 900,
  stopMs: 400,
  stopExitCode: 143,
  ageMs: 6 * day,
};

const api: DemoService = {
  ...common,
  name: 'api',
  role: 'api',
  address: 3,
  image: 'depotix-api',
  builds: true,
  command: ['gunicorn', '--config', 'gunicorn.conf.py', 'depotix.wsgi'],
  environment: [
    'DJANGO_SECRET_KEY=demo',
    'DJANGO_ALLOWED_HOSTS=depotix.example,api',
    'DATABASE_URL=postgres://depotix:demo@postgres:5432/depotix',
    'CORS_ALLOWED_ORIGINS=',
    'PYTHONUNBUFFERED=1',
  ],
  user: '1000:1000',
  workingDir: '/app',
  ports: [{ container: 8000, host: null, protocol: 'tcp' }],
  dependsOn: ['postgres'],
  probe: probe(
    ['CMD-SHELL', 'curl -fsS -m 3 -H "Host: ${DJANGO_ALLOWED_HOSTS%%,*}" http://127.0.0.1:8000/healthz'],
    5_000,
    3,
    30_000,
  ),
  stopTimeoutSeconds: 35,
  memoryLimit: 1024 * mebibyte,
  cpus: 1,
  bootMs: 1_600,
  stopMs: 900,
  stopExitCode: 0,
  ageMs: 6 * day,
};

const postgres: DemoService = {
  ...common,
  name: 'postgres',
  role: 'postgres',
  address: 2,
  image: 'postgres:16',
  builds: false,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['postgres'],
  environment: [
    'POSTGRES_USER=depotix',
    'POSTGRES_DB=depotix',
    'POSTGRES_PASSWORD=demo',
    'PGDATA=/var/lib/postgresql/data',
  ],
  ports: [{ container: 5432, host: null, protocol: 'tcp' }],
  mounts: [volume('pg_data', '/var/lib/postgresql/data')],
  probe: probe(['CMD', 'pg_isready', '-q', '-h', '127.0.0.1', '-U', 'depotix', '-d', 'depotix'], 3_000, 5, 60_000),
  stopSignal: 'SIGINT',
  stopTimeoutSeconds: 60,
  memoryLimit: 512 * mebibyte,
  cpus: 1,
  bootMs: 700,
  stopMs: 600,
  stopExitCode: 0,
  ageMs: 9 * day,
};

/** `count` more services without traffic of their own, for a stack of sixty. */
export function workerServices(count: number): readonly DemoService[] {
  return Array.from({ length: count }, (_, index) => worker(index));
}

const trades = ['cart', 'billing', 'search', 'mail', 'stock', 'labels', 'export', 'import', 'prices', 'reports'];

function worker(index: number): DemoService {
  const name = `${trades[index % trades.length] ?? 'worker'}-${Math.floor(index / trades.length) + 1}`;
  return {
    ...common,
    name,
    role: 'worker',
    address: 10 + index,
    image: 'depotix-api',
    builds: true,
    command: ['python3', 'manage.py', 'work', name],
    environment: ['DATABASE_URL=postgres://depotix:demo@postgres:5432/depotix'],
    user: '1000:1000',
    workingDir: '/app',
    dependsOn: ['postgres'],
    probe: { ...probe(['CMD', 'pgrep', '-f', `work ${name}`], 3_000, 3, 10_000), intervalMs: 30_000 },
    memoryLimit: 128 * mebibyte,
    cpus: 0.25,
    bootMs: 800,
    stopMs: 300,
    stopExitCode: 0,
    ageMs: 3 * day,
  };
}

/** Something beside the stack, in this project or another: no health check, no limits, not restarted. */
export function extraService(name: string, change: Partial<DemoService> = {}): DemoService {
  return {
    ...common,
    name,
    role: 'terminal',
    address: 250,
    image: 'postgres:16',
    builds: false,
    command: ['bash'],
    environment: [],
    probe: null,
    restartPolicy: 'no',
    memoryLimit: 0,
    cpus: 0,
    bootMs: 50,
    stopMs: 100,
    stopExitCode: 0,
    ageMs: 2 * day,
    ...change,
  };
}

function volume(name: string, destination: string): DemoService['mounts'][number] {
  const full = `${demoProject}_${name}`;
  return { type: 'volume', name: full, source: `/var/lib/docker/volumes/${full}/_data`, destination, writable: true };
}
