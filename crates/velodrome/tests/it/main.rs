//! The integration tests of the `velodrome` binary.
