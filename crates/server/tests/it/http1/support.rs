//! A small application behind the codec, and a client that knows bytes only.
