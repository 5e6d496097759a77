/** Writes dist/: ESM, split at the dynamic imports, no node_modules needed at run time. */
import { build } from 'esbuild';
import { chmod, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/**
 * Modules that other packages load at their top but that this program never calls. dockerode asks for gRPC and protobuf
 * (BuildKit sessions) and ssh2 (we use the person's own ssh, which honours ~/.ssh/config); Ink asks for its devtools.
 * Left in, they cost 200 ms of every start.
 */
const neverCalled = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2', 'tar-fs', 'react-devtools-core'];

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

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { depotix: 'src/launcher.ts', cli: 'src/cli.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  minify: true,
  legalComments: 'none',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', DEPOTIX_VERSION: JSON.stringify(version) },
  banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  plugins: [stubs],
  logLevel: 'warning',
});
await chmod(path.join(root, 'dist/depotix.mjs'), 0o755);
