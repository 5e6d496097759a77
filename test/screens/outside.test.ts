import { describe, expect, it, test } from 'vitest';
import type { TlsProbe } from '../../src/model/host-sample.ts';
import { plainFrame } from '../helpers/frame.ts';
import { healthyState, lostState, now, withStack, withUi } from '../helpers/state-factory.ts';

const day = 86_400_000;

function handshake(parts: Partial<TlsProbe>): TlsProbe {
  const valid = {
    at: now,
    host: 'shop.example',
    subject: 'shop.example',
    issuer: 'Test CA',
    validFrom: now - 30 * day,
  };
  return { ...valid, validTo: now + 60 * day, authorized: true, problem: null, ...parts };
}

describe('the certificate', () => {
  const failed = { validTo: 0, issuer: '', authorized: false, problem: 'TLS: wrong version number' };
  it.each([
    ['a good one', {}, 'TLS 60 d', 'certificate of shop.example by Test CA: 60 days left'],
    [
      'one that nobody trusts',
      { authorized: false, problem: 'SELF_SIGNED_CERT_IN_CHAIN' },
      'TLS 60 d, not trusted',
      'certificate of shop.example by Test CA: 60 days left, SELF_SIGNED_CERT_IN_CHAIN',
    ],
    [
      'one that has expired',
      { validTo: now - 3 * day, authorized: false, problem: 'CERT_HAS_EXPIRED' },
      'TLS expired 3 d ago',
      'certificate of shop.example by Test CA: expired 3 days ago, CERT_HAS_EXPIRED',
    ],
    ['no handshake', failed, 'TLS fails', "certificate of shop.example can't be read: TLS: wrong version number"],
  ])('%s', (_, parts, short, long) => {
    const state = withStack(healthyState(), { tls: handshake(parts) });
    expect(plainFrame(state, '160x36')).toContain(short);
    expect(plainFrame(withUi(state, { screen: 'health', pane: 0 }), '160x36')).toContain(long);
  });
});

test('where no public URL is known, the health screen says why nothing is told from outside', () => {
  const state = withStack(healthyState(), { http: [], tls: null });
  const profile = { ...state.stack.profile, publicUrl: null };
  const frame = plainFrame(withUi(withStack(state, { profile }), { screen: 'health', pane: 0 }), '120x36');
  expect(frame).toContain('From outside: not known, since the configuration names no publicUrl.');
});

test('without an engine nothing is added up: the rows are what was last seen', () => {
  expect(plainFrame(lostState(), '120x36')).toMatch(/all services +last seen/);
  expect(plainFrame(lostState(), '120x36')).not.toContain('0 of 4 well');
  expect(plainFrame(withUi(lostState(), { screen: 'health', pane: 0 }), '120x36')).toMatch(/all services +last seen/);
});
