import type { Method } from '../config.ts';
import type { Consent } from '../consent.ts';
import { make } from './element.ts';
import type { Texts } from './texts.ts';

/** The name and explanation of a purpose in the language of the texts. */
export const purposeText = (texts: Texts, { id, name = id, text = '' }: { id: string; name?: string; text?: string }): readonly [string, string] => texts.purposes[id] ?? [name, text];

/** Opens the modal dialog in which single purposes and vendors are allowed or not. It shows what stands, and changes nothing until saved. */
export function openPreferences({ config, state, allows, choose }: Consent, texts: Texts): void {
  const { language } = texts;
  const box = (id: string, label: string, changed: (checked: boolean) => void): HTMLElement => {
    const input = make('input', { type: 'checkbox', name: id, change: () => changed(input.checked) });
    input.checked = allows(id);
    return make('label', {}, label, input);
  };
  const lifeOf = (days: number): string => (days ? new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days) : texts.session);
  const sections = config.purposes.map((purpose) => {
    const [name, text] = purposeText(texts, purpose);
    const vendors = (config.vendors ?? []).filter((one) => one.purpose === purpose.id).map(({ id, name, url, cookies = {} }) => make('li', {},
      purpose.required ? name : box(id, name, () => {}), make('small', {}, Object.entries(cookies).map(([cookie, days]) => `${cookie}: ${lifeOf(days)}`).join(' · ')),
      ...url ? [' ', make('a', { href: url }, `${texts.notice}: ${name}`)] : []));
    const all = (checked: boolean): void => vendors.forEach((one) => { one.querySelector('input')!.checked = checked; });
    return make('section', {}, purpose.required ? make('label', {}, name, make('small', {}, texts.always)) : box(purpose.id, name, all), text,
      ...vendors.length ? [make('details', {}, make('summary', {}, `${texts.companies} (${vendors.length})`), make('ul', {}, ...vendors))] : []);
  });
  const answer = (value: Method, label: string): HTMLElement => make('button', { value }, label);
  const form = make('form', { method: 'dialog' },
    make('header', {}, make('h2', {}, texts.back), make('button', { class: 'avouch-quiet', 'aria-label': texts.close }, '×')),
    make('p', {}, state().signal ? texts.signal : ''), ...sections,
    make('footer', { class: 'avouch-row' }, answer('refuse', texts.refuse), answer('accept', texts.accept), answer('save', texts.save)));
  const dialog = make('dialog', {
    class: 'avouch', lang: language, dir: texts.dir, 'aria-label': texts.back,
    close: () => {
      const by = dialog.returnValue as Method | '';
      const boxes = [...form.querySelectorAll('input')].map((one) => [one.name, one.checked]);
      dialog.remove();
      if (by) void choose(by === 'save' ? Object.fromEntries(boxes) as Record<string, boolean> : by === 'accept', by, language);
    },
  }, form);
  document.body.append(dialog);
  dialog.showModal();
}
