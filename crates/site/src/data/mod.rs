//! A site's data as its code sees it: who may do what, which collections exist, what fields refer
//! to. The documents themselves are the store's business.
//!
//! [`DataService`] is the site's, one per process; it opens the store when data is first asked for,
//! so a site without data has neither file nor thread of it. [`DataSession`] is a thread's.

mod administer;
mod administrator;
mod ask;
mod bulk;
mod declare;
mod definitions;
mod events;
mod include;
mod link_filter;
mod links;
mod permissions;
mod read;
mod references;
mod reserved;
mod service;
mod session;
mod step;
mod wire;
mod write;

pub use administer::{Administered, administer, data_file, new_id};
pub use administrator::List;
pub(crate) use ask::Here;
pub use reserved::is_reserved;
pub use service::{DataService, FILE_NAME};
pub(crate) use service::{now_ms, prepare_dir, uuid};
pub use session::DataSession;
pub(crate) use session::no_data;
