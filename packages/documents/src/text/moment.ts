/** A document's date: a day, or a time with its zone. Anything else throws, since a time without a zone differs from machine to machine. */
export const parseMoment = (date: string): Date => {
  const at = new Date(date);
  if (!/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(date) || Number.isNaN(at.getTime())) throw new RangeError(`The document's date is not a day or a time with its zone: ${date}`);
  return at;
};
