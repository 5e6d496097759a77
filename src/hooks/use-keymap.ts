import { useInput, usePaste } from 'ink';
import { useRef } from 'react';
import { handleInput, handlePaste, type InputContext } from './handle-input.ts';
import { readInput } from './key-name.ts';

/** Keys and pastes of the terminal → actions. */
export function useKeymap(given: Omit<InputContext, 'deaf' | 'dialogOpened'>): void {
  const deaf = useRef(false);
  const context: InputContext = {
    ...given,
    deaf: () => deaf.current,
    // One read of stdin is handed over synchronously: the next turn of the loop is another chunk.
    dialogOpened: () => {
      deaf.current = true;
      setImmediate(() => {
        deaf.current = false;
      });
    },
  };
  useInput((input, key) => handleInput(readInput(input, key), context));
  usePaste(text => handlePaste(text, context));
}
