//! The store as its users see it.

mod absorb;
mod at_once;
mod backup;
mod bulk;
mod crash;
mod failures;
mod grouping;
mod items;
mod links;
mod long;
mod model_based;
mod opening;
mod order;
mod outbox;
mod plans;
mod random;
mod reference;
mod seek;
mod support;
mod together;
mod unique;
