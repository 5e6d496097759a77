/** Makes a running console throw where nobody catches, by Node's own debugger: the product has no hook for it. */
import type { Terminal } from './terminal.ts';

/**
 * SIGUSR1 opens the debugger; an error is then thrown from a timer. Start the program with `--inspect-port=0`.
 * @throws when the debugger's address does not appear within 10 s
 */
export async function crashByDebugger(console: Terminal, message: string): Promise<void> {
  console.signal('SIGUSR1');
  const listening = /Debugger listening on (ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]+)/;
  const deadline = Date.now() + 10_000;
  let address: string | undefined;
  while ((address = listening.exec(console.output())?.[1]) === undefined) {
    if (Date.now() > deadline)
      throw new Error(`No debugger within 10 s; the program wrote:\n${console.output().slice(-500)}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`can't reach ${address}`)), { once: true });
  });
  const expression = `setTimeout(() => { throw new Error(${JSON.stringify(message)}) }, 50)`;
  const answered = new Promise(resolve => socket.addEventListener('message', resolve, { once: true }));
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  await answered;
  // While a debugger is attached, Node waits for it at its end.
  socket.close();
}
