// Runs in the page: reads its elements as a capture would. `truth` is the index of the marked element.
(() => {
  const spaced = (text) => (text ?? '').trim().replaceAll(/\s+/g, ' ');
  const pathOf = (element) => {
    const parent = element.parentElement ?? element.getRootNode().host;
    const siblings = parent
      ? [...(element.parentNode?.children ?? [])].filter((one) => one.tagName === element.tagName)
      : [element];
    const step = `/${element.tagName.toLowerCase()}[${siblings.indexOf(element) + 1}]`;
    return parent ? pathOf(parent) + step : step;
  };
  const everything = (root) =>
    [...root.children].flatMap((child) => [
      child,
      ...(child.shadowRoot ? everything(child.shadowRoot) : []),
      ...everything(child),
    ]);
  const all = everything(document.body);
  const visible = all.filter(
    (element) => element.getBoundingClientRect().width > 0 && getComputedStyle(element).visibility !== 'hidden',
  );
  const textOf = (element) =>
    element instanceof HTMLInputElement && /submit|button/.test(element.type)
      ? element.value
      : spaced(element.innerText);
  const rowOf = (element) => {
    const row = element.closest('tr, li, [role=row], article, .card');
    return row &&
      row !== element &&
      [...(row.parentElement?.children ?? [])].filter((one) => one.tagName === row.tagName).length > 1
      ? row
      : null;
  };
  const headings = visible.filter((element) => /^H[1-6]$/.test(element.tagName));
  const elements = visible.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const field = element;
    const attribute = (name) => element.getAttribute(name) ?? '';
    const near = visible.filter((other) => {
      const box = other.getBoundingClientRect();
      const isNear = box.x < x + width + 50 && box.right > x - 50 && box.y < y + height + 50 && box.bottom > y - 50;
      return isNear && other.children.length === 0 && other !== element && !element.contains(other);
    });
    const row = rowOf(element);
    const before = headings.findLast((one) => one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    const fingerprint = {
      tag: element.tagName.toLowerCase(),
      xpath: pathOf(element),
      role: element.roleOfTest,
      name: element.nameOfTest ?? '',
      text: textOf(element),
      label: spaced([...(field.labels ?? [])].map((label) => label.textContent).join(' ')),
      placeholder: attribute('placeholder'),
      alt: attribute('alt'),
      title: attribute('title'),
      testId: attribute('data-testid'),
      id: attribute('id'),
      nameAttribute: attribute('name'),
      type: attribute('type'),
      href: attribute('href'),
      classes: [...element.classList],
      isButton: element.matches('button, input[type=submit], input[type=button], [role=button]'),
      box: { x, y, width, height },
      neighborText: spaced(near.map((one) => one.textContent).join(' ')),
      rowText: row ? spaced(row.innerText) : '',
      heading: spaced(before?.textContent),
      within: element.getRootNode() instanceof ShadowRoot ? ['#shadow'] : [],
      isEnabled: !element.matches(':disabled'),
    };
    return Object.fromEntries(Object.entries(fingerprint).filter(([, value]) => value !== '' && value !== undefined));
  });
  return { elements, truth: visible.findIndex((element) => element.truth === true) };
})();
