import assert from "node:assert/strict";
import moment from "moment";
import "moment/locale/de.js";
import { check } from "./check.js";

export const get_parse_and_format = check(() => {
  const day = moment.utc("2024-02-29T13:05:09.123Z").locale("en");
  assert.equal(day.format("YYYY-MM-DD HH:mm:ss.SSS"), "2024-02-29 13:05:09.123");
  assert.equal(day.format("dddd, MMMM Do YYYY, h:mm a"), "Thursday, February 29th 2024, 1:05 pm");
  assert.equal(day.clone().locale("de").format("dddd, D. MMMM YYYY"), "Donnerstag, 29. Februar 2024");
  assert.equal(moment.utc("31/12/2023", "DD/MM/YYYY", true).toISOString(), "2023-12-31T00:00:00.000Z");
  assert.equal(moment("31/02/2023", "DD/MM/YYYY", true).isValid(), false);
  assert.equal(moment.parseZone("2024-01-01T00:00:00+05:30").utcOffset(), 330);
});

export const get_arithmetic = check(() => {
  const day = moment.utc("2024-01-31").locale("en");
  assert.equal(day.clone().add(1, "month").format("L"), "02/29/2024");
  assert.equal(day.clone().startOf("isoWeek").format("YYYY-MM-DD"), "2024-01-29");
  assert.equal(moment.utc("2024-03-01").diff(day, "days"), 30);
  assert.equal(day.clone().subtract(3, "days").from(day), "3 days ago");
  assert.equal(moment.duration("PT36H").locale("en").humanize(), "2 days");
  assert.equal(moment.duration(90, "minutes").toISOString(), "PT1H30M");
  assert.ok(day.isBetween("2024-01-01", "2024-02-01"));
  assert.equal(JSON.stringify({ day }), '{"day":"2024-01-31T00:00:00.000Z"}');
});
