//! The store as its users see it.

mod bulk;
mod grouping;
mod items;
mod links;
mod support;
