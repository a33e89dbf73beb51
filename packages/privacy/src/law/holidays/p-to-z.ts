import {
  allSaints, ascension, assumption, type Calendar, christmas, christmasEve, corpusChristi, easterMonday, easternEasterMonday, easternGoodFriday, easternWhitMonday, epiphany, first,
  goodFriday, immaculate, labourDay, MONDAY, newYear, on, secondChristmas, unchecked,
} from './rule.ts';

export const poland: Calendar = unchecked('PL', 'Poland', '', [
  newYear, epiphany, easterMonday, labourDay, on('05-03', 'Constitution Day'), corpusChristi, assumption, allSaints, on('11-11', 'Independence Day'),
  on('12-24', 'Christmas Eve', { since: 2025 }), christmas, secondChristmas,
]);

export const portugal: Calendar = unchecked('PT', 'Portugal', 'Carnival and municipal days are left out.', [
  newYear, goodFriday, on('04-25', 'Freedom Day'), labourDay, corpusChristi, on('06-10', 'Portugal Day'), assumption, on('10-05', 'Republic Day'), allSaints,
  on('12-01', 'Restoration of Independence'), immaculate, christmas,
]);

export const romania: Calendar = unchecked('RO', 'Romania', 'Easter by the eastern churches. Epiphany and Saint John’s Day since 2024.', [
  newYear, on('01-02', 'Second day of the New Year'), on('01-06', 'Epiphany', { since: 2024 }), on('01-07', 'Saint John’s Day', { since: 2024 }), on('01-24', 'Unification Day'),
  easternGoodFriday, easternEasterMonday, labourDay, on('06-01', 'Children’s Day'), easternWhitMonday, assumption, on('11-30', 'Saint Andrew’s Day'), on('12-01', 'National Day'),
  christmas, secondChristmas,
]);

export const slovakia: Calendar = unchecked('SK', 'Slovakia', 'Days that are holidays by name but worked are left out: 1 September since 2024, 17 November since 2025, 8 May and 15 September since 2026.', [
  newYear, epiphany, goodFriday, easterMonday, labourDay, on('05-08', 'Victory over Fascism', { until: 2025 }), on('07-05', 'Saints Cyril and Methodius'),
  on('08-29', 'National Uprising'), on('09-01', 'Constitution Day', { until: 2023 }), on('09-15', 'Our Lady of Sorrows', { until: 2025 }), allSaints,
  on('11-17', 'Freedom and Democracy Day', { until: 2024 }), christmasEve, christmas, secondChristmas,
]);

export const slovenia: Calendar = unchecked('SI', 'Slovenia', '', [
  newYear, on('01-02', 'Second day of the New Year'), on('02-08', 'Prešeren Day'), easterMonday, on('04-27', 'Resistance Day'), labourDay, on('05-02', 'Second day of Labour'),
  on('06-25', 'Statehood Day'), assumption, on('10-31', 'Reformation Day'), allSaints, christmas, on('12-26', 'Independence and Unity Day'),
]);

export const spain: Calendar = unchecked('ES', 'Spain', 'National days only: days of the autonomous communities and towns are left out.', [
  newYear, epiphany, goodFriday, labourDay, assumption, on('10-12', 'National Day'), allSaints, on('12-06', 'Constitution Day'), immaculate, christmas,
]);

export const sweden: Calendar = unchecked('SE', 'Sweden', 'Midsummer Day and All Saints’ Day always fall on a Saturday; the eves that law treats like Sundays are left out.', [
  newYear, epiphany, goodFriday, easterMonday, labourDay, ascension, on('06-06', 'National Day'), christmas, secondChristmas,
]);

export const switzerland: Calendar = unchecked('CH', 'Switzerland', 'The one federal holiday only: add those of your canton.', [on('08-01', 'National Day')]);

const substituted = { substitute: true } as const;
const ukNewYear = on('01-01', 'New Year’s Day', substituted);
const mayDay = first(MONDAY, '05-01', 'Early May bank holiday');
const springDay = first(MONDAY, '05-25', 'Spring bank holiday');
const summerDay = first(MONDAY, '08-25', 'Summer bank holiday');
const ukChristmas = [on('12-25', 'Christmas Day', substituted), on('12-26', 'Boxing Day', substituted)];
const oneOff = 'Bank holidays that are proclaimed once are left out: add them.';

export const england: Calendar = unchecked('GB-EAW', 'England and Wales', oneOff, [ukNewYear, goodFriday, easterMonday, mayDay, springDay, summerDay, ...ukChristmas]);

export const scotland: Calendar = unchecked('GB-SCT', 'Scotland', oneOff, [
  ukNewYear, on('01-02', '2 January', substituted), goodFriday, mayDay, springDay, first(MONDAY, '08-01', 'Summer bank holiday'), on('11-30', 'Saint Andrew’s Day', substituted), ...ukChristmas,
]);

export const northernIreland: Calendar = unchecked('GB-NIR', 'Northern Ireland', oneOff, [
  ukNewYear, on('03-17', 'Saint Patrick’s Day', substituted), goodFriday, easterMonday, mayDay, springDay, on('07-12', 'Battle of the Boyne', substituted), summerDay, ...ukChristmas,
]);
