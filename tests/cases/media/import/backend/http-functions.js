import { ok, notFound, response } from 'wix-http-functions';
import { mediaManager } from 'wix-media-backend';

/** Three pixels wide, five high. */
const PICTURE = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.from([0, 0, 0, 3, 0, 0, 0, 5, 8, 6, 0, 0, 0])]);

export const get_picture = (request) => ok({ body: PICTURE, headers: { 'Content-Type': request.path[0] === 'odd' ? 'application/x-odd; v=1' : 'image/png; v=1' } });
export const get_missing = () => notFound();
export const get_moved = (request) => response({ status: 302, headers: { Location: `${request.baseUrl}/picture/a%20b.png` } });

export async function get_import({ baseUrl }) {
    const one = await mediaManager.importFile('/imported/pictures', `${baseUrl}/picture/a%20b.png?size=1`);
    const { mediaType, mimeType, width, height, sizeInBytes, originalFileName, sourceUrl, opStatus } = one;
    const shown = await fetch(await mediaManager.getFileUrl(one.fileUrl));
    const same = Buffer.compare(Buffer.from(await shown.arrayBuffer()), PICTURE) === 0;
    const given = await mediaManager.importFile('', `${baseUrl}/picture/odd`, {
        mediaOptions: { mimeType: 'image/png', mediaType: 'image' },
        metadataOptions: { isPrivate: true, fileName: 'mine.png' },
    });
    const moved = await mediaManager.importFile('', `${baseUrl}/moved`);
    return ok({
        body: {
            one: [mediaType, mimeType, width, height, sizeInBytes, originalFileName, opStatus, sourceUrl.replace(baseUrl, ''), same],
            folders: (await mediaManager.listFolders()).map((folder) => folder.folderName).sort(),
            given: [given.originalFileName, given.mimeType, given.isPrivate],
            moved: [moved.mimeType, moved.width],
        },
    });
}

export async function get_mistakes({ baseUrl }) {
    const tried = async (...args) => {
        try {
            return `imported ${(await mediaManager.importFile(...args)).fileName}`;
        } catch (error) {
            return `${error.code}: ${error.message.replace(baseUrl, '').replace(/connected|refused/g, '..')}`;
        }
    };
    return ok({
        body: [
            await tried('', `${baseUrl}/missing`),
            await tried('', 'no address'),
            await tried('', undefined),
            await tried(7, `${baseUrl}/picture`),
            // A private address: what the site's code may not call, this may not.
            (await tried('', 'http://10.1.2.3/picture.png')).split(':')[0],
            (await tried('', 'http://169.254.169.254/latest/meta-data')).includes('169.254.169.254'),
            (await mediaManager.listFiles()).length,
        ],
    });
}
