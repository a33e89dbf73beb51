/**
 * Stands between the page's scripts and the vendors' hosts: `fetch`, XHR, beacons, web sockets, and the
 * `src` of scripts, images and frames. What is blocked fails as it would without a network. `held` gets an element whose
 * source is kept back. Markup that the parser itself loads is out of reach here: that is what `data-consent` is for.
 */
export function guardNetwork(blocked: (url: unknown) => string | undefined, held: (element: HTMLElement, url: string, vendor: string) => void): void {
  // An address that each of these refuses in its own way, without a request.
  const passed = <T>(url: T): T | string => (blocked(url) ? 'about:blank' : url);
  const page = window;
  const { fetch, navigator } = page;
  page.fetch = (input, init) => fetch(blocked((input as Request).url ?? input) ? 'about:blank' : input, init);

  const beacon = navigator.sendBeacon;
  navigator.sendBeacon = (url, data) => !blocked(url) && beacon.call(navigator, url, data);

  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...given: unknown[]) {
    given[1] = passed(given[1]);
    Reflect.apply(open, this, given);
  };

  page.WebSocket = new Proxy(page.WebSocket, { construct: (target, [url, ...rest], self) => Reflect.construct(target, [passed(url), ...rest], self) as object });

  for (const { prototype } of [HTMLScriptElement, HTMLImageElement, HTMLIFrameElement]) {
    const source = Object.getOwnPropertyDescriptor(prototype, 'src')!;
    Object.defineProperty(prototype, 'src', {
      ...source,
      set(this: HTMLElement, url: string) {
        const vendor = blocked(url);
        if (vendor) held(this, url, vendor);
        else source.set!.call(this, url);
      },
    });
  }
}
