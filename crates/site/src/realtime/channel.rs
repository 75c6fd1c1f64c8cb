//! The names of channels.

use std::fmt;

/// Longest name, and longest resource, in bytes.
const NAME_BYTES_MAX: usize = 256;

/// What messages are published to: a name, and a resource where there is a channel for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Channel {
    name: String,
    resource: Option<String>,
}

/// Why something names no channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelError {
    /// The name, or the resource, has no characters.
    Empty,
    /// One of them is longer than 256 bytes.
    TooLong,
    /// A control character is in one of them.
    Control,
}

impl fmt::Display for ChannelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChannelError::Empty => {
                f.write_str("a channel has a name, and a resourceId has characters")
            }
            ChannelError::TooLong => write!(
                f,
                "a channel's name and its resourceId have at most {NAME_BYTES_MAX} bytes"
            ),
            ChannelError::Control => {
                f.write_str("a channel's name and its resourceId have no control characters")
            }
        }
    }
}

impl Channel {
    /// A channel.
    ///
    /// # Errors
    /// Why there can be none of this name.
    pub fn new(name: String, resource: Option<String>) -> Result<Channel, ChannelError> {
        check(&name)?;
        resource.as_deref().map_or(Ok(()), check)?;
        Ok(Channel { name, resource })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The resource that it is about.
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }
}

fn check(text: &str) -> Result<(), ChannelError> {
    if text.is_empty() {
        return Err(ChannelError::Empty);
    }
    if text.len() > NAME_BYTES_MAX {
        return Err(ChannelError::TooLong);
    }
    if text.contains(char::is_control) {
        return Err(ChannelError::Control);
    }
    Ok(())
}
