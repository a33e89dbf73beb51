// The IAB's CMP API 2.2, "How does the CMP provide the API" and "How can vendors that use iframes call the CMP API":
// what stands in place of the platform until it is loaded, keeps what was asked, and passes on what frames ask.

/** A callback of the API: gets what was asked for, and whether that went well. */
export type TcfCallback = (value: unknown, success?: boolean) => void;

/** `window.__tcfapi`. Called with nothing, the stub gives the calls that wait. */
export type TcfApi = (command?: string, version?: number, callback?: TcfCallback, parameter?: unknown) => unknown;

/** A call that waits for the platform. */
export type TcfCall = Parameters<TcfApi>;

export type TcfPage = Window & { __tcfapi?: TcfApi };
type FrameCall = { readonly command: string; readonly version?: number; readonly parameter?: unknown; readonly callId: unknown };

const locator = '__tcfapiLocator';

function listenToFrames(page: TcfPage): void {
  page.addEventListener('message', ({ data, source }) => {
    let call: FrameCall | undefined;
    const text = typeof data === 'string';
    try {
      call = ((text ? JSON.parse(data) : data) as { __tcfapiCall?: FrameCall } | null)?.__tcfapiCall;
    } catch { /* A message for somebody else. */ }
    if (!call) return;
    const { command, version, parameter, callId } = call;
    page.__tcfapi?.(command, version, (returnValue, success) => {
      const answer = { __tcfapiReturn: { returnValue, success, callId } };
      // Whoever is embedded may ask, as the API wants it; the answer goes to the asker alone.
      source?.postMessage(text ? JSON.stringify(answer) : answer, { targetOrigin: '*' });
    }, parameter);
  });
}

/** Puts the stub on the page, unless one stands there already. */
export function openTcfStub(page: TcfPage = window): void {
  if (page.__tcfapi) return;
  const waiting: TcfCall[] = [];
  page.__tcfapi = (...call) => {
    if (call.length === 0) return waiting;
    if (call[0] === 'ping') call[2]?.({ gdprApplies: undefined, cmpLoaded: false, cmpStatus: 'stub', displayStatus: 'hidden', apiVersion: '2.2' }, true);
    else waiting.push(call);
    return undefined;
  };
  const mark = (): void => {
    if (page.document.querySelector(`iframe[name=${locator}]`)) return;
    const frame = Object.assign(page.document.createElement('iframe'), { name: locator, hidden: true, title: locator });
    page.document.body.append(frame);
  };
  if (page.document.body) mark();
  else page.document.addEventListener('DOMContentLoaded', mark);
  listenToFrames(page);
}
