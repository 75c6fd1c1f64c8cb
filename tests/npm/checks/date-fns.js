import assert from "node:assert/strict";
import { addMonths, differenceInCalendarDays, eachDayOfInterval, format, formatDistance, intervalToDuration, isValid, isWeekend, parse, parseISO, startOfWeek } from "date-fns";
import { de } from "date-fns/locale";
import { check } from "./check.js";

export const get_parse_and_format = check(() => {
  const day = parseISO("2024-02-29T13:05:09.123");
  assert.equal(format(day, "yyyy-MM-dd'T'HH:mm:ss.SSS"), "2024-02-29T13:05:09.123");
  assert.equal(format(day, "EEEE, do MMMM yyyy", { locale: de }), "Donnerstag, 29. Februar 2024");
  assert.equal(parse("31.12.2023", "dd.MM.yyyy", new Date(0)).getTime(), new Date(2023, 11, 31).getTime());
  assert.equal(isValid(parse("31.02.2023", "dd.MM.yyyy", new Date(0))), false);
  assert.throws(() => format(new Date(NaN), "yyyy"), RangeError);
});

export const get_arithmetic = check(() => {
  const day = new Date(2024, 0, 31);
  assert.equal(format(addMonths(day, 1), "yyyy-MM-dd"), "2024-02-29");
  assert.equal(differenceInCalendarDays(new Date(2024, 2, 1), day), 30);
  assert.equal(format(startOfWeek(day, { weekStartsOn: 1 }), "dd"), "29");
  assert.equal(eachDayOfInterval({ start: day, end: new Date(2024, 1, 3) }).filter(isWeekend).length, 1);
  assert.deepEqual(intervalToDuration({ start: 0, end: 3_723_000 }), { hours: 1, minutes: 2, seconds: 3 });
  assert.equal(formatDistance(new Date(2024, 0, 28), day, { addSuffix: true }), "3 days ago");
});
