import { expect, test } from 'vitest';

import { looksGenerated } from './generated-token.ts';

test.each([
  'Avatar_root__1k2',
  'Table_row__Xa9Q',
  'f-3f9a-doctor',
  'r-3',
  'css-1x2y3z',
  'jss12',
  'ember123',
  ':r1:',
  'item-88213',
  'Button_primary__aB3dE',
  'svelte-1abcde',
  'a1b2c3d4-0000-1111',
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
  'login-btn',
  'btn',
  'r2',
  'row-r12',
  'userName',
  'h1',
  'checkout_form',
])('%s was written by a person', (token) => {
  expect(looksGenerated(token)).toBe(false);
});
