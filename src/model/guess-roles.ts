/** Which service is the edge, the web, the api and the database, where the profile does not say. */
import type { ServiceRole } from './profile.ts';

const images: readonly (readonly [RegExp, ServiceRole])[] = [
  [
    /(^|\/)(postgres|postgresql|postgis|timescaledb|timescaledb-ha|mysql|mysql-server|mariadb|percona|mongo|mongodb|cockroach)([:@]|$)/,
    'database',
  ],
  [/(^|\/)(caddy|nginx|traefik|haproxy|envoy|httpd|openresty)([:@]|$)/, 'edge'],
];

const names: readonly (readonly [RegExp, ServiceRole])[] = [
  [/^(postgres|postgresql|db|database|mysql|mariadb|mongo)$/, 'database'],
  [/^(caddy|edge|proxy|reverse-proxy|nginx|traefik|haproxy|gateway|ingress)$/, 'edge'],
  [/^(web|frontend|www|site|ui|next|nextjs)$/, 'web'],
  [/^(api|backend|app|django|server)$/, 'api'],
];

/** The profile's word first; then the whole name (so that `api-migrate` is no api); then the image. Null: none of the four. */
export function roleOf(
  service: string,
  image: string | null,
  roles: Readonly<Record<string, ServiceRole>>,
): ServiceRole | null {
  const given = Object.hasOwn(roles, service) ? roles[service] : undefined;
  if (given !== undefined) return given;
  const byName = names.find(([pattern]) => pattern.test(service.toLowerCase()))?.[1];
  return byName ?? images.find(([pattern]) => image !== null && pattern.test(image.toLowerCase()))?.[1] ?? null;
}
