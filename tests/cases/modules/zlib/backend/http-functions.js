import { ok } from 'wix-http-functions';
import zlib, { gunzip, gzipSync } from 'zlib';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

function codeOf(work) {
    try {
        work();
        return 'nothing';
    } catch (error) {
        return error.code;
    }
}

export async function get_zlib() {
    const later = await new Promise((resolve, reject) => {
        gunzip(gzipSync('some text'), (error, bytes) => (error ? reject(error) : resolve(bytes.toString())));
    });
    return ok({
        body: {
            known: zlib.inflateSync(Buffer.from('eJzLSM3JyVcozy/KSQEAGgsEXQ==', 'base64')).toString(),
            gzip: zlib.gunzipSync(gzipSync('some text')).toString(),
            later,
            brotli: brotliDecompressSync(brotliCompressSync('some text')).toString(),
            bomb: codeOf(() => zlib.gunzipSync(gzipSync(Buffer.alloc(1_000_000)), { maxOutputLength: 1000 })),
        },
    });
}
