//! Files in a folder and the collections they are for.

use std::path::Path;

use velodrome_site::transfer::{collection_of, is_data_file};

#[test]
fn a_file_is_for_the_collection_it_is_named_after() {
    for (name, collection) in [
        ("products.csv", Some("products")),
        ("a/b/Labor+History.csv", Some("LaborHistory")),
        ("Labor History.CSV", Some("LaborHistory")),
        ("orders.jsonl.gz", Some("orders")),
        ("orders.ndjson", Some("orders")),
        ("v1.2.json", Some("v1.2")),
        (".csv", None),
        ("notes.txt", None),
        ("backup.gz", None),
        ("csv", None),
        ("ä.x", None),
    ] {
        let path = Path::new(name);
        assert_eq!(collection_of(path).as_deref(), collection, "{name}");
        assert_eq!(is_data_file(path), collection.is_some(), "{name}");
    }
}
