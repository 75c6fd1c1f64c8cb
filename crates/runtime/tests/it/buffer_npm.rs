//! npm `buffer`'s own tests against ours.
