//! Async functions of sites that import `async_hooks`.

use crate::run::ask;
use crate::site::Site;

const HANDLER: &str = "
    import { add, Later } from './later';
    export async function get_sum(n) {
        let sum = 0;
        for (let i = 1; i <= n; i++) sum = await add(sum, i);
        for await (const i of new Later().numbers()) sum += i;
        return sum;
    }
    export const get_this = async function () { await null; return [this.a, arguments.length]; };
    export const started = await add(1, 1);";
const LATER: &str = "
    exports.add = async (a, b) => a + (await b);
    exports.Later = class { async *numbers() { yield 100; yield await 200; } };";

fn site(imports: &str) -> Site {
    Site::new(&[
        ("backend/http-functions.js", &format!("{imports}{HANDLER}")),
        ("backend/later.js", LATER),
    ])
}

#[test]
fn they_are_lowered_and_do_what_they_did() {
    let question =
        "return [await site.get_sum(3), await site.get_this.call({ a: 1 }, 2, 3), site.started]";
    let plain = site("").script();
    let lowered = site(
        "import { AsyncLocalStorage } from 'async_hooks'; export const s = AsyncLocalStorage;",
    )
    .script();
    for script in [&plain, &lowered] {
        assert_eq!(ask(script, question), "[306,[1,2],2]");
    }
    assert!(plain.contains("async function get_sum"));
    assert!(!lowered.contains("async function get_sum"));
    assert!(!lowered.contains("async *numbers"));
    assert!(!lowered.contains("async (a, b)"));
}
