const arrival = (port) => new Promise((resolve) => port.addEventListener("message", resolve, { once: true }));

test("a message is a copy and comes in a later turn", async () => {
  const { port1, port2 } = new MessageChannel();
  const value = { list: [1, new Date(5)], map: new Map([["a", 1]]) };
  const order = [];
  port2.onmessage = (event) => order.push(event);
  port1.postMessage(value);
  value.list.push(2);
  queueMicrotask(() => order.push("microtask"));
  await new Promise((resolve) => setTimeout(resolve, 2));
  const [first, event] = order;
  equal(first, "microtask");
  ok(event instanceof MessageEvent);
  equal([event.type, event.isTrusted, event.origin, event.source, event.ports.length], ["message", true, "", null, 0]);
  equal(event.data, { list: [1, new Date(5)], map: new Map([["a", 1]]) });
  equal(event.target, port2);
});

test("messages wait for a listener and keep their order", async () => {
  const { port1, port2 } = new MessageChannel();
  for (let i = 0; i < 5; i++) port2.postMessage(i);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const seen = [];
  await new Promise((resolve) => {
    port1.onmessage = ({ data }) => seen.push(data) === 5 && resolve();
  });
  equal(seen, [0, 1, 2, 3, 4]);
});

test("what a listener throws ends no other message", async () => {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  const done = new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      seen.push(data);
      if (data === "last") resolve();
    };
  });
  port2.postMessage("first");
  port2.postMessage("last");
  await done;
  equal(seen, ["first", "last"]);
});

test("buffers and ports move", async () => {
  const { port1, port2 } = new MessageChannel();
  const given = new MessageChannel();
  const bytes = new Uint8Array([1, 2, 3]);
  const received = arrival(port2);
  port1.postMessage({ bytes, port: given.port2 }, [bytes.buffer, given.port2]);
  equal(bytes.length, 0);
  const event = await received;
  equal([...event.data.bytes], [1, 2, 3]);
  equal(event.ports.length, 1);
  equal(event.ports[0], event.data.port);
  const answer = arrival(given.port1);
  event.data.port.postMessage("through it");
  equal((await answer).data, "through it");
  throws(() => port1.postMessage(given.port2, [given.port2]), { name: "DataCloneError" });
});

test("what waited moves with the port", async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("early");
  const moved = structuredClone(port2, { transfer: [port2] });
  ok(moved instanceof MessagePort && moved !== port2);
  equal((await arrival(moved)).data, "early");
});

test("what cannot be sent throws and moves nothing", () => {
  const { port1, port2 } = new MessageChannel();
  const bytes = new Uint8Array(2);
  throws(() => port1.postMessage(() => 1), { name: "DataCloneError" });
  throws(() => port1.postMessage(Symbol("s"), [bytes.buffer]), { name: "DataCloneError" });
  throws(() => port1.postMessage(port2), { name: "DataCloneError" });
  throws(() => port1.postMessage(1, [port1]), { name: "DataCloneError" });
  throws(() => port1.postMessage(1, [bytes.buffer, bytes.buffer]), { name: "DataCloneError" });
  throws(() => port1.postMessage(), { code: "ERR_MISSING_ARGS" });
  throws(() => new MessagePort(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
  equal(bytes.length, 2);
});

test("a closed channel delivers nothing more", async () => {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  port2.onmessage = () => seen.push("message");
  const closed = Promise.all([port1, port2].map((port) => new Promise((resolve) => port.addEventListener("close", resolve))));
  port1.close();
  port1.close();
  port1.postMessage(1);
  await closed;
  equal(seen, []);
});

test("the number of messages that wait is bounded", () => {
  const { port1 } = new MessageChannel();
  for (let i = 0; i < 10_000; i++) port1.postMessage(i);
  throws(() => port1.postMessage("more"), { name: "QuotaExceededError" });
});

test("events can be made by hand", () => {
  const { port1 } = new MessageChannel();
  const event = new MessageEvent("message", { data: 1, origin: "o", lastEventId: "7", source: port1, ports: [port1], bubbles: true });
  equal([event.data, event.origin, event.lastEventId, event.source === port1, event.ports[0] === port1, event.bubbles], [1, "o", "7", true, true, true]);
  ok(Object.isFrozen(event.ports));
  equal(new MessageEvent("x").data, null);
});
