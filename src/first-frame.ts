/** The first frame, painted before Ink and React are loaded, from the very rows that the app will show. */
import { frameRows, type FrameInput } from './screens/frame-rows.ts';

const enterAlternateScreen = '\u001B[?1049h';
const hideCursor = '\u001B[?25l';
const home = '\u001B[H';
const eraseToLineEnd = '\u001B[K';
const eraseBelow = '\u001B[J';
const showCursor = '\u001B[?25h';
const leaveAlternateScreen = '\u001B[?1049l';

/** What to write so that the frame fills the terminal; the last row has no line end, which would scroll. */
export function firstFrame(input: FrameInput): string {
  const rows = frameRows(input);
  return enterAlternateScreen + hideCursor + home + rows.map(row => row + eraseToLineEnd).join('\r\n') + eraseBelow;
}

/** Gives the terminal back when something fails before the app has taken it over. */
export const undoFirstFrame = showCursor + leaveAlternateScreen;
