/** The console on the real stack, keys typed as a person would (design §4). */
import { get } from 'node:http';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeEngine, useSharedStack } from '../engine/describe-engine.ts';
import { frameFaults, logCounters, paneRows, serviceRow } from '../helpers/console-screen.ts';
import { openConsole } from '../helpers/open-console.ts';
import type { Terminal } from '../helpers/terminal.ts';

const services = ['caddy', 'web', 'api', 'postgres'];
const escape = '\u001B';

/** A request through the edge, as a user of the stack sends it. */
function request(port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}

/** One of its own for each test and attempt, so that no old line is taken for the new one. */
const uniquePath = (name: string): string => `/${name}-${process.pid}-${Date.now()}`;

describeEngine('the console on the real stack', () => {
  let shared: Awaited<ReturnType<typeof useSharedStack>>;
  let console: Terminal;

  beforeAll(async () => {
    shared = await useSharedStack();
  });

  beforeEach(async () => {
    console = openConsole({ engine: shared.engine, args: ['-p', shared.stack.project] });
    await console.waitFor(text => services.every(name => serviceRow(text, name)?.includes('healthy') === true));
  });

  afterEach(async () => {
    await console.dispose();
  });

  test('shows all four services, healthy, with their usage, and a whole frame', async () => {
    const screen = await console.waitFor(text =>
      services.every(name => /healthy.*\d ?%/.test(serviceRow(text, name) ?? '')),
    );
    expect(screen).toContain('all is well');
    expect(screen).toMatch(/engine (<1|\d+) s ago/);
    expect(screen).toContain('READ-ONLY');
    for (const name of services) expect(serviceRow(screen, name)).toMatch(/MiB\/(1G|512M|256M)/);
    expect(frameFaults(console)).toEqual([]);
    expect(console.alternate()).toBe(true);
  });

  test.each([
    ['2', 'Log: all services', /error \d+ .*warn \d+ .*info \d+/],
    ['3', 'Health checks', /postgres\s.*pg_isready/],
    ['4', 'Usage and limits', /api .*MiB\/1G/],
    ['1', 'What is wrong', /All 4 services are well/],
  ])('%s opens its screen', async (key, title, content) => {
    console.type(key);
    const screen = await console.waitFor(text => text.includes(` ${title}`) && content.test(text));
    expect(screen).toMatch(content);
    expect(frameFaults(console)).toEqual([]);
  });

  test('j, k and the arrows move the cursor, and the log below follows the marked service', async () => {
    console.type('j');
    await console.waitFor(text => /▸\S caddy/.test(text) && text.includes('├ Log: caddy'));
    console.type(`${escape}[B`);
    await console.waitFor(text => /▸\S web/.test(text) && text.includes('├ Log: web'));
    console.type('k');
    await console.waitFor(/▸\S caddy/);
    console.type(`${escape}[A`);
    await console.waitFor(/▸\S all services/);
    console.type('G');
    await console.waitFor(text => /▸\S postgres/.test(text) && text.includes('├ Log: postgres'));
  });

  test('l shows the log of the marked service alone, L that of all', async () => {
    console.type('jj');
    await console.waitFor(/▸\S web/);
    console.type('l');
    const own = await console.waitFor(text => text.includes('┌ Log: web') && text.includes('Next.js'));
    expect(own).not.toContain('gunicorn');
    console.type('L');
    await console.waitFor('┌ Log: all services');
    // Its lines of the start are pushed out of sight by the probes of others.
    const path = uniquePath('seen-among-all');
    await request(shared.stack.ports.http, path);
    const isOfCaddy = new RegExp(`caddy .*GET .*${path}`);
    await console.waitFor(text => text.includes('┌ Log: all services') && isOfCaddy.test(text));
  });

  test('a request to the edge appears in the log while one looks', async () => {
    const path = uniquePath('seen-live');
    console.type('2');
    await console.waitFor('┌ Log: all services');
    expect(await request(shared.stack.ports.http, path)).toBeGreaterThanOrEqual(200);
    const sent = Date.now();
    const screen = await console.waitFor(path, 5000);
    expect(Date.now() - sent).toBeLessThan(3000);
    expect(paneRows(screen, 'Log').find(row => row.includes(path))).toMatch(/^\d\d:\d\d:\d\d\.\d{3} caddy .*GET/);
  });

  test('scrolling up pauses; what comes meanwhile is counted, and G follows again', async () => {
    const before = uniquePath('more-than-a-screen');
    for (let count = 0; count < 40; count += 1) await request(shared.stack.ports.http, before);
    console.type('2');
    await console.waitFor(text => text.includes('┌ Log: all services') && text.split(before).length > 20);
    console.type('\u0015');
    const paused = await console.waitFor(text => logCounters(text)?.mode === 'paused');
    const still = paneRows(paused, 'Log').slice(1);
    const receivedBefore = logCounters(paused)?.received ?? 0;
    const path = uniquePath('while-paused');
    for (let count = 0; count < 5; count += 1) await request(shared.stack.ports.http, path);
    const counted = await console.waitFor(text => (logCounters(text)?.fresh ?? 0) >= 5);
    expect(paneRows(counted, 'Log').slice(1)).toEqual(still);
    const counters = logCounters(counted);
    expect(counters?.fresh).toBe((counters?.received ?? 0) - receivedBefore + (logCounters(paused)?.fresh ?? 0));
    expect(counters?.received).toBe((counters?.held ?? 0) + (counters?.trimmed ?? 0));
    console.type('G');
    const following = await console.waitFor(text => logCounters(text)?.mode === 'following' && text.includes(path));
    expect(logCounters(following)?.fresh).toBe(0);
  });

  test('/ finds and highlights, n goes to the next match, Esc drops the search', async () => {
    const path = uniquePath('needle');
    await request(shared.stack.ports.http, path);
    console.type('2');
    await console.waitFor(path, 5000);
    console.type('/');
    await console.waitFor(text => /^ ?\//.test(text.split('\n').at(-1) ?? ''));
    console.type(path.slice(1));
    await console.waitFor(text => text.split(path.slice(1)).length > 2);
    console.type('\r');
    const found = await console.waitFor(`/${path.slice(1)}: 1 match`);
    const row = found.split('\n').findIndex(line => line.includes(path));
    const column = (found.split('\n')[row] ?? '').indexOf(path.slice(1));
    expect(console.highlighted(row, column)).toBe(true);
    expect(console.highlighted(row, 3)).toBe(false);
    console.type('n');
    await console.waitFor(path);
    console.type(escape);
    await console.waitFor(text => !text.includes(': 1 match'));
  });

  test('? shows the keys of this screen, Esc closes it', async () => {
    console.type('?');
    const help = await console.waitFor('Keys on this screen: overview');
    expect(help).toMatch(/1 +Overview/);
    expect(frameFaults(console)).toEqual([]);
    console.type(escape);
    await console.waitFor(text => !text.includes('Keys on this screen'));
  });

  test(': finds an action by its name, and Enter runs it', async () => {
    console.type(':');
    await console.waitFor('All actions');
    console.type('resour');
    await console.waitFor(/▸ Resources/);
    console.type('\r');
    await console.waitFor('Usage and limits');
    expect(console.screen().join('\n')).not.toContain('All actions');
  });

  test('Enter on a service of the health screen opens all its probes', async () => {
    console.type('3');
    await console.waitFor('Health checks');
    console.type('jjj');
    await console.waitFor(/▸\S api/);
    console.type('\r');
    const probes = await console.waitFor(text => text.includes('Esc: back') && /exit 0 .*"ok": ?true/.test(text));
    expect(probes).toContain('Probes of api: ');
    expect(frameFaults(console)).toEqual([]);
  });

  test('q ends it with 0 and gives the terminal back', async () => {
    console.type('q');
    expect(await console.exited).toMatchObject({ exitCode: 0 });
    expect(console.alternate()).toBe(false);
    expect(console.cursorHidden()).toBe(false);
    expect(console.screen().join('').trim()).toBe('');
  });
});
