import { expect, test } from 'vitest';

import { looksGenerated } from './generated-token.ts';

test.each([
  'Avatar_root__1k2',
  'Table_row__Xa9Q',
  'f-3f9a-doctor',
  'r-3',
  'css-1q2w3e',
  ':r3:',
  'item-1042',
  'sc-bdVaJa',
])('%s is made anew by each build, or counts', (token) => {
  expect(looksGenerated(token)).toBe(true);
});

test.each([
  'user-menu__trigger',
  'card__title--big',
  'Card_title',
  'btn-primary',
  'ratio-16x9',
  'col-md6',
  'step2',
  'a11y-note',
  'i18n',
  'is-outlined',
  'doctor-filter',
])('%s was written by a person', (token) => {
  expect(looksGenerated(token)).toBe(false);
});
