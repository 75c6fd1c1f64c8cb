//! Instructions of the Rust parts of a request, counted under callgrind: they do not depend on what
//! else the machine does. `make instructions` runs them and compares with `crates/bench/instructions.txt`.

mod exchange;
mod query;
mod request;
mod signature;

use exchange::exchanges;
use gungraun::prelude::*;
use query::queries;
use request::requests;
use signature::signatures;

main!(
    library_benchmark_groups = requests,
    exchanges,
    signatures,
    queries
);
