import { ok } from 'wix-http-functions';

class Point {
    constructor(x, y) {
        this.x = x;
        this.y = y;
    }
    get length() {
        return Math.hypot(this.x, this.y);
    }
    move() {}
}

const BYTES = [0, 255, 128, 13, 10];
const BODIES = {
    object: { a: 1, nested: { b: [true, null] }, undef: undefined },
    array: [1, 'two', null],
    jsonText: '{"a": 1}',
    text: 'สวัสดี €',
    empty: '',
    date: new Date(0),
    dates: { at: new Date(0) },
    instance: new Point(3, 4),
    toJSON: { toJSON: () => ({ own: 'form' }) },
    error: new Error('never shown'),
    errorInside: { error: new Error('never shown') },
    map: new Map([[1, 2]]),
    buffer: Buffer.from(BYTES),
    bytes: new Uint8Array([9, ...BYTES, 9]).subarray(1, 6),
    arrayBuffer: new Uint8Array(BYTES).buffer,
    words: new Uint16Array([0x0201, 0x0403]),
    view: new DataView(new Uint8Array([9, ...BYTES, 9]).buffer, 1, 5),
    result: { items: [{ _id: '1' }], length: 1, hasNext: () => false, next() {} },
};

export const get_body = ({ path: [name] }) => ok({ body: BODIES[name] });
