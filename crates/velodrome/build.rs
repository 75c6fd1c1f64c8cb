//! The engine's library, opened at run time, has to find our `clock_gettime` before the C library's
//! (`engine/src/sys/thread_clock.rs`): so the program shows it.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--export-dynamic-symbol=clock_gettime");
    }
}
