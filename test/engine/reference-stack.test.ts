import { beforeAll, expect, it } from 'vitest';
import { describeEngine, useSharedStack } from './describe-engine.ts';
import type { OpenStack } from './open-stack.ts';
import { isStackHealthy } from './reference-stack.ts';

describeEngine('the reference stack', () => {
  let shared: OpenStack;
  let base: string;
  beforeAll(async () => {
    shared = await useSharedStack();
    base = `http://127.0.0.1:${shared.stack.ports.http}`;
  });

  it('has four healthy services', async () => {
    expect(await isStackHealthy(shared.engine, shared.stack.project)).toBe(true);
  });

  it('answers the public health check as the deployment guide expects', async () => {
    const response = await fetch(`${base}/healthz`);
    expect(await response.text()).toBe('{"ok": true}');
    expect(response.headers.get('x-version')).toBe('1.0.0');
  });

  it('shows on a page of the web what the api reads from the database', async () => {
    const { orders } = (await (await fetch(`${base}/api/orders`)).json()) as { orders: { reference: string }[] };
    const page = await (await fetch(`${base}/orders`)).text();
    expect(orders).not.toHaveLength(0);
    expect(page).toContain(orders[0]?.reference);
  });

  it('keeps an order that was posted', async () => {
    const order = { reference: `T-${Date.now()}`, article: 'Tür 80 × 200', quantity: 2 };
    const response = await fetch(`${base}/api/orders`, { method: 'POST', body: JSON.stringify(order) });
    expect(response.status).toBe(201);
    const { orders } = (await (await fetch(`${base}/api/orders`)).json()) as { orders: object[] };
    expect(orders).toContainEqual(expect.objectContaining(order));
  });

  it('publishes the ports of caddy and of nothing else', async () => {
    const { stdout } = await shared.stack.compose(['ps', '--format', '{{.Service}} {{.Ports}}']);
    const publishing = stdout.split('\n').filter(line => line.includes('->'));
    expect(publishing.map(line => line.split(' ')[0])).toEqual(['caddy']);
    expect(publishing[0]).not.toContain('0.0.0.0');
  });
});
