import { expect, it } from 'vitest';
import { roleOf } from '../../src/model/guess-roles.ts';

it.each([
  ['caddy', 'caddy:2', 'edge'],
  ['web', 'depotix-web', 'web'],
  ['api', 'depotix-api', 'api'],
  ['postgres', 'postgres:16', 'database'],
  ['db', 'registry.example/team/whatever', 'database'],
  ['store', 'postgis/postgis:16-3.4', 'database'],
  ['front', 'library/nginx:1.27', 'edge'],
  ['Frontend', null, 'web'],
  ['api-migrate', 'depotix-api', null],
  ['pgadmin', 'dpage/pgadmin4', null],
  ['postgres-exporter', 'prometheuscommunity/postgres-exporter', null],
  ['cache', 'redis:7', null],
])('%s from %s is %s', (service, image, role) => expect(roleOf(service, image, {})).toBe(role));

it('takes the profile’s word first', () => {
  expect(roleOf('caddy', 'caddy:2', { caddy: 'web' })).toBe('web');
});

it('does not take an inherited property for a role', () => {
  expect(roleOf('constructor', null, {})).toBeNull();
});
