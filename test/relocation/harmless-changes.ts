import { shopPageWith } from './shop-page.ts';

/** A change that leaves the page as good as it was. */
export interface HarmlessChange {
  readonly id: string;
  readonly change: string;
  /** The locator that found the element before, and does not any more. */
  readonly locator: string;
  /** The page now, with the true element marked by `data-truth`. */
  readonly html: string;
  /** `refuse` where the model does not dare though it could. */
  readonly outcome: 'automatic' | 'propose' | 'refuse';
  /** The locator that is written first. */
  readonly written: string | undefined;
  readonly action?: string;
  readonly assertsText?: boolean;
}

const login = '<button id="login" data-testid="login" class="btn x1a2b3" type="submit">Log in</button>';
const order = '<button id="place-order" data-testid="place-order" class="btn big">Place order</button>';
const pear = '<tr><td>Pear</td><td>$0.90</td><td><button id="rm-2">Remove</button></td></tr>';
const plum = '<tr><td>Plum</td><td>$0.40</td><td><button id="rm-3">Remove</button></td></tr>';
const email = '<label for="email">E-mail</label><input id="email" name="email" type="email">';

export const harmlessChanges: readonly HarmlessChange[] = [
  {
    id: 'H01',
    change: 'an id is renamed',
    locator: "locator('#login')",
    html: shopPageWith([[login, login.replace('id="login"', 'id="sign-in" data-truth')]]),
    outcome: 'automatic',
    written: "locator('#sign-in')",
  },
  {
    id: 'H02',
    change: 'a test id is renamed',
    locator: "getByTestId('login')",
    html: shopPageWith([[login, login.replace('testid="login"', 'testid="login-button" data-truth')]]),
    outcome: 'automatic',
    written: "getByTestId('login-button')",
  },
  {
    id: 'H03',
    change: 'every class is another hash',
    locator: "locator('button.x1a2b3')",
    html: shopPageWith([
      [login, login.replace('btn x1a2b3', 'css-9f8e7d q8r7s6').replace('<button', '<button data-truth')],
    ]),
    outcome: 'automatic',
    written: "getByTestId('login')",
  },
  {
    id: 'H04',
    change: 'the button is worded otherwise',
    locator: "getByRole('button', { name: 'Log in' })",
    html: shopPageWith([[login, login.replace('>Log in', ' data-truth>Sign in')]]),
    outcome: 'automatic',
    written: "getByRole('button', { name: 'Sign in' })",
  },
  {
    id: 'H05',
    change: 'a button becomes a link',
    locator: "getByRole('button', { name: 'Export data' })",
    html: shopPageWith([
      [
        '<button id="export" class="btn">Export data</button>',
        '<a data-truth id="export" class="btn" href="/export">Export data</a>',
      ],
    ]),
    outcome: 'propose',
    written: "getByRole('link', { name: 'Export data' })",
  },
  {
    id: 'H06',
    change: 'it is wrapped twice and loses its id',
    locator: "locator('#apply')",
    html: shopPageWith([
      [
        '<button id="apply" class="btn">Apply coupon</button>',
        '<div><div><button data-truth class="btn">Apply coupon</button></div></div>',
      ],
    ]),
    outcome: 'automatic',
    written: "getByRole('button', { name: 'Apply coupon' })",
  },
  {
    id: 'H07',
    change: 'a link moves to a sidebar, loses its id, and counts otherwise',
    locator: "locator('#nav-cart')",
    html: shopPageWith([
      [' <a id="nav-cart" href="/cart">Cart (3)</a>', ''],
      ['</main>', '</main><aside><a data-truth href="/cart">Cart (5)</a></aside>'],
    ]),
    outcome: 'refuse',
    written: undefined,
  },
  {
    id: 'H08',
    change: 'label, id and name of a field change',
    locator: "getByLabel('E-mail', { exact: true })",
    html: shopPageWith([
      [email, '<label for="mail">Your mail</label><input data-truth id="mail" name="mail" type="email">'],
    ]),
    outcome: 'propose',
    written: "getByLabel('Your mail', { exact: true })",
    action: 'fill',
  },
  {
    id: 'H09',
    change: 'a placeholder is worded otherwise, and the id is gone',
    locator: "getByPlaceholder('Coupon code')",
    html: shopPageWith([
      [
        '<input id="coupon" name="coupon" placeholder="Coupon code">',
        '<input data-truth name="coupon" placeholder="Voucher">',
      ],
    ]),
    outcome: 'automatic',
    written: "getByPlaceholder('Voucher')",
    action: 'fill',
  },
  {
    id: 'H10',
    change: 'rows are in another order, without their ids',
    locator: "locator('#rm-2')",
    html: shopPageWith([
      [pear, ''],
      [plum, `${plum}${pear.replace('id="rm-2"', 'data-truth')}`],
      ['id="rm-1"', ''],
      ['id="rm-3"', ''],
    ]),
    outcome: 'automatic',
    written: "getByRole('row', { name: 'Pear' }).getByRole('button', { name: 'Remove' })",
  },
  {
    id: 'H11',
    change: 'a card is put before, so that positions shift',
    locator: "locator('.products .card').nth(1).getByRole('button', { name: 'Add to cart' })",
    html: shopPageWith([
      [
        '<div class="card"><h3>Apple',
        '<div class="card"><h3>Cherry</h3><p>$5.00</p><button class="add">Add to cart</button></div><div class="card"><h3>Apple',
      ],
      ['<h3>Orange</h3><p>$2.10</p><button', '<h3>Orange</h3><p>$2.10</p><button data-truth'],
    ]),
    outcome: 'automatic',
    written: "locator('.products .card').filter({ hasText: 'Orange' }).getByRole('button', { name: 'Add to cart' })",
  },
  {
    id: 'H12',
    change: 'an icon is given a name',
    locator: "getByRole('button', { name: '×' })",
    html: shopPageWith([
      ['<button class="t3">×</button>', '<button data-truth class="t3" aria-label="Empty the basket">×</button>'],
    ]),
    outcome: 'automatic',
    written: "getByRole('button', { name: 'Empty the basket' })",
  },
  {
    id: 'H13',
    change: 'case and punctuation change',
    locator: "getByText('Apply coupon', { exact: true })",
    html: shopPageWith([['>Apply coupon<', ' data-truth>Apply Coupon!<']]),
    outcome: 'automatic',
    written: "getByText('Apply Coupon!', { exact: true })",
  },
  {
    id: 'H14',
    change: 'a destructive button is translated',
    locator: "getByRole('button', { name: 'Delete account' })",
    html: shopPageWith([
      ['class="btn danger">Delete account', 'data-truth class="btn danger">Konto löschen'],
      ['>Export data', '>Daten exportieren'],
      ['Settings', 'Einstellungen'],
    ]),
    outcome: 'propose',
    written: "getByRole('button', { name: 'Konto löschen' })",
  },
  {
    id: 'H15',
    change: 'id and name of a field change, its label stays',
    locator: 'locator(\'input[name="phone"]\')',
    html: shopPageWith([
      [
        '<label for="phone">Phone</label><input id="phone" name="phone" type="tel">',
        '<label for="tel">Phone</label><input data-truth id="tel" name="telephone" type="tel">',
      ],
    ]),
    outcome: 'automatic',
    written: 'locator(\'input[name="telephone"]\')',
    action: 'fill',
  },
  {
    id: 'H16',
    change: 'a second button says the same',
    locator: "getByRole('button', { name: 'Place order' })",
    html: shopPageWith([
      [order, order.replace('<button', '<button data-truth')],
      ['</header>', '<button>Place order</button></header>'],
    ]),
    outcome: 'automatic',
    written: "getByTestId('place-order')",
  },
  {
    id: 'H17',
    change: 'it moves into a shadow root',
    locator: "locator('#coupon-box > #apply')",
    html: shopPageWith([
      [
        '<button id="apply" class="btn">Apply coupon</button>',
        '<shadow-box><button data-truth id="apply" class="btn">Apply coupon</button></shadow-box>',
      ],
    ]),
    outcome: 'automatic',
    written: "locator('#apply')",
  },
  {
    id: 'H18',
    change: 'a table becomes cards',
    locator: "getByRole('row', { name: 'Pear' }).getByRole('button', { name: 'Remove' })",
    html: shopPageWith([
      ['<table><tr><th>Item</th><th>Price</th><th>Action</th></tr>', '<ul>'],
      ['</table>', '</ul>'],
      [
        '<tr><td>Apple</td><td>$1.20</td><td><button id="rm-1">Remove</button></td></tr>',
        '<li><b>Apple</b> <span>$1.20</span> <button id="rm-1">Remove</button></li>',
      ],
      [pear, '<li><b>Pear</b> <span>$0.90</span> <button data-truth id="rm-2">Remove</button></li>'],
      [plum, '<li><b>Plum</b> <span>$0.40</span> <button id="rm-3">Remove</button></li>'],
    ]),
    outcome: 'propose',
    written: "getByRole('listitem').filter({ hasText: 'Pear' }).getByRole('button', { name: 'Remove' })",
  },
  {
    id: 'H19',
    change: 'all is built anew, the words stay',
    locator: "locator('#export')",
    html: '<div class="app"><aside><nav><a href="/home">Home</a></nav></aside><div class="view"><h2>Settings</h2><div class="row"><button data-truth class="primary">Export data</button></div><div class="row"><button class="warn">Delete account</button></div><p>All about your account</p></div></div>',
    outcome: 'propose',
    written: "getByRole('button', { name: 'Export data' })",
  },
  {
    id: 'H20',
    change: 'the text of a link is shortened',
    locator: "getByRole('link', { name: 'Imprint and terms of use' })",
    html: shopPageWith([
      [
        'id="imprint" href="/legal/imprint-and-terms">Imprint and terms of use',
        'data-truth id="imprint" href="/legal/imprint-and-terms">Imprint',
      ],
    ]),
    outcome: 'automatic',
    written: "getByRole('link', { name: 'Imprint' })",
  },
  {
    id: 'H21',
    change: 'a button of weight is worded otherwise and has another test id',
    locator: "getByTestId('place-order')",
    html: shopPageWith([
      [order, '<button data-truth data-testid="complete" class="btn big">Complete purchase</button>'],
    ]),
    outcome: 'propose',
    written: "getByTestId('complete')",
  },
  {
    id: 'H22',
    change: 'the label of a check box says more, and its id is another',
    locator: "locator('#terms')",
    html: shopPageWith([
      [
        '<input id="terms" name="terms" type="checkbox"> I accept the terms',
        '<input data-truth id="accept-terms" name="terms" type="checkbox"> I accept the terms and the privacy policy',
      ],
    ]),
    outcome: 'automatic',
    written: "locator('#accept-terms')",
    action: 'check',
  },
  {
    id: 'X07',
    change: 'a button becomes a clickable element without a role',
    locator: "getByRole('button', { name: 'Export data' })",
    html: shopPageWith([
      [
        '<button id="export" class="btn">Export data</button>',
        '<div data-truth id="export" class="btn" style="width: 90px">Export data</div>',
      ],
    ]),
    outcome: 'propose',
    written: "getByText('Export data')",
  },
  {
    id: 'X08',
    change: 'a field loses its label',
    locator: "getByLabel('Phone')",
    html: shopPageWith([['<label for="phone">Phone</label><input id="phone"', '<input data-truth id="phone"']]),
    outcome: 'propose',
    written: "locator('#phone')",
    action: 'fill',
  },
  {
    id: 'text',
    change: 'the step asserts the text, so the locator must not ask for it',
    locator: "locator('#apply')",
    html: shopPageWith([['id="apply" class="btn"', 'data-truth class="btn"']]),
    outcome: 'automatic',
    written: "locator('#coupon-box').getByRole('button')",
    assertsText: true,
  },
];
