import assert from "node:assert/strict";
import dayjs from "dayjs";
import "dayjs/locale/de.js";
import customParseFormat from "dayjs/plugin/customParseFormat.js";
import duration from "dayjs/plugin/duration.js";
import relativeTime from "dayjs/plugin/relativeTime.js";
import timezone from "dayjs/plugin/timezone.js";
import utc from "dayjs/plugin/utc.js";
import { check } from "./check.js";

for (const plugin of [utc, timezone, customParseFormat, relativeTime, duration]) dayjs.extend(plugin);

export const get_parse_and_format = check(() => {
  const day = dayjs.utc("2024-02-29T13:05:09.123Z");
  assert.equal(day.format("YYYY-MM-DD [at] HH:mm:ss.SSS"), "2024-02-29 at 13:05:09.123");
  assert.equal(day.locale("de").format("dddd, D. MMMM"), "Donnerstag, 29. Februar");
  assert.equal(dayjs.utc("31/12/2023", "DD/MM/YYYY").toISOString(), "2023-12-31T00:00:00.000Z");
  assert.equal(dayjs("31/02/2023", "DD/MM/YYYY", true).isValid(), false);
});

export const get_zones = check(() => {
  const winter = dayjs.tz("2024-01-15 12:00", "America/New_York");
  assert.equal(winter.toISOString(), "2024-01-15T17:00:00.000Z");
  assert.equal(winter.tz("Asia/Tokyo").format("YYYY-MM-DD HH:mm Z"), "2024-01-16 02:00 +09:00");
  assert.equal(dayjs.utc("2024-07-01T12:00Z").tz("Europe/Berlin").format("HH:mm"), "14:00");
});

export const get_arithmetic = check(() => {
  const day = dayjs.utc("2024-01-31");
  assert.equal(day.add(1, "month").format("YYYY-MM-DD"), "2024-02-29");
  assert.equal(dayjs.utc("2024-03-01").diff(day, "day"), 30);
  assert.equal(day.subtract(3, "day").from(day), "3 days ago");
  assert.equal(dayjs.duration(90, "minutes").format("HH:mm"), "01:30");
  assert.equal(day.endOf("month").valueOf(), Date.UTC(2024, 1, 1) - 1);
});
