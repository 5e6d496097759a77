import { keyLabel, keymap, type Binding } from '../../src/keymap.ts';

/** docs/keys.md, from the keymap. */
export function keysDocument(): string {
  const groups = [...Map.groupBy(keymap, binding => binding.group)];
  return [
    '# Keys',
    '',
    'Made from `src/keymap.ts` by `npm run docs`; a test fails when it is out of date. `?` shows the keys of the screen you are',
    'on, `:` finds any action by its name.',
    '',
    'Pasted text never acts: in a prompt it is typed text, anywhere else it is ignored.',
    ...groups.flatMap(([group, bindings]) => section(group, bindings)),
    '',
  ].join('\n');
}

function section(title: string, bindings: readonly Binding[]): string[] {
  const rows = bindings.map(binding => {
    const keys = binding.keys.map(key => `\`${keyLabel(key)}\``).join(' ');
    const where = binding.screens === 'all' ? 'everywhere' : binding.screens.join(', ');
    return `| ${keys === '' ? 'palette only' : keys} | ${binding.title} | ${where} |`;
  });
  return ['', `## ${title}`, '', '| key | what it does | where |', '| --- | --- | --- |', ...rows];
}
