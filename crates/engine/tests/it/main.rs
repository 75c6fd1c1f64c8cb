//! Integration tests of the engine: every fact the rest of the project relies on.

mod basics;
