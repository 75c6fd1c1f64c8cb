//! Collections of the server's own, such as the contacts: in the site's store, so that they are backed
//! up and written like everything else, but behind names that neither the site's code nor
//! `/v1/collections` can say.

use velodrome_model::data::{DataError, Wde};

/// What their names begin with.
const MARK: char = '$';

/// Whether a collection is the server's own.
pub fn is_reserved(collection: &str) -> bool {
    collection.starts_with(MARK)
}

/// What whoever names one is told: as if there were none of that name, and never will be.
pub(super) fn refused(collection: &str) -> DataError {
    let message = format!(
        "The {collection} collection does not exist: names that begin with {MARK} are the server's own."
    );
    DataError::new(Wde::COLLECTION_DOES_NOT_EXIST, message)
}
