//! What parent and site process say to each other: lines over a socket pair.

/// The site process answers requests.
pub(crate) const FROM_CHILD_READY: &[u8] = b"ready";
/// The site process has to be replaced: something in it cannot be stopped.
pub(crate) const FROM_CHILD_RETIRE: &[u8] = b"retire";
/// End what was begun, then yourself.
pub(crate) const TO_CHILD_DRAIN: &[u8; 6] = b"drain\n";
/// The same; another process serves from now on.
pub(crate) const TO_CHILD_LEAVE: &[u8; 6] = b"leave\n";
