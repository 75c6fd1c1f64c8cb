import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const item = {
    int: 42,
    float: 0.1,
    big: Number.MAX_SAFE_INTEGER,
    negative: -1e-7,
    text: '42',
    empty: '',
    emoji: '😀',
    quote: '"\\\n',
    yes: true,
    no: false,
    nothing: null,
    list: [1, 'two', [3, [4]], { five: 5 }],
    object: { a: { b: {} } },
    'a b': 1,
    ключ: 2,
};

export async function get_round() {
    const { _id } = await wixData.insert('things', { ...item });
    const { _id: id, _owner, _createdDate, _updatedDate, ...rest } = await wixData.get('things', _id);
    return ok({ body: rest });
}

export async function get_odd() {
    class Point {
        x = 1;
        get hidden() {
            return 2;
        }
    }
    const stored = await wixData.insert('things', {
        nan: NaN,
        infinite: Infinity,
        gone: undefined,
        call() {},
        list: [0, undefined],
    });
    const others = await wixData.insert('things', { made: Buffer.from([1, 2]), instance: new Point() });
    return ok({
        body: {
            nan: String(stored.nan),
            list: [stored.list[0], String(stored.list[1])],
            keys: Object.keys(stored).filter((key) => !key.startsWith('_')).sort(),
            made: others.made,
            instance: others.instance,
        },
    });
}
