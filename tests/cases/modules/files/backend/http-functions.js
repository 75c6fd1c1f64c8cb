import { ok } from 'wix-http-functions';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';

const templates = join(__dirname, 'templates');

export function get_files() {
    let code;
    try {
        readFileSync('/nowhere');
    } catch (error) {
        code = error.code;
    }
    writeFileSync('/tmp/a.txt', 'hello');
    return ok({
        body: {
            text: readFileSync(join(templates, 'letter.txt'), 'utf8'),
            bytes: [...readFileSync(join(templates, 'raw.bin'))],
            listed: readdirSync(templates),
            written: readFileSync('/tmp/a.txt', 'utf8'),
            code,
            source: existsSync(__filename),
        },
    });
}
