const rows = 100;

/** How many buttons, fields and texts the page has of each kind. */
export const rowCount: number = rows;

/** A page of a table with 500 elements, as an administration page has: in each row a text, a field and two buttons. */
export function busyPage(): string {
  const lines = Array.from(
    { length: rows },
    (_, index) =>
      `<tr id="r${index}"><td id="t${index}">Item ${index}</td><td><input id="i${index}" aria-label="Amount ${index}"><button id="b${index}" class="btn" type="button">Open ${index}</button></td></tr>`,
  );
  return `<title>Items</title><h1>Items</h1><table><tbody>${lines.join('')}</tbody></table>`;
}
