import { clip } from '../../render/clip.ts';
import type { CauseSection } from '../section.ts';

const shownLines = 6;
const longestLine = 300;

/** The head of the failure that stands for all. */
export const messageSection: CauseSection = {
  name: 'message',
  title: 'Failure',
  form: 'code',
  linesOf: ({ example }) => {
    const lines = example.message.split('\n').filter((line) => line.trim() !== '');
    const shown = lines.length > shownLines ? [...lines.slice(0, shownLines), '…'] : lines;
    return shown.map((text) => ({ text: clip(text, longestLine), tone: 'bad' }));
  },
};
