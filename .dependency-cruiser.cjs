/** The import rules of docs/architecture.md: one direction, adapters → model → store → hooks → screens. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('model-is-pure', 'The model imports nothing of ours.', '^src/model/', ['^src/model/']),
    {
      name: 'model-knows-no-io',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { dependencyTypes: ['core'] },
    },
    only('store-reduces-with-the-model', 'The store knows the model only.', '^src/store/', [
      '^src/store/',
      '^src/model/',
    ]),
    only('adapters-know-no-store', 'Docker adapters: model, config types and system only.', '^src/docker/', [
      '^src/docker/',
      '^src/model/',
      '^src/system/',
    ]),
    only('host-knows-no-store', 'Host adapters: model and system only.', '^src/host/', [
      '^src/host/',
      '^src/model/',
      '^src/system/',
    ]),
    only('system-stands-alone', 'src/system is the bottom.', '^src/system/', ['^src/system/', '^src/model/']),
    only('config-stands-low', 'Config: model, system, and the Docker ports for discovery.', '^src/config/', [
      '^src/config/',
      '^src/model/',
      '^src/system/',
      '^src/docker/(engine|compose|parse/)',
    ]),
    only('ui-is-dumb', 'UI parts use model types only.', '^src/ui/', ['^src/ui/', '^src/model/']),
    only('hooks-read-the-store', 'Hooks: store, model, keymap.', '^src/hooks/', [
      '^src/hooks/',
      '^src/store/',
      '^src/model/',
      '^src/ui/',
      '^src/keymap\\.ts$',
      '^src/context\\.ts$',
    ]),
    only('screens-know-no-docker', 'Screens: hooks, ui, model, store selectors.', '^src/screens/', [
      '^src/screens/',
      '^src/hooks/',
      '^src/ui/',
      '^src/model/',
      '^src/store/',
      '^src/keymap\\.ts$',
    ]),
    only('display-is-headless', 'Headless renderers know the model and the formats.', '^src/display/', [
      '^src/display/',
      '^src/model/',
      '^src/store/',
      '^src/system/',
    ]),
    {
      name: 'screens-belong-to-the-app',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/screens/', '^src/app\\.tsx$', '^src/first-frame\\.ts$'] },
      to: { path: '^src/screens/' },
    },
    {
      name: 'ink-stays-in-the-ui',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(screens|hooks|ui)/', '^src/app\\.tsx$'] },
      to: { path: 'node_modules/(ink|react|ink-table|ink-spinner)/' },
    },
    {
      name: 'dockerode-in-its-adapter',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/docker/dockerode-'] },
      to: { path: 'node_modules/(dockerode|docker-modem)/' },
    },
    {
      name: 'execa-in-system',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/system/'] },
      to: { path: 'node_modules/execa/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs'] },
  },
};
