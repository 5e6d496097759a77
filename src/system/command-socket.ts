/** A running program as a socket: what is written goes to its stdin, what it prints comes out. For `ssh … dial-stdio`. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Readable, Writable } from 'node:stream';

export interface CommandSocketOptions {
  /** The error that ends the socket when the program ends by itself: its exit code (null: a signal) and last words. */
  readonly onExit: (exitCode: number | null, stderrTail: string) => Error;
}

const stderrLimit = 4096;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts `argv` and hands its pipes as one socket that an `http.Agent` can keep alive. Ends the program when destroyed. */
export function openCommandSocket(argv: readonly string[], options: CommandSocketOptions): Duplex {
  const [file = '', ...words] = argv;
  // Detached from the terminal's group, or Ctrl-c in a shell around us would end the connection before we say goodbye.
  return new CommandSocket(spawn(file, words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true }), options);
}

class CommandSocket extends Duplex {
  readonly #child: Child;
  #stderr = '';

  constructor(child: Child, options: CommandSocketOptions) {
    super({ allowHalfOpen: false });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrLimit);
    });
    child.stdout.on('data', (bytes: Buffer) => {
      if (!this.push(bytes)) child.stdout.pause();
    });
    child.stdin.on('error', () => undefined);
    child.once('error', error => this.destroy(options.onExit(null, error.message)));
    child.once('close', code => {
      if (code === 0) this.push(null);
      else this.destroy(options.onExit(code, this.#stderr));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, error => {
      // A program that ends at once breaks its pipe before it is gone: its exit code and last words say why, EPIPE does not.
      if (!error) callback();
    });
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#child.stdin.end(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#child.kill();
    callback(error);
  }

  /** What an http.Agent asks of a socket and a pipe has not. */
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    this.#child.ref();
    return this;
  }
  unref(): this {
    this.#child.unref();
    return this;
  }
}
