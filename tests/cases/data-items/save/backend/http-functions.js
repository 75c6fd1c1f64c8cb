import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_saves() {
    const first = await wixData.save('things', { _id: 'mine', a: 1 });
    const second = await wixData.save('things', { _id: 'mine', b: 1 });
    const third = {};
    await wixData.save('things', third);
    return ok({
        body: {
            first: first._id,
            replaced: ['b' in second, 'a' in second],
            created: first._createdDate.getTime() === second._createdDate.getTime(),
            generated: third._id.length,
            count: await wixData.query('things').count(),
        },
    });
}

export async function get_refused() {
    const codes = [];
    for (const _id of [null, '', 5]) await wixData.save('things', { _id }).catch((error) => codes.push(error.code));
    return ok({ body: codes });
}
