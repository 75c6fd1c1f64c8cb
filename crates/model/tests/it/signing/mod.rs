//! Signing and verifying, against published vectors and against everything that is not signed.

mod canonical;
mod credentials;
mod instance_token;
mod properties;
mod requests;
mod vectors;
mod verifier;
