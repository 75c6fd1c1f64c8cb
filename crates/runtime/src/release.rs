//! One build of a site, as the runtime needs it.

use std::sync::Arc;

/// A site's code, built and ready to load into any number of VMs.
#[derive(Debug)]
pub struct Release {
    /// Number of the publication; 0 for the working tree.
    pub number: u64,
    /// The content's name: equal text, equal id.
    pub id: Arc<str>,
    /// The one script of the site; its completion value is a function (see the `bundle` crate).
    pub script: Arc<str>,
    /// The script's source map (version 3).
    pub source_map: Arc<str>,
}

impl Release {
    /// Whether the site may have a part of this name (`data` is `backend/data.js`). A site that has
    /// not is never said to have one with certainty; one that has always is: the bundler writes the
    /// call that hands the part over.
    pub fn may_have_part(&self, name: &str) -> bool {
        self.script.contains(&format!("part(\"{name}\""))
    }
}
