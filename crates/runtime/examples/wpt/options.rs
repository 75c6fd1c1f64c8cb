//! What is to be run.

use std::path::PathBuf;

/// Files that take most of the time: they derive or make very many keys. Begun first, so that what is
/// quick runs beside them, and left out with `--quick`.
pub const SLOW: &[&str] = &[
    "WebCryptoAPI/derive_bits_keys/pbkdf2.https.any.js",
    "WebCryptoAPI/generateKey/successes_RSA-OAEP.https.any.js",
    "WebCryptoAPI/generateKey/successes_RSASSA-PKCS1-v1_5.https.any.js",
    "WebCryptoAPI/generateKey/successes_RSA-PSS.https.any.js",
    "WebCryptoAPI/wrapKey_unwrapKey/wrapKey_unwrapKey.https.any.js",
];

const USAGE: &str = "usage: wpt [--quick] [--tests FOLDER] [AREA..]";

pub struct Options {
    quick: bool,
    /// The root of the tests.
    pub tests: Option<PathBuf>,
    /// A folder with newer data for the tests of `URL`.
    pub newer: Option<PathBuf>,
    /// Beginnings of paths; none stands for all.
    areas: Vec<String>,
}

impl Options {
    /// From the command line and `WPT_DIR`.
    pub fn read() -> Result<Options, String> {
        let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let mut options = Options {
            quick: false,
            tests: None,
            newer: given("WPT_DIR").map(PathBuf::from),
            areas: Vec::new(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => options.quick = true,
                "--tests" => options.tests = Some(arguments.next().ok_or(USAGE)?.into()),
                flag if flag.starts_with('-') => return Err(format!("{flag}?\n{USAGE}")),
                area => options.areas.push(area.to_owned()),
            }
        }
        Ok(options)
    }

    /// Whether anything of an area is wanted.
    pub fn touches(&self, area: &str) -> bool {
        let touches = |given: &String| given.starts_with(area) || area.starts_with(given.as_str());
        self.areas.is_empty() || self.areas.iter().any(touches)
    }

    /// Whether a file is wanted, or what a pattern of the list means.
    pub fn wants(&self, file: &str) -> bool {
        let wants = |given: &String| file.starts_with(given.as_str());
        (self.areas.is_empty() || self.areas.iter().any(wants))
            && !(self.quick && SLOW.contains(&file))
    }
}
