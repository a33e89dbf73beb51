// TCF for plain pages: stands after the classic script. Its settings are the page's JSON; the vendor list is fetched from the page's own site.
import type { Consent } from './consent.ts';
import { openTcf, type TcfOptions } from './tcf.ts';

const { vendorList, ...options } = JSON.parse(document.getElementById('avouch-tcf')!.textContent) as Omit<TcfOptions, 'vendorList'> & { vendorList: string };
const list = (await (await fetch(vendorList)).json()) as TcfOptions['vendorList'];
openTcf((window as Window & { avouch?: Consent }).avouch!, { ...options, vendorList: list });
