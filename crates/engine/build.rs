//! Nothing of JavaScriptCore is needed to build: the program opens its library when it runs. On macOS
//! the system's framework is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => {
            println!("cargo:rustc-link-lib=framework=JavaScriptCore");
            println!("cargo:rustc-link-lib=framework=CoreFoundation");
        }
        // Our clock stands in for the C library's only if the engine's library can see it.
        Ok("linux") => {
            println!("cargo:rustc-link-arg-tests=-Wl,--export-dynamic-symbol=clock_gettime")
        }
        _ => {}
    }
}
