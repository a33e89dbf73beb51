import type { Texts } from '../view/texts.ts';

/** Polish. */
export const texts: Texts = {
  language: 'pl',
  title: 'Twoje dane, Twój wybór',
  body: 'Czy możemy używać plików cookie i podobnych narzędzi? Nic nie rusza, zanim się zgodzisz, a zdanie możesz zmienić w każdej chwili.',
  accept: 'Zaakceptuj wszystko',
  refuse: 'Odrzuć wszystko',
  choose: 'Wybierz',
  save: 'Zapisz wybór',
  close: 'Zamknij',
  always: 'Zawsze włączone',
  companies: 'Firmy',
  session: 'do zamknięcia przeglądarki',
  notice: 'Informacja o prywatności',
  back: 'Wybory prywatności',
  signal: 'Twoja przeglądarka prosi strony, by Cię nie śledziły. Przyjmujemy to jako odmowę. Nadal możesz tu na coś pozwolić.',
  saved: 'Twój wybór został zapisany.',
  held: 'Te treści pochodzą od {name}. Wczytają się tylko, jeśli na to pozwolisz.',
  allow: 'Zezwól: {name}',
  purposes: {
    necessary: ['Niezbędne', 'Dzięki nim strona działa: logowanie, bezpieczeństwo, ten wybór.'],
    preferences: ['Preferencje', 'Zapamiętują na przykład język i region.'],
    statistics: ['Statystyka', 'Pokazuje nam, jak używana jest strona.'],
    marketing: ['Marketing', 'Wyświetla i mierzy reklamy.'],
    media: ['Media', 'Pokazuje filmy, mapy i posty z innych stron.'],
  },
};
