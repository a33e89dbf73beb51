import {
  allSaints, ascension, assumption, type Calendar, christmas, christmasEve, corpusChristi, easter, easterMonday, eastern, easternEasterMonday, easternGoodFriday, easternWhitMonday,
  epiphany, first, goodFriday, immaculate, labourDay, MONDAY, newYear, on, secondChristmas, THURSDAY, unchecked, whitMonday,
} from './rule.ts';

export const austria: Calendar = unchecked('AT', 'Austria', '', [
  newYear, epiphany, easterMonday, labourDay, ascension, whitMonday, corpusChristi, assumption, on('10-26', 'National Day'), allSaints, immaculate, christmas, secondChristmas,
]);

export const greece: Calendar = unchecked('GR', 'Greece', 'Easter by the eastern churches. Days that the government moves are left out.', [
  newYear, epiphany, eastern(-48, 'Clean Monday'), on('03-25', 'Independence Day'), easternGoodFriday, easternEasterMonday, labourDay, easternWhitMonday, assumption,
  on('10-28', 'Ohi Day'), christmas, secondChristmas,
]);

export const hungary: Calendar = unchecked('HU', 'Hungary', 'Working days that a decree moves are left out.', [
  newYear, on('03-15', 'National Day'), goodFriday, easterMonday, labourDay, whitMonday, on('08-20', 'State Foundation Day'), on('10-23', 'Republic Day'), allSaints, christmas, secondChristmas,
]);

export const iceland: Calendar = unchecked('IS', 'Iceland', 'Half days are left out.', [
  newYear, easter(-3, 'Maundy Thursday'), goodFriday, easterMonday, first(THURSDAY, '04-19', 'First Day of Summer'), labourDay, ascension, whitMonday, on('06-17', 'National Day'),
  first(MONDAY, '08-01', 'Commerce Day'), christmas, secondChristmas,
]);

export const ireland: Calendar = unchecked('IE', 'Ireland', 'The day in place of a holiday on a weekend is left out. Saint Brigid’s Day is 1 February when that is a Friday, else the first Monday; the Friday is left out.', [
  newYear, first(MONDAY, '02-01', 'Saint Brigid’s Day', { since: 2023 }), on('03-17', 'Saint Patrick’s Day'), easterMonday, first(MONDAY, '05-01', 'May Holiday'),
  first(MONDAY, '06-01', 'June Holiday'), first(MONDAY, '08-01', 'August Holiday'), first(MONDAY, '10-25', 'October Holiday'), christmas, secondChristmas,
]);

export const italy: Calendar = unchecked('IT', 'Italy', 'Days of patron saints are left out, and so is 4 October, whose rank changed: add it where it holds.', [
  newYear, epiphany, easterMonday, on('04-25', 'Liberation Day'), labourDay, on('06-02', 'Republic Day'), assumption, allSaints, immaculate, christmas, secondChristmas,
]);

export const latvia: Calendar = unchecked('LV', 'Latvia', 'The Monday in place of 4 May or 18 November on a weekend is left out.', [
  newYear, goodFriday, easterMonday, labourDay, on('05-04', 'Restoration of Independence'), on('06-23', 'Midsummer Eve'), on('06-24', 'Midsummer Day'), on('11-18', 'Proclamation Day'),
  christmasEve, christmas, secondChristmas, on('12-31', 'New Year’s Eve'),
]);

export const liechtenstein: Calendar = unchecked('LI', 'Liechtenstein', 'Candlemas, Saint Joseph’s Day and Good Friday are left out.', [
  newYear, epiphany, easterMonday, labourDay, ascension, whitMonday, corpusChristi, assumption, on('09-08', 'Nativity of Mary'), allSaints, immaculate, christmas, secondChristmas,
]);

export const lithuania: Calendar = unchecked('LT', 'Lithuania', '', [
  newYear, on('02-16', 'Restoration of the State'), on('03-11', 'Restoration of Independence'), easterMonday, labourDay, on('06-24', 'Saint John’s Day'), on('07-06', 'Statehood Day'),
  assumption, allSaints, on('11-02', 'All Souls’ Day', { since: 2020 }), christmasEve, christmas, secondChristmas,
]);

export const luxembourg: Calendar = unchecked('LU', 'Luxembourg', '', [
  newYear, easterMonday, labourDay, on('05-09', 'Europe Day', { since: 2019 }), ascension, whitMonday, on('06-23', 'National Day'), assumption, allSaints, christmas, secondChristmas,
]);

export const malta: Calendar = unchecked('MT', 'Malta', '', [
  newYear, on('02-10', 'Saint Paul’s Shipwreck'), on('03-19', 'Saint Joseph’s Day'), on('03-31', 'Freedom Day'), goodFriday, labourDay, on('06-07', 'Sette Giugno'),
  on('06-29', 'Saints Peter and Paul'), assumption, on('09-08', 'Victory Day'), on('09-21', 'Independence Day'), immaculate, on('12-13', 'Republic Day'), christmas,
]);

export const netherlands: Calendar = unchecked('NL', 'the Netherlands', 'Good Friday is left out.', [
  newYear, easterMonday, on('04-27', 'King’s Day', { unless: { weekday: 0, days: -1 } }), on('05-05', 'Liberation Day'), ascension, whitMonday, christmas, secondChristmas,
]);

export const norway: Calendar = unchecked('NO', 'Norway', '', [
  newYear, easter(-3, 'Maundy Thursday'), goodFriday, easterMonday, labourDay, on('05-17', 'Constitution Day'), ascension, whitMonday, christmas, secondChristmas,
]);
