/** O-DAEMON-1: four ways to have no engine, four messages; keys work, `q` quits at once, headless exits with 5. */
import { chmod, link, mkdtemp, rm, symlink, unlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../bench/simulator.ts';
import { firstFinding, isWhole, paneRows, serviceRow } from '../helpers/console-screen.ts';
import { consoleEnvironment, launcher, node, openHome, runPiped, withConsole } from '../helpers/open-console.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';

describe('no engine', () => {
  let folder: string;
  let socket: string;
  let server: Server | null;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'depotix-none-'));
    socket = path.join(folder, 'docker.sock');
    server = null;
  });

  afterEach(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function listen(): Promise<void> {
    const sockets = createServer(connection => connection.on('error', () => {}).resume());
    await new Promise<void>(resolve => sockets.listen(socket, resolve));
    server = sockets;
  }

  /** A socket file that nobody listens on, as a crashed engine leaves it. */
  async function leaveDeadSocket(): Promise<void> {
    const live = `${socket}.live`;
    const sockets = createServer();
    await new Promise<void>(resolve => sockets.listen(live, resolve));
    await link(live, socket);
    await new Promise(resolve => sockets.close(resolve));
  }

  test.each([
    ['no socket', async () => {}, /No Docker Engine here: .*docker\.sock does not exist/, /systemctl status docker/],
    ['a socket that nobody listens on', leaveDeadSocket, /Engine is down: nobody listens at/, /systemctl start docker/],
    ['a socket that accepts and never answers', listen, /does not answer|not answering/, /docker/],
  ])('%s: says so with the next step, and goes on trying', async (_, prepare, message, step) => {
    await prepare();
    await withConsole({ args: ['-H', `unix://${socket}`] }, async console => {
      const screen = await console.waitFor(text => message.test(text) && isWhole(console), 12_000);
      expect(screen).toContain('NO ENGINE');
      const pane = paneRows(screen, 'No engine').join('\n');
      expect(pane).toMatch(/next attempt in|asking again|trying/);
      expect(pane).toMatch(step);
      console.type('?');
      await console.waitFor('Keys on this screen');
      console.type('\u001B');
      await console.waitFor(text => !text.includes('Keys on this screen'));
      const pressed = Date.now();
      console.type('q');
      expect(await console.exited).toMatchObject({ exitCode: 0 });
      expect(Date.now() - pressed).toBeLessThan(1500);
    });
    const status = await runPiped(['-H', `unix://${socket}`, 'status']);
    expect(status.exitCode).toBe(5);
    expect(status.stdout + status.stderr).toMatch(message);
  });

  test('no permission: says so, and names the group', async () => {
    await listen();
    await chmod(socket, 0o000);
    await withoutPower(['-H', `unix://${socket}`], async console => {
      const screen = await console.waitFor(text => /permission/i.test(text) && isWhole(console));
      expect(screen).toContain('NO ENGINE');
      expect(paneRows(screen, 'No engine').join('\n')).toMatch(/group docker|docker group|usermod/);
      console.type('q');
      expect(await console.exited).toMatchObject({ exitCode: 0 });
    });
  });

  test('an engine that comes up later is found by itself', async () => {
    const simulator = await startSimulator({ scenario: 'db-down' });
    try {
      await withConsole({ args: ['-H', `unix://${socket}`] }, async console => {
        await console.waitFor('NO ENGINE');
        await symlink(simulator.socketPath, socket);
        await console.waitFor(text => /✖ postgres stopped/.test(firstFinding(text)), 20_000);
        expect(serviceRow(await console.waitFor(() => isWhole(console)), 'postgres')).toMatch(/exited|stopped/);
        await unlink(socket);
      });
    } finally {
      await simulator.stop();
    }
  });
});

/** Runs the console bound by the modes of files, as everybody but root is. */
async function withoutPower(args: readonly string[], check: (console: Terminal) => Promise<void>): Promise<void> {
  const home = openHome();
  const dropped = '-dac_override,-dac_read_search';
  const bound = ['setpriv', `--bounding-set=${dropped}`, `--inh-caps=${dropped}`];
  const [command = '', ...rest] = [...(process.getuid?.() === 0 ? bound : []), node, launcher, ...args];
  const terminal = openTerminal({
    command,
    args: rest,
    env: consoleEnvironment({}, home.env),
    cwd: home.folder,
  });
  try {
    await check(terminal);
  } finally {
    await terminal.dispose();
    home.remove();
  }
}
