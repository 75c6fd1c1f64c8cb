//! Integration tests of the algorithms.

mod hostile;
mod keys;
