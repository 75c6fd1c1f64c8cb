//! A site's documents, durable: collections, queries, references and indexes behind one trait.
