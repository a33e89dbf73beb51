import type { Texts } from '../view/texts.ts';

/** Turkish. */
export const texts: Texts = {
  language: 'tr',
  title: 'Verileriniz, sizin kararınız',
  body: 'Çerezleri ve benzeri araçları kullanabilir miyiz? Siz evet demeden hiçbir şey başlamaz ve fikrinizi istediğiniz zaman değiştirebilirsiniz.',
  accept: 'Tümünü kabul et',
  refuse: 'Tümünü reddet',
  choose: 'Seç',
  save: 'Seçimi kaydet',
  close: 'Kapat',
  always: 'Her zaman açık',
  companies: 'Şirketler',
  session: 'tarayıcı kapanana kadar',
  notice: 'Gizlilik bildirimi',
  back: 'Gizlilik seçimleri',
  signal: 'Tarayıcınız sitelerden sizi izlememelerini istiyor. Bunu hayır olarak kabul ediyoruz. Yine de burada izin verebilirsiniz.',
  saved: 'Seçiminiz kaydedildi.',
  held: 'Bu içeriğin kaynağı: {name}. Yalnızca izin verirseniz yüklenir.',
  allow: 'İzin ver: {name}',
  purposes: {
    necessary: ['Gerekli', 'Sitenin çalışmasını sağlar: oturum açma, güvenlik, bu seçim.'],
    preferences: ['Tercihler', 'Dil ve bölge gibi şeyleri hatırlar.'],
    statistics: ['İstatistik', 'Sitenin nasıl kullanıldığını bize gösterir.'],
    marketing: ['Pazarlama', 'Reklam gösterir ve ölçer.'],
    media: ['Medya', 'Diğer sitelerden video, harita ve gönderiler gösterir.'],
  },
};
