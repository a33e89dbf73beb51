type Given = Readonly<Record<string, string | boolean | null | undefined | ((event: Event) => void)>>;

/** Makes an element: a function listens to the event of that name, false and null leave an attribute away. Parses no markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, given: Given, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value) element.setAttribute(key, value as string);
  }
  element.append(...children);
  return element;
}

const adopted: string[] = [];

/** Puts a style sheet of ours on the page, once, in a way that needs no 'unsafe-inline'. */
export function adopt(style: string): void {
  if (adopted.includes(style)) return;
  adopted.push(style);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
}
