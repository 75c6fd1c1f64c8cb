//! Every bound of the protocol in one value.
//!
//! Nothing in this module grows, waits or loops over input without one of these. They are data, so
//! that a site's configuration can set them and a test can go one past each.

/// Bounds of one connection. Times are milliseconds, sizes are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http1Limits {
    /// Field lines of one head with their line ends and the empty line after them. Over it: 431.
    pub header_block_bytes_max: usize,
    /// Field lines of one head. Over it: 431.
    pub header_count_max: usize,
    /// The request target as sent. Over it: 414.
    pub target_bytes_max: usize,
    /// From accept, or from the first byte of a later request, to a complete head. Over it: 408,
    /// or a silent close when no byte came.
    pub header_time_ms_max: u64,
    /// Between two requests of one connection. Over it the connection is closed.
    pub keep_alive_idle_ms_max: u64,
    /// How long connections without a request live on when the server goes away: a request that is
    /// already on its way is still answered.
    pub drain_idle_ms_max: u64,
    /// Request body after decoding. Over it: 413, before the body is read where its length is
    /// declared. [`Begin::ReadBody`](super::Begin) can lower it for one request.
    pub body_bytes_max: u64,
    /// Between two pieces of a body. Over it: 408.
    pub body_idle_ms_max: u64,
    /// From head to last body byte. Over it: 408.
    pub body_time_ms_max: u64,
    /// All chunk extensions of one body together. Over it: 400.
    pub chunk_extension_bytes_max: usize,
    /// Trailer fields of one body together. Over it: 431.
    pub trailer_bytes_max: usize,
    /// An unread body declared no longer than this is skipped to keep the connection; a longer one
    /// costs the connection.
    pub skip_body_bytes_max: u64,
    /// Without progress while an answer is written. Over it the connection is dropped.
    pub write_idle_ms_max: u64,
    /// From head to last byte of an answer whose body comes bit by bit. Over it the connection is
    /// closed.
    pub stream_time_ms_max: u64,
    /// Read and thrown away after the last answer, so that the client can read it.
    pub linger_bytes_max: u64,
    /// Time for that.
    pub linger_time_ms_max: u64,
    /// Answers to pipelined requests collected before they are written.
    pub coalesce_bytes_max: usize,
}

impl Default for Http1Limits {
    fn default() -> Self {
        Self {
            header_block_bytes_max: 32 * 1024,
            header_count_max: 100,
            target_bytes_max: 8 * 1024,
            header_time_ms_max: 10_000,
            keep_alive_idle_ms_max: 60_000,
            drain_idle_ms_max: 100,
            body_bytes_max: 512 * 1024,
            body_idle_ms_max: 10_000,
            body_time_ms_max: 60_000,
            chunk_extension_bytes_max: 4 * 1024,
            trailer_bytes_max: 4 * 1024,
            skip_body_bytes_max: 64 * 1024,
            write_idle_ms_max: 10_000,
            stream_time_ms_max: 3_600_000,
            linger_bytes_max: 2 * 1024 * 1024,
            linger_time_ms_max: 2_000,
            coalesce_bytes_max: 64 * 1024,
        }
    }
}
