//! Integration tests of the engine: every fact the rest of the project relies on.

mod basics;
mod bombs;
mod bytes;
mod clock;
mod compile_fail;
mod lifetimes;
mod microtasks;
mod run_loop;
mod stacks;
mod strings;
mod support;
mod threads;
mod ticks;
