import { shopPageWith } from './shop-page.ts';

/** A change that breaks what the test is about. */
export interface RealBug {
  readonly id: string;
  readonly change: string;
  readonly locator: string;
  readonly html: string;
  /** The guard that must speak; without one the probability may. */
  readonly guard?: string;
  readonly title?: string;
  readonly action?: string;
}

const order = '<button id="place-order" data-testid="place-order" class="btn big">Place order</button>';
const pear = '<tr><td>Pear</td><td>$0.90</td><td><button id="rm-2">Remove</button></td></tr>';
const email = '<label for="email">E-mail</label><input id="email" name="email" type="email">';
const login = '<button id="login" data-testid="login" class="btn x1a2b3" type="submit">Log in</button>';

export const realBugs: readonly RealBug[] = [
  {
    id: 'B01',
    change: 'the order button is gone',
    locator: "getByRole('button', { name: 'Place order' })",
    html: shopPageWith([[order, '']]),
  },
  {
    id: 'B02',
    change: 'the delete button is gone, one to deactivate is there',
    locator: "getByRole('button', { name: 'Delete account' })",
    html: shopPageWith([
      [
        '<button id="delete-account" class="btn danger">Delete account',
        '<button id="deactivate-account" class="btn danger">Deactivate account',
      ],
    ]),
    guard: 'destructive-verb',
  },
  {
    id: 'B03',
    change: 'a row is lost',
    locator: "getByRole('row', { name: 'Pear' }).getByRole('button')",
    html: shopPageWith([[pear, '']]),
    guard: 'row-changed',
  },
  {
    id: 'B04',
    change: 'a product is not shown',
    locator: "locator('.card').filter({ hasText: 'Orange' }).getByRole('button')",
    html: shopPageWith([
      ['<div class="card"><h3>Orange</h3><p>$2.10</p><button class="add">Add to cart</button></div>', ''],
    ]),
    guard: 'row-changed',
  },
  {
    id: 'B05',
    change: 'a field is dropped',
    locator: "getByLabel('Phone')",
    action: 'fill',
    html: shopPageWith([['<label for="phone">Phone</label><input id="phone" name="phone" type="tel">', '']]),
  },
  {
    id: 'B06',
    change: 'the login button is missing',
    locator: "getByTestId('login')",
    html: shopPageWith([[login, '']]),
  },
  {
    id: 'B07',
    change: 'the server failed',
    locator: "getByTestId('login')",
    html: '<h1>500 Internal Server Error</h1><p>Please try again.</p><a href="/home">Home</a>',
    guard: 'other-page',
    title: 'Error',
  },
  {
    id: 'B08',
    change: 'the session is lost',
    locator: "getByRole('button', { name: 'Place order' })",
    html: '<h1>Please log in</h1><form><label>Mail <input type="email"></label><label>Password <input type="password"></label><button>Log in</button></form>',
    guard: 'other-page',
  },
  {
    id: 'B09',
    change: 'a form is replaced by one for feedback',
    locator: "getByRole('button', { name: 'Place order' })",
    html: shopPageWith([
      [order, ''],
      [
        email,
        '<label for="fb">Your feedback</label><textarea id="fb"></textarea><button class="btn big">Send feedback</button>',
      ],
    ]),
  },
  {
    id: 'B10',
    change: 'the coupon is gone, another button stays',
    locator: "getByRole('button', { name: 'Apply coupon' })",
    html: shopPageWith([
      [
        '<section id="coupon-box"><h2>Coupon</h2><input id="coupon" name="coupon" placeholder="Coupon code"><button id="apply" class="btn">Apply coupon</button></section>',
        '',
      ],
    ]),
  },
  {
    id: 'B12',
    change: 'one of three icons is gone',
    locator: "locator('.tools .t2')",
    html: shopPageWith([['<button class="t2">↓</button>', '']]),
  },
  {
    id: 'B13',
    change: 'the e-mail field is lost, that of the newsletter stays',
    locator: "getByLabel('E-mail', { exact: true })",
    action: 'fill',
    html: shopPageWith([[email, '']]),
  },
  {
    id: 'B14',
    change: 'one link of a list is lost',
    locator: "getByRole('link', { name: 'Coffee' })",
    html: shopPageWith([['<li><a href="/c/coffee">Coffee</a></li>', '']]),
  },
  {
    id: 'B15',
    change: 'a whole form is lost',
    locator: "getByTestId('login')",
    html: shopPageWith([
      [
        `<form id="login-form"><h2>Welcome back</h2>\n  <label for="user">User name</label><input id="user" name="user">\n  ${login}</form>`,
        '',
      ],
    ]),
  },
  {
    id: 'X02',
    change: 'a button is disabled for good',
    locator: "getByTestId('place-order')",
    html: shopPageWith([[order, order.replace('data-testid="place-order"', 'disabled')]]),
    guard: 'not-usable',
  },
];
