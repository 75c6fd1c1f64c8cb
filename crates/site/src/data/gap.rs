//! Temporary.
use velodrome_store::{Reply, Session};
pub(super) struct LinkField {
    pub(super) field: String,
    pub(super) target: Option<String>,
}
pub(super) trait Gap {
    fn link_fields(&self, _: &str) -> Vec<LinkField> {
        Vec::new()
    }
    fn linking(&self, _: &str, _: &str, _: &[&str], _: u64) -> Reply<Vec<String>> {
        Reply::Now(Ok(Vec::new()))
    }
}
impl Gap for dyn Session + '_ {}
