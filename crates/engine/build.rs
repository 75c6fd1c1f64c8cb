//! Finds JavaScriptCore: the system framework on macOS, elsewhere through pkg-config (the GTK 4
//! library first, then the GTK 3 one). GLib comes with it and is linked for the run loop.

use std::process::exit;

const LIBRARIES: [&str; 2] = ["javascriptcoregtk-6.0", "javascriptcoregtk-4.1"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("macos") {
        println!("cargo:rustc-link-lib=framework=JavaScriptCore");
        println!("cargo:rustc-link-lib=framework=CoreFoundation");
        return;
    }
    let found = LIBRARIES
        .iter()
        .any(|library| pkg_config::Config::new().probe(library).is_ok());
    if !found || pkg_config::Config::new().probe("glib-2.0").is_err() {
        eprintln!(
            "JavaScriptCore was not found by pkg-config. Install it with: \
             Debian/Ubuntu `apt-get install pkg-config libjavascriptcoregtk-4.1-dev`; \
             Fedora `dnf install pkgconf webkit2gtk4.1-devel`; \
             Arch `pacman -S pkgconf webkit2gtk-4.1`."
        );
        exit(1);
    }
}
