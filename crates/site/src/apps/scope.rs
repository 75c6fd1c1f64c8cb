//! What an application may do: read or write, in each area of the API.
//!
//! Reading and writing are granted apart: an application that only posts activities need not see
//! anybody's.

use std::fmt;
use std::str::FromStr;

/// A part of the API. What belongs to which area is the router's to say, route by route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// Contacts and labels.
    Contacts,
    /// Activities and summaries of them.
    Activities,
    /// The items of the site's collections.
    Collections,
    /// The site's own functions, called as an application.
    Functions,
    /// What is published about the site itself: address, pages, settings, redirects.
    Sites,
}

impl Area {
    /// All of them, in the order of lists.
    pub const ALL: [Area; 5] = [
        Area::Contacts,
        Area::Activities,
        Area::Collections,
        Area::Functions,
        Area::Sites,
    ];

    /// Its name in scopes.
    pub const fn name(self) -> &'static str {
        match self {
            Area::Contacts => "contacts",
            Area::Activities => "activities",
            Area::Collections => "collections",
            Area::Functions => "functions",
            Area::Sites => "sites",
        }
    }
}

/// What is done in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Nothing is changed.
    Read,
    /// Something may be changed. Calling a function is writing: nobody knows what it does.
    Write,
}

impl Access {
    /// Both, in the order of lists.
    pub const ALL: [Access; 2] = [Access::Read, Access::Write];

    /// Its name in scopes.
    pub const fn name(self) -> &'static str {
        match self {
            Access::Read => "read",
            Access::Write => "write",
        }
    }
}

/// One thing that may be done, written `contacts:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Where.
    pub area: Area,
    /// What.
    pub access: Access,
}

impl Scope {
    /// What this area needs for this access.
    pub const fn new(area: Area, access: Access) -> Scope {
        Scope { area, access }
    }

    const fn bit(self) -> u16 {
        1 << (self.area as u16 * 2 + self.access as u16)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.area.name(), self.access.name())
    }
}

/// A set of scopes. Written as a list with commas: `contacts,activities:read` (an area alone is
/// both of its scopes), `all`, `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes(u16);

impl Scopes {
    /// Nothing may be done.
    pub const NONE: Scopes = Scopes(0);
    /// Everything may be done.
    pub const ALL: Scopes = Scopes((1 << (Area::ALL.len() * Access::ALL.len())) - 1);

    /// Whether this may be done.
    pub const fn allow(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Scopes {
        Scopes(self.0 | scope.bit())
    }

    /// What is in one of the two, or in both.
    #[must_use]
    pub const fn union(self, other: Scopes) -> Scopes {
        Scopes(self.0 | other.0)
    }

    /// The scopes one by one, in the order of lists.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Area::ALL
            .into_iter()
            .flat_map(|area| Access::ALL.map(|access| Scope { area, access }))
            .filter(move |scope| self.allow(*scope))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Scopes::ALL => return f.write_str("all"),
            Scopes::NONE => return f.write_str("none"),
            _ => {}
        }
        let mut comma = "";
        for area in Area::ALL {
            let [read, write] = Access::ALL.map(|access| Scope { area, access });
            match (self.allow(read), self.allow(write)) {
                (true, true) => write!(f, "{comma}{}", area.name())?,
                (true, false) => write!(f, "{comma}{read}")?,
                (false, true) => write!(f, "{comma}{write}")?,
                (false, false) => continue,
            }
            comma = ",";
        }
        Ok(())
    }
}

/// A text that is no scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeError(String);

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let areas = Area::ALL.map(Area::name).join(", ");
        write!(
            f,
            "there is no scope {:?}; scopes are all, none, or areas ({areas}), each alone or with :read or :write",
            self.0
        )
    }
}

impl std::error::Error for ScopeError {}

impl FromStr for Scopes {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Scopes, ScopeError> {
        text.split(',')
            .map(|word| one(word.trim()).ok_or_else(|| ScopeError(word.trim().to_owned())))
            .try_fold(Scopes::NONE, |all, scopes| Ok(all.union(scopes?)))
    }
}

fn one(word: &str) -> Option<Scopes> {
    match word {
        "all" => return Some(Scopes::ALL),
        "none" => return Some(Scopes::NONE),
        _ => {}
    }
    let (name, access) = match word.split_once(':') {
        None => (word, None),
        Some((name, access)) => {
            let known = Access::ALL.into_iter().find(|one| one.name() == access)?;
            (name, Some(known))
        }
    };
    let area = Area::ALL.into_iter().find(|one| one.name() == name)?;
    let granted = Access::ALL
        .into_iter()
        .filter(|one| access.is_none_or(|only| only == *one));
    Some(granted.fold(Scopes::NONE, |all, access| all.with(Scope { area, access })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_read_as_it_is_written() {
        for bits in 0..=Scopes::ALL.0 {
            let scopes = Scopes(bits);
            assert_eq!(scopes.to_string().parse(), Ok(scopes), "{scopes}");
            let rebuilt = scopes.iter().fold(Scopes::NONE, Scopes::with);
            assert_eq!(rebuilt, scopes);
        }
    }

    #[test]
    fn areas_are_granted_apart() {
        let scopes: Scopes = "contacts, activities:write".parse().unwrap();
        assert_eq!(scopes.to_string(), "contacts,activities:write");
        assert!(scopes.allow(Scope::new(Area::Contacts, Access::Read)));
        assert!(scopes.allow(Scope::new(Area::Activities, Access::Write)));
        assert!(!scopes.allow(Scope::new(Area::Activities, Access::Read)));
        assert!(!scopes.allow(Scope::new(Area::Sites, Access::Read)));
    }

    #[test]
    fn what_is_no_scope_is_named() {
        for (text, word) in [
            ("", ""),
            ("contacts,", ""),
            ("contacts:delete", "contacts:delete"),
            ("contacts:", "contacts:"),
            ("all:read", "all:read"),
            ("sites,Contacts", "Contacts"),
        ] {
            assert_eq!(text.parse::<Scopes>(), Err(ScopeError(word.to_owned())));
        }
    }
}
