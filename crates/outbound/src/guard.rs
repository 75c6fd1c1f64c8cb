//! The address guard: the one place that says whether a call may go to an address.
//!
//! Pure: it is given the host of the URL and the address that a connection would go to, and is asked
//! before every connection. What is checked is what is connected to, so a name that resolves
//! differently a moment later changes nothing.

use std::net::IpAddr;

use crate::address::refusal;
use crate::allow::AllowList;

/// Public addresses, and what the operator allows besides.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allow: AllowList,
}

/// Why an address may not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forbidden {
    /// The address.
    pub address: IpAddr,
    /// What it is for, in a word or two.
    pub what: &'static str,
}

impl Guard {
    /// Public addresses and those on the list.
    pub fn new(allow: AllowList) -> Guard {
        Guard { allow }
    }

    /// Checks one address of a host as it stands in a URL.
    ///
    /// # Errors
    /// The address is not public and nothing allows it.
    pub fn check(&self, host: &str, port: u16, address: IpAddr) -> Result<(), Forbidden> {
        match refusal(address) {
            Some(what) if !self.allow.allows(host, port, address) => {
                Err(Forbidden { address, what })
            }
            _ => Ok(()),
        }
    }

    /// Checks all addresses of a host. One that is forbidden forbids all: a name that has public and
    /// private addresses at once is a trap more often than a mistake.
    ///
    /// # Errors
    /// The first address that is forbidden.
    pub fn check_all(&self, host: &str, port: u16, found: &[IpAddr]) -> Result<(), Forbidden> {
        found
            .iter()
            .try_for_each(|address| self.check(host, port, *address))
    }
}
