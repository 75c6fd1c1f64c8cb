//! The documented codes of failed operations on documents, in one table for programs, JavaScript
//! and the documentation alike.

use std::fmt;

/// A `WDExxxx` code. Only codes of [`WDE`] exist; those this product raises have constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wde(u16);

/// One code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WdeRow {
    /// Its number.
    pub number: u16,
    /// Its name in this program.
    pub name: &'static str,
    /// The `code` of the JavaScript error.
    pub category: &'static str,
    /// When it happens.
    pub about: &'static str,
    /// Whether this product raises it.
    pub raised: bool,
}

impl Wde {
    /// The code with this number, when it is in the table.
    pub fn from_number(number: u16) -> Option<Wde> {
        WDE.binary_search_by_key(&number, |row| row.number)
            .ok()
            .map(|_| Wde(number))
    }

    /// Its number: 73 for WDE0073.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Its row of the table.
    pub fn row(self) -> &'static WdeRow {
        let index = WDE.binary_search_by_key(&self.0, |row| row.number);
        &WDE[index.expect("every code is made from the table")]
    }

    /// The `code` of the JavaScript error: `WD_ITEM_DOES_NOT_EXIST`.
    pub fn category(self) -> &'static str {
        self.row().category
    }
}

impl fmt::Display for Wde {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "WDE{:04}", self.0)
    }
}

macro_rules! codes {
    ($($number:literal $name:ident $category:ident $raised:literal $about:literal;)*) => {
        impl Wde { $(#[doc = $about] pub const $name: Wde = Wde($number);)* }

        /// Every code worth having, by number.
        pub const WDE: &[WdeRow] = &[$(WdeRow {
            number: $number,
            name: stringify!($name),
            category: stringify!($category),
            about: $about,
            raised: $raised,
        },)*];
    };
}

codes! {
    1 COLLECTION_NOT_STRING WD_VALIDATION_ERROR true "The collection's name is not a string, or is empty.";
    2 ID_NOT_STRING WD_VALIDATION_ERROR true "The item's id is not a string, or is empty.";
    3 FIELD_NOT_STRING WD_VALIDATION_ERROR true "The field's name is not a string, or names nothing.";
    4 ITEM_NOT_OBJECT WD_VALIDATION_ERROR true "The item is not an object.";
    5 ITEMS_NOT_OBJECTS WD_VALIDATION_ERROR true "The items of a bulk call are not an array of objects, or one has an _id that is not a string.";
    6 BULK_TOO_LARGE WD_VALIDATION_ERROR true "A bulk call saves more than 1000 items.";
    7 UPDATE_WITHOUT_ID WD_VALIDATION_ERROR true "An update's item has no _id that is a string.";
    8 ARGUMENT_COUNT WD_VALIDATION_ERROR true "A function was called with too few or too many arguments.";
    9 ITEM_TOO_LARGE WD_VALIDATION_ERROR true "The item's JSON is over 500,000 bytes.";
    11 AGGREGATE_FILTER WD_VALIDATION_ERROR true "An aggregation's filter is not a filter.";
    12 AGGREGATE_FILTER_TWICE WD_VALIDATION_ERROR true "An aggregation was given a second filter.";
    13 AGGREGATE_GROUP_TWICE WD_VALIDATION_ERROR true "An aggregation was grouped a second time.";
    14 RATE_EXCEEDED WD_TOO_MANY_REQUESTS true "More operations at once than are allowed.";
    18 OPTIONS WD_VALIDATION_ERROR true "An option is not a boolean, or the options are not an object.";
    19 REFERENCE_ARGUMENT WD_VALIDATION_ERROR true "A reference is neither an id nor an item with one, nor an array of these.";
    20 NOT_MULTI_REFERENCE WD_VALIDATION_ERROR true "The field is not a multi-reference.";
    21 REFERENCE_INVALID WD_VALIDATION_ERROR true "The reference names an item that does not exist.";
    25 COLLECTION_DOES_NOT_EXIST WD_SCHEMA_DOES_NOT_EXIST true "The collection does not exist.";
    26 COLLECTION_DELETED WD_COLLECTION_DELETED false "The collection was deleted; here it does not exist (WDE0025).";
    27 PERMISSION_DENIED WD_PERMISSION_DENIED true "The caller may not do this to the collection.";
    28 TIMED_OUT WD_REQUEST_TIMED_OUT true "The operation took longer than it may.";
    29 REFERENCE_EXISTS WD_VALIDATION_ERROR true "The item is referenced already.";
    53 UNKNOWN WD_UNKNOWN_ERROR true "The site's database failed.";
    56 FILTER_NOT_OBJECT WD_VALIDATION_ERROR true "A part of a filter that must be an object is not one.";
    73 ITEM_DOES_NOT_EXIST WD_ITEM_DOES_NOT_EXIST true "There is no item with this id.";
    74 ITEM_ALREADY_EXISTS WD_ITEM_ALREADY_EXISTS true "There is an item with this id already.";
    77 LIMIT_TOO_LARGE WD_VALIDATION_ERROR true "The limit is over 1000.";
    78 HOOK_FAILED WD_VALIDATION_ERROR true "A data hook threw.";
    91 QUOTA_EXCEEDED WD_DATABASE_QUOTA_EXCEEDED true "The disk is full, or the site's database has reached its limit.";
    123 UNIQUE_VIOLATED WD_ITEM_ALREADY_EXISTS true "Another item has the same value in a field that must be unique.";
    134 FIELD_NAME WD_VALIDATION_ERROR true "A field's name starts with $.";
    153 REFERENCE_MISSING WD_VALIDATION_ERROR true "The item is not referenced.";
    168 ITEM_TOO_DEEP WD_VALIDATION_ERROR true "The item is nested more than 50 levels deep.";
    169 FILTER_TOO_DEEP WD_VALIDATION_ERROR true "The filter is nested more than 50 levels deep.";
}
