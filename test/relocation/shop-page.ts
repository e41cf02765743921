/** The page of a small shop as the tests knew it. A change of it replaces parts of this text. */
export const shopPage = `
<style>body { font: 14px sans-serif; margin: 16px } .card, li, form, section { margin: 8px 0 } .tools button { width: 28px; height: 24px }</style>
<header><h1>Shop</h1><nav><a id="nav-home" href="/home">Home</a> <a id="nav-cart" href="/cart">Cart (3)</a> <a id="nav-account" href="/account">Your account</a></nav></header>
<main>
<form id="login-form"><h2>Welcome back</h2>
  <label for="user">User name</label><input id="user" name="user">
  <button id="login" data-testid="login" class="btn x1a2b3" type="submit">Log in</button></form>
<section id="fruit"><h2>Fruit</h2>
  <div class="products">
    <div class="card"><h3>Apple</h3><p>$1.20</p><button class="add">Add to cart</button></div>
    <div class="card"><h3>Orange</h3><p>$2.10</p><button class="add">Add to cart</button></div>
    <div class="card"><h3>Bread</h3><p>$3.00</p><button class="add">Add to cart</button></div>
  </div></section>
<section id="basket"><h2>Basket</h2>
  <table><tr><th>Item</th><th>Price</th><th>Action</th></tr>
    <tr><td>Apple</td><td>$1.20</td><td><button id="rm-1">Remove</button></td></tr>
    <tr><td>Pear</td><td>$0.90</td><td><button id="rm-2">Remove</button></td></tr>
    <tr><td>Plum</td><td>$0.40</td><td><button id="rm-3">Remove</button></td></tr></table>
  <div class="tools"><button class="t1">↑</button><button class="t2">↓</button><button class="t3">×</button></div></section>
<section id="coupon-box"><h2>Coupon</h2><input id="coupon" name="coupon" placeholder="Coupon code"><button id="apply" class="btn">Apply coupon</button></section>
<form id="checkout-form"><h2>Checkout</h2>
  <label for="email">E-mail</label><input id="email" name="email" type="email">
  <label for="phone">Phone</label><input id="phone" name="phone" type="tel">
  <label><input id="terms" name="terms" type="checkbox"> I accept the terms</label>
  <button id="place-order" data-testid="place-order" class="btn big">Place order</button></form>
<section id="settings"><h2>Settings</h2>
  <button id="export" class="btn">Export data</button>
  <button id="delete-account" class="btn danger">Delete account</button></section>
<ul class="categories"><li><a href="/c/tea">Tea</a></li><li><a href="/c/coffee">Coffee</a></li><li><a href="/c/juice">Juice</a></li></ul>
</main>
<footer><form id="news"><label for="news-mail">Newsletter e-mail</label><input id="news-mail" name="news"><button id="subscribe">Subscribe</button></form>
<a id="imprint" href="/legal/imprint-and-terms">Imprint and terms of use</a></footer>`;

/** One part of the page and what became of it. */
export type Replacement = readonly [part: string, by: string];

/** The page after changes. Every part must be there, or the row of the table says nothing. */
export function shopPageWith(replacements: readonly Replacement[]): string {
  return replacements.reduce((page, [part, by]) => {
    if (!page.includes(part)) throw new Error(`The page has no ${part}`);
    return page.replaceAll(part, by);
  }, shopPage);
}
