import {
  allSaints, ascension, assumption, type Calendar, christmas, christmasEve, corpusChristi, easter, easterMonday, eastern, easternEasterMonday, easternGoodFriday, easternWhitMonday,
  epiphany, goodFriday, labourDay, newYear, on, secondChristmas, unchecked, whitMonday,
} from './rule.ts';

export const belgium: Calendar = unchecked('BE', 'Belgium', '', [
  newYear, easterMonday, labourDay, ascension, whitMonday, on('07-21', 'National Day'), assumption, allSaints, on('11-11', 'Armistice Day'), christmas,
]);

export const bulgaria: Calendar = unchecked('BG', 'Bulgaria', 'The Monday in place of a holiday on a weekend is left out; so are days that the government moves.', [
  newYear, on('03-03', 'Liberation Day'), easternGoodFriday, easternEasterMonday, labourDay, on('05-06', 'Saint George’s Day'), on('05-24', 'Day of Education and Culture'),
  on('09-06', 'Unification Day'), on('09-22', 'Independence Day'), christmasEve, christmas, secondChristmas,
]);

export const croatia: Calendar = unchecked('HR', 'Croatia', 'As in force since 2020.', [
  newYear, epiphany, easterMonday, labourDay, on('05-30', 'Statehood Day', { since: 2020 }), corpusChristi, on('06-22', 'Anti-Fascist Struggle Day'),
  on('08-05', 'Victory and Homeland Thanksgiving Day'), assumption, allSaints, on('11-18', 'Remembrance Day', { since: 2020 }), christmas, secondChristmas,
]);

export const cyprus: Calendar = unchecked('CY', 'Cyprus', 'Easter by the eastern churches.', [
  newYear, epiphany, eastern(-48, 'Green Monday'), on('03-25', 'Greek Independence Day'), on('04-01', 'Cyprus National Day'), easternGoodFriday, easternEasterMonday, labourDay,
  easternWhitMonday, assumption, on('10-01', 'Independence Day'), on('10-28', 'Ohi Day'), christmas, secondChristmas,
]);

export const czechia: Calendar = unchecked('CZ', 'Czechia', '', [
  newYear, goodFriday, easterMonday, labourDay, on('05-08', 'Liberation Day'), on('07-05', 'Saints Cyril and Methodius'), on('07-06', 'Jan Hus Day'), on('09-28', 'Statehood Day'),
  on('10-28', 'Independence Day'), on('11-17', 'Freedom and Democracy Day'), christmasEve, christmas, secondChristmas,
]);

export const denmark: Calendar = unchecked('DK', 'Denmark', 'Constitution Day, Christmas Eve and New Year’s Eve are left out. General Prayer Day ended after 2023.', [
  newYear, easter(-3, 'Maundy Thursday'), goodFriday, easterMonday, easter(26, 'General Prayer Day', { until: 2023 }), ascension, whitMonday, christmas, secondChristmas,
]);

export const estonia: Calendar = unchecked('EE', 'Estonia', '', [
  newYear, on('02-24', 'Independence Day'), goodFriday, labourDay, on('06-23', 'Victory Day'), on('06-24', 'Midsummer Day'), on('08-20', 'Restoration of Independence'),
  christmasEve, christmas, secondChristmas,
]);

export const finland: Calendar = unchecked('FI', 'Finland', 'Midsummer Day and All Saints’ Day always fall on a Saturday; Midsummer Eve and Christmas Eve are left out.', [
  newYear, epiphany, goodFriday, easterMonday, labourDay, ascension, on('12-06', 'Independence Day'), christmas, secondChristmas,
]);

export const france: Calendar = unchecked('FR', 'France', 'Days of Alsace-Moselle and of the overseas departments are left out.', [
  newYear, easterMonday, labourDay, on('05-08', 'Victory Day'), ascension, whitMonday, on('07-14', 'National Day'), assumption, allSaints, on('11-11', 'Armistice Day'), christmas,
]);

export const germany: Calendar = unchecked('DE', 'Germany', 'Holidays of all Länder only: add those of yours.', [
  newYear, goodFriday, easterMonday, labourDay, ascension, whitMonday, on('10-03', 'Day of German Unity'), christmas, secondChristmas,
]);
