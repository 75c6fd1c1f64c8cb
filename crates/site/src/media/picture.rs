//! How large a picture is, as its first bytes say.

/// Width and height in points; nothing when it is no picture that is known.
pub(super) fn size(content: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(content).ok()?;
    Some((
        u32::try_from(size.width).ok()?,
        u32::try_from(size.height).ok()?,
    ))
}
