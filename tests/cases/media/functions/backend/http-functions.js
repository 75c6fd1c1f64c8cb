import { ok } from 'wix-http-functions';
import wixMediaBackend, { mediaManager } from 'wix-media-backend';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAAFCAYAAAA=', 'base64');

export async function get_upload() {
    const file = await mediaManager.upload('/texts', Buffer.from('hello'), 'a b.txt', { mediaOptions: { mimeType: 'text/plain' } });
    const info = await mediaManager.getFileInfo(file.fileUrl);
    return ok({
        body: {
            keys: Object.keys(file).sort(),
            url: /^wix:document:\/\/v1\/[0-9a-f]{32}\.txt\/a%20b\.txt$/.test(file.fileUrl),
            hash: file.hash,
            known: [file.mediaType, file.mimeType, file.opStatus, file.originalFileName, file.sizeInBytes, file.isPrivate, file._createdDate instanceof Date],
            info: JSON.stringify(info) === JSON.stringify(file),
        },
    });
}

const names = (files) => files.map((file) => file.originalFileName);

export async function get_lists() {
    const picture = await mediaManager.upload('shop/pictures', PNG, 'a.png');
    for (const name of ['b.txt', 'c.txt']) await wixMediaBackend.mediaManager.upload('shop/pictures', Buffer.from(name), name, null);
    await mediaManager.upload('', Buffer.from('v'), 'v.txt', { metadataOptions: { isVisitorUpload: true } });
    const parentFolderId = picture.parentFolderId;
    const all = await mediaManager.listFolders(null, { field: '_updatedDate' }, null);
    const [shop] = all.filter((folder) => folder.folderName === 'shop');
    const [inner] = await mediaManager.listFolders({ parentFolderId: shop.folderId });
    const mine = all.filter((folder) => folder.folderName !== 'texts');
    return ok({
        body: {
            folders: mine.map((folder) => [folder.folderName, folder._createdDate instanceof Date]),
            inner: [inner.folderName],
            byName: names(await mediaManager.listFiles({ parentFolderId }, { field: 'originalFileName' }, null)),
            byNameDown: names(await mediaManager.listFiles({ parentFolderId }, { order: 'desc', field: 'originalFileName' }, null)),
            images: names(await mediaManager.listFiles({ parentFolderId, mediaType: 'image' })),
            page: names(await mediaManager.listFiles({ parentFolderId }, { field: 'originalFileName' }, { skip: 1, limit: 1 })),
            picture: [picture.mediaType, picture.width, picture.height],
            visitors: names(await mediaManager.listFiles({ parentFolderId: 'visitor-uploads' })),
            info: (await mediaManager.getFolderInfo(inner.folderId)).folderName,
        },
    });
}

export async function get_links() {
    const file = await mediaManager.upload('links', Buffer.from('x'), 'x.txt');
    const url = await mediaManager.getFileUrl(file.fileUrl);
    const download = await mediaManager.getDownloadUrl(file.fileUrl, 10, 'y.txt', null);
    const { uploadUrl } = await mediaManager.getUploadUrl('links', { metadataOptions: { isPrivate: true } });
    const trashed = await mediaManager.moveFilesToTrash([file.fileUrl]);
    const gone = await mediaManager.getFileInfo(file.fileUrl).catch((error) => error.code);
    const again = await mediaManager.moveFilesToTrash([file.fileUrl]);
    return ok({
        body: [
            /^http:\/\/127\.0\.0\.1:\d+\/_media\/[0-9a-f]{32}\.txt\/x\.txt$/.test(url),
            download.startsWith(`${url}?token=`),
            /^http:\/\/127\.0\.0\.1:\d+\/_media\/upload\?token=/.test(uploadUrl),
            typeof trashed,
            gone,
            typeof again,
        ],
    });
}

const why = (call) => Promise.resolve().then(call).then(() => 'fulfilled', (error) => `${error.code}: ${error.message}`);

export async function get_mistakes() {
    return ok({
        body: [
            await why(() => mediaManager.getFileInfo('wix:image://v1/none/x')),
            await why(() => mediaManager.getFileInfo()),
            await why(() => mediaManager.upload('', {}, 'x')),
            await why(() => mediaManager.upload('', 'x', 'x', { mediaOptions: { mediaType: 'smell' } })),
            await why(() => mediaManager.upload('', 'x', 'a/b')),
            await why(() => mediaManager.downloadFiles([])),
        ],
    });
}
