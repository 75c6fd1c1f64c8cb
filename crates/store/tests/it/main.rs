//! The store as its users see it.

mod backup;
mod bulk;
mod crash;
mod failures;
mod grouping;
mod items;
mod links;
mod model_based;
mod opening;
mod plans;
mod random;
mod reference;
mod support;
mod unique;
