//! The one that writes: its queue, its thread, and what each action does.

mod absorb;
mod action;
mod bulk;
mod collections;
mod connection;
mod counters;
mod fault;
mod group;
mod guard;
mod item;
mod links;
mod load;
mod minter;
mod patch;
mod queue;
mod task;
mod thread;
mod ticket;
mod writer;

pub(crate) use writer::Writer;
