import assert from "node:assert/strict";
import { DateTime, Duration, Interval, Settings } from "luxon";
import { check } from "./check.js";

export const get_parse_and_format = check(() => {
  const day = DateTime.fromISO("2024-02-29T13:05:09.123Z", { zone: "utc" });
  assert.equal(day.toISO(), "2024-02-29T13:05:09.123Z");
  assert.equal(day.toFormat("yyyy-LL-dd HH:mm"), "2024-02-29 13:05");
  assert.equal(day.setLocale("de").toFormat("cccc, d. LLLL"), "Donnerstag, 29. Februar");
  assert.equal(day.setLocale("en-US").toLocaleString(DateTime.DATE_FULL), "February 29, 2024");
  assert.equal(DateTime.fromFormat("31/12/2023", "dd/LL/yyyy", { zone: "utc" }).toISODate(), "2023-12-31");
  const wrong = DateTime.fromFormat("31/02/2023", "dd/LL/yyyy");
  assert.deepEqual([wrong.isValid, wrong.invalidReason], [false, "unit out of range"]);
  Settings.throwOnInvalid = true;
  assert.throws(() => DateTime.fromISO("nonsense"), /unparsable/);
  Settings.throwOnInvalid = false;
});

export const get_zones = check(() => {
  const winter = DateTime.fromObject({ year: 2024, month: 1, day: 15, hour: 12 }, { zone: "America/New_York" });
  assert.equal(winter.toUTC().toISO(), "2024-01-15T17:00:00.000Z");
  assert.equal(winter.setZone("Asia/Kolkata").toFormat("HH:mm ZZ"), "22:30 +05:30");
  const before = DateTime.fromISO("2024-03-31T01:30", { zone: "Europe/Berlin" });
  assert.equal(before.plus({ hours: 1 }).toFormat("HH:mm"), "03:30");
});

export const get_durations_and_intervals = check(() => {
  const start = DateTime.utc(2024, 1, 31);
  assert.equal(start.plus({ months: 1 }).toISODate(), "2024-02-29");
  assert.deepEqual(DateTime.utc(2024, 3, 1).diff(start, ["months", "days"]).toObject(), { months: 1, days: 1 });
  assert.equal(Duration.fromISO("PT36H").shiftTo("days", "hours").toHuman(), "1 day, 12 hours");
  const interval = Interval.fromDateTimes(start, start.plus({ days: 3 }));
  assert.equal(interval.splitBy({ days: 1 }).length, 3);
  assert.equal(start.minus({ days: 3 }).toRelative({ base: start, locale: "en" }), "3 days ago");
});
