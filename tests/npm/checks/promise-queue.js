import assert from "node:assert/strict";
import Queue from "promise-queue";
import { check } from "./check.js";

export const get_one_after_the_other = check(async () => {
  const queue = new Queue(1, 3);
  const order = [];
  const work = (name, ms) => queue.add(async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    order.push(`${name} ends`);
    return name;
  });
  const all = [work("a", 10), work("b", 1), work("c", 1)];
  assert.equal(queue.getPendingLength(), 1);
  assert.equal(queue.getQueueLength(), 2);
  assert.deepEqual(await Promise.all(all), ["a", "b", "c"]);
  assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

export const get_full_queue_and_errors = check(async () => {
  const queue = new Queue(1, 1);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  queue.add(pause);
  queue.add(pause);
  await assert.rejects(queue.add(pause), /Queue limit reached/);
  await assert.rejects(new Queue(2).add(() => Promise.reject(new Error("mine"))), /mine/);
});
