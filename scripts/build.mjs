/** Writes dist/: ESM, no node_modules needed at run time. */
import { build } from 'esbuild';
import { chmod, readFile, rename, rm } from 'node:fs/promises';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/**
 * Modules that other packages load at their top but that this program never calls. dockerode asks for gRPC and protobuf
 * (BuildKit sessions), docker-modem (src/docker/dockerode-modem.ts says why ours stands in its place) and with it ssh2 (we use
 * the person's own ssh, which honours ~/.ssh/config); Ink asks for its devtools.
 * Left in, they cost 200 ms of every start.
 */
const neverCalled = [
  'docker-modem',
  '@balena/dockerignore',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'protobufjs',
  'ssh2',
  'tar-fs',
  'react-devtools-core',
];

const stubs = {
  name: 'stubs',
  setup(builder) {
    const filter = new RegExp(`^(${neverCalled.map(name => name.replace(/[/\\-]/g, '\\$&')).join('|')})$`);
    builder.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'stub' }));
    builder.onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path: name }) => ({ path: name, namespace: 'stub' }));
    builder.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path: name }) => ({
      contents: `module.exports = new Proxy(function () {}, { get(_, key) {
        if (typeof key === 'symbol' || key === '__esModule' || key === 'default' || key === 'then' || key === 'Client') return undefined;
        throw new Error(${JSON.stringify(name)} + ' is not part of this build');
      } });`,
      loader: 'js',
    }));
  },
};

/** Seldom used before the first frame, and 1 to 5 ms each: loaded when the first of their members is read. */
const heavyBuiltins = new Set([
  'child_process',
  'crypto',
  'dns',
  'fs/promises',
  'https',
  'readline',
  'tls',
  'v8',
  'worker_threads',
  'zlib',
]);

/**
 * Node's own modules by `require`: an ESM import reads every export for its namespace object, lazy getters too, and
 * `node:http` has one (WebSocket) that loads undici. That alone costs 25 ms, as much as the whole of `node -e 0`.
 */
const builtinsByRequire = {
  name: 'builtins-by-require',
  setup(builder) {
    const names = new Set(builtinModules.flatMap(name => [name, `node:${name}`]));
    builder.onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path: name, kind, namespace }) => {
      if (!names.has(name) || kind === 'dynamic-import') return undefined;
      const isHeavy = heavyBuiltins.has(name.replace('node:', ''));
      const isOurs = namespace !== 'builtin' && (kind === 'import-statement' || isHeavy);
      return isOurs ? { path: name, namespace: 'builtin' } : { path: name, external: true };
    });
    builder.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => ({
      contents: heavyBuiltins.has(name.replace('node:', ''))
        ? lazyMembers(name)
        : `module.exports = require('${name}');`,
      loader: 'js',
    }));
  },
};

function lazyMembers(name) {
  const members = Object.keys(createRequire(import.meta.url)(name));
  return `for (const member of ${JSON.stringify(members)})
    Object.defineProperty(module.exports, member, {
      enumerable: true,
      configurable: true,
      get: () => require('${name}')[member],
      set: value => Object.defineProperty(module.exports, member, { value, enumerable: true, writable: true }),
    });`;
}

/**
 * Modules with one default function, evaluated at its first call and not at the import: string-width alone compiles
 * Unicode regular expressions for 24 ms, which a frame of ASCII and our own symbols never needs.
 */
const evaluatedAtFirstCall = {
  name: 'evaluated-at-first-call',
  setup(builder) {
    builder.onResolve({ filter: /^(string-width|slice-ansi|wrap-ansi)$/ }, ({ path: name, kind }) =>
      kind === 'import-statement' ? { path: name, namespace: 'lazy' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path: name }) => ({
      contents: `let real; export default (...args) => (real ??= require(${JSON.stringify(name)}).default)(...args);`,
      resolveDir: root,
      loader: 'js',
    }));
  },
};

/** Ink's layout engine takes its own WebAssembly, a data URL, by `fetch` where there is one: that loads undici, 20 ms and 15 MB. */
const layoutWithoutFetch = {
  name: 'layout-without-fetch',
  setup(builder) {
    builder.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path: file }) => ({
      contents: `const fetch = undefined;\n${await readFile(file, 'utf8')}`,
      loader: 'js',
    }));
  },
};

// Built beside and put in place at the end: a console that is being started meanwhile finds the old one whole.
const finished = path.join(root, 'dist');
const fresh = path.join(root, `dist.${process.pid}`);
const shared = {
  absWorkingDir: root,
  outdir: fresh,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  minify: true,
  legalComments: 'none',
  jsx: 'automatic',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    DEPOTIX_VERSION: JSON.stringify(version),
  },
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  plugins: [stubs, builtinsByRequire, evaluatedAtFirstCall, layoutWithoutFetch],
  logLevel: 'warning',
};
// Apart, and whole: what the launcher shared with the rest would be compiled before the compile cache is on.
await build({ ...shared, entryPoints: { depotix: 'src/launcher.ts' } });
// One file: what is imported late is evaluated late all the same, and each further file costs 0.4 ms in Node's loader;
// split at the dynamic imports the first frame needed 44 of them.
await build({ ...shared, entryPoints: { cli: 'src/cli.ts' } });
await chmod(path.join(fresh, 'depotix.mjs'), 0o755);
await rm(finished, { recursive: true, force: true });
await rename(fresh, finished);
