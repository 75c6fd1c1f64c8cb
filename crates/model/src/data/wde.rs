//! The documented codes of failed operations on documents, in one table for programs, JavaScript
//! and the documentation alike.
//!
//! Left out of the documentation's 180 are those of translations, shared collections, sandboxes,
//! external databases and the index editor, which have nothing here that could raise them.

use std::fmt;

/// A `WDExxxx` code. Only codes of [`WDE`] exist, each with a constant.
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
    1 COLLECTION_NOT_STRING WD_VALIDATION_ERROR true
        "The collection's name is not a string, or is empty.";
    2 ID_NOT_STRING WD_VALIDATION_ERROR true
        "The item's id is not a string, or is empty.";
    3 FIELD_NOT_STRING WD_VALIDATION_ERROR true
        "The field's name is not a string, or is empty.";
    4 ITEM_NOT_OBJECT WD_VALIDATION_ERROR true
        "The item to save is not an object.";
    5 ITEMS_NOT_OBJECTS WD_VALIDATION_ERROR true
        "The items of a bulk call are not an array of objects, or one has an _id that is not a string.";
    6 BULK_TOO_LARGE WD_VALIDATION_ERROR true
        "A bulk call saves more than 1000 items.";
    7 UPDATE_WITHOUT_ID WD_VALIDATION_ERROR true
        "The item of an update has no _id that is a string.";
    8 ARGUMENT_COUNT WD_VALIDATION_ERROR true
        "A function was called with too few or too many arguments.";
    9 ITEM_TOO_LARGE WD_VALIDATION_ERROR true
        "The item's JSON is over 500,000 bytes.";
    11 AGGREGATE_FILTER WD_VALIDATION_ERROR true
        "What an aggregation should filter by is not a filter.";
    12 FILTER_TWICE WD_VALIDATION_ERROR true
        "An aggregation was given a second filter.";
    13 GROUP_TWICE WD_VALIDATION_ERROR true
        "An aggregation was grouped a second time.";
    14 RATE_EXCEEDED WD_TOO_MANY_REQUESTS true
        "More operations at once than are allowed.";
    16 NOT_A_FILTER WD_VALIDATION_ERROR false
        "What should be a filter is not an object; a builder says WDE0011, a filter's text WDE0056.";
    18 OPTIONS WD_VALIDATION_ERROR true
        "The options are not an object, or one of them is not a boolean.";
    19 REFERENCE_ARGUMENT WD_VALIDATION_ERROR true
        "A reference is neither an id nor an object with one.";
    20 NOT_MULTI_REFERENCE WD_VALIDATION_ERROR true
        "The field is not a multi-reference.";
    21 REFERENCE_INVALID WD_VALIDATION_ERROR true
        "The references are neither an id, nor an object with one, nor an array of these.";
    24 FIELD_DELETED WD_VALIDATION_ERROR false
        "The field was deleted in the content manager; here there is none.";
    25 COLLECTION_DOES_NOT_EXIST WD_SCHEMA_DOES_NOT_EXIST true
        "The collection does not exist.";
    26 COLLECTION_DELETED WD_COLLECTION_DELETED false
        "The collection was deleted; here it then does not exist (WDE0025).";
    27 PERMISSION_DENIED WD_PERMISSION_DENIED true
        "The caller may not do this with the collection.";
    28 TIMED_OUT WD_REQUEST_TIMED_OUT true
        "The operation took longer than it may.";
    29 REFERENCE_EXISTS WD_VALIDATION_ERROR true
        "The reference exists already.";
    32 NOT_A_NUMBER WD_VALIDATION_ERROR true
        "A limit, a skip or a page size is not a number.";
    33 LIMIT_NOT_POSITIVE WD_VALIDATION_ERROR true
        "A limit is less than 1.";
    34 SKIP_NEGATIVE WD_VALIDATION_ERROR true
        "A skip is less than 0.";
    35 NOT_AN_INTEGER WD_VALIDATION_ERROR true
        "A limit or a skip is not a whole number.";
    36 ARGUMENT_TOO_LARGE WD_VALIDATION_ERROR true
        "A number given to a builder is larger than it may be.";
    37 PREV_BEFORE_START WD_VALIDATION_ERROR true
        "The page before would start at a negative number.";
    38 TAKES_NO_PARAMETERS WD_VALIDATION_ERROR true
        "An operator that takes no parameters was given some.";
    39 TAKES_ONE_PARAMETER WD_VALIDATION_ERROR true
        "An operator was not given exactly one parameter.";
    40 TAKES_TWO_PARAMETERS WD_VALIDATION_ERROR true
        "An operator was not given exactly two parameters.";
    41 TAKES_THREE_PARAMETERS WD_VALIDATION_ERROR true
        "An operator was not given exactly three parameters.";
    42 NEEDS_TWO_PARAMETERS WD_VALIDATION_ERROR true
        "An operator was given fewer than two parameters.";
    43 NEEDS_ONE_PARAMETER WD_VALIDATION_ERROR true
        "An operator was given no parameter.";
    44 PARAMETER_NOT_STRING WD_VALIDATION_ERROR true
        "An operator's parameter is not a string.";
    45 PARAMETER_NOT_ORDERED WD_VALIDATION_ERROR true
        "An operator's parameter is neither a string nor a number nor a date.";
    46 TYPES_DIFFER WD_VALIDATION_ERROR true
        "Two parameters that are compared with one field are not of one type.";
    47 ITEMS_NOT_ORDERED WD_VALIDATION_ERROR true
        "The values of hasSome or hasAll are not all strings, numbers or dates.";
    48 OPERATOR_FIELD WD_VALIDATION_ERROR true
        "The field given to an operator is not a string.";
    49 NOT_A_QUERY WD_VALIDATION_ERROR true
        "What and, or, not were given is neither a query nor a filter.";
    50 OTHER_COLLECTION WD_VALIDATION_ERROR true
        "A query was combined with one of another collection.";
    51 SORT_ARGUMENTS WD_VALIDATION_ERROR true
        "What to sort by is neither a string nor an array of strings.";
    52 TEMPLATE_MODE WD_SITE_IN_TEMPLATE_MODE false
        "The site is a template; here none is.";
    53 INTERNAL WD_UNKNOWN_ERROR true
        "Something unexpected went wrong in this server; its log says what.";
    54 UNKNOWN WD_UNKNOWN_ERROR false
        "The server failed; here WDE0053 says so.";
    55 SERVER_RESPONSE WD_UNKNOWN_ERROR false
        "An answer could not be understood; here nothing lies between the code and its data.";
    56 FILTER_NOT_OBJECT WD_VALIDATION_ERROR true
        "A filter, or a part of one, is not an object.";
    57 FILTER_NOT_ARRAY WD_VALIDATION_ERROR true
        "An operator of a filter has no array, or one of the wrong length.";
    58 FILTER_NOT_ORDERED WD_VALIDATION_ERROR true
        "An operator of a filter has neither a date nor a number nor a string.";
    59 FILTER_NOT_STRING WD_VALIDATION_ERROR true
        "An operator of a filter has no string.";
    60 SET_ITEM WD_VALIDATION_ERROR true
        "The array of a filter's $hasSome or $hasAll has something else than dates, numbers and strings.";
    61 FILTER_IN WD_VALIDATION_ERROR false
        "The $in of a filter is not valid; this server's filters have $hasSome.";
    62 FILTER_MATCHES WD_VALIDATION_ERROR false
        "The $matches of a filter lacks a property; this server's filters have no $matches.";
    63 FILTER_MATCHES_CASE WD_VALIDATION_ERROR false
        "The $matches of a filter regards case; this server's filters have no $matches.";
    64 FILTER_MATCHES_SPEC WD_VALIDATION_ERROR false
        "The $matches of a filter is not valid; this server's filters have no $matches.";
    65 SORT_NOT_ARRAY WD_VALIDATION_ERROR true
        "The keys of an order are not an array.";
    66 SORT_KEY_NOT_OBJECT WD_VALIDATION_ERROR true
        "A key of an order is not an object.";
    67 SORT_KEY WD_VALIDATION_ERROR true
        "A key of an order does not name a field and asc or desc.";
    68 IDS_NOT_STRINGS WD_VALIDATION_ERROR true
        "The ids of a bulk call are not an array of strings.";
    69 BULK_REMOVE_TOO_LARGE WD_VALIDATION_ERROR true
        "A bulk call removes more than 1000 items.";
    70 REGEX WD_VALIDATION_ERROR true
        "A filter has $regex, which is not allowed.";
    73 ITEM_DOES_NOT_EXIST WD_ITEM_DOES_NOT_EXIST true
        "The collection has no item with this id.";
    74 ITEM_ALREADY_EXISTS WD_ITEM_ALREADY_EXISTS true
        "The collection has an item with this id already.";
    75 BAD_REQUEST WD_BAD_REQUEST true
        "The request is not valid: a value that JSON cannot write, or a page that cannot be asked for.";
    76 APP_VALIDATION WD_VALIDATION_ERROR false
        "An app's collection or an external database refused; here there are none.";
    77 LIMIT_TOO_LARGE WD_VALIDATION_ERROR true
        "The limit of a page is over 1000.";
    78 HOOK_FAILED WD_VALIDATION_ERROR true
        "A function of backend/data.js threw; its message follows.";
    79 SINGLE_ITEM WD_VALIDATION_ERROR false
        "A collection of a single item was given another id; here there are none.";
    80 INVALID_ARGUMENTS WD_VALIDATION_ERROR true
        "The arguments cannot be understood, in one of several ways that the message tells.";
    91 QUOTA_EXCEEDED WD_DATABASE_QUOTA_EXCEEDED true
        "There is no room for more data.";
    92 SORT_TOO_LARGE WD_QUERY_EXECUTION_ERROR true
        "More documents are to be sorted, or more groups to be made, than memory may hold.";
    93 PUBLISH_STATUS_FILTER WD_VALIDATION_ERROR false
        "A filter on drafts that is not eq or ne; here drafts are not told apart.";
    94 PARAMETER_EMPTY WD_VALIDATION_ERROR false
        "An operator's parameter is an empty string, which the operators here take.";
    109 PAYLOAD_TOO_LARGE WD_BAD_REQUEST false
        "The request is too large; here the items of a call are bounded one by one (WDE0009).";
    120 NOT_SUPPORTED WD_BAD_REQUEST false
        "The collection does not have this operation; here every collection has all of them.";
    121 SORT_ARRAYS WD_QUERY_EXECUTION_ERROR false
        "Two fields that hold arrays are to be sorted by; here arrays are equal in an order.";
    123 UNIQUE_VIOLATED WD_VALIDATION_ERROR true
        "Another item has the same value in a field that must be unique.";
    133 INDEX_KEY_TOO_LARGE WD_VALIDATION_ERROR false
        "A value is too long for an index; here none is.";
    134 FIELD_NAME WD_VALIDATION_ERROR true
        "The name of a field starts with $.";
    144 PROCESSING_DENIED WD_PERMISSION_DENIED false
        "A processing of data was not permitted; here WDE0027 says so.";
    150 HOOKS_SYNTAX WD_VALIDATION_ERROR false
        "backend/data.js has an error of syntax; here the site is then not published, and the build says where.";
    151 CURSOR_INVALID WD_BAD_REQUEST false
        "A cursor is not valid; here pages are found by skip and limit.";
    152 CURSOR_EXPIRED WD_BAD_REQUEST false
        "A cursor is no longer valid; here pages are found by skip and limit.";
    153 REFERENCE_MISSING WD_VALIDATION_ERROR true
        "The reference does not exist.";
    159 NO_PREVIOUS_PAGE WD_VALIDATION_ERROR true
        "There is no page before the first.";
    165 NO_NEXT_PAGE WD_VALIDATION_ERROR true
        "There is no page after the last.";
    167 AGGREGATE_FIELD_DOT WD_VALIDATION_ERROR true
        "The name of an aggregated field ends with a dot.";
    168 ITEM_TOO_DEEP WD_VALIDATION_ERROR true
        "The item is nested more than 50 levels deep.";
    169 FILTER_TOO_DEEP WD_VALIDATION_ERROR true
        "The filter is nested more than 50 levels deep.";
    171 APP_NOT_INSTALLED WD_SCHEMA_DOES_NOT_EXIST false
        "The app of the collection is not installed; here its collection does not exist (WDE0025).";
    172 HOOKS_THROTTLED WD_TOO_MANY_REQUESTS false
        "Hooks were called too often; here they count as part of their request.";
    173 AGGREGATE_FIELD_EMPTY WD_VALIDATION_ERROR true
        "The name of an aggregated field is empty.";
    178 REVISION WD_BAD_REQUEST false
        "The item changed in between; here writes come one after the other.";
    180 RESPONSE_TOO_LARGE WD_BAD_REQUEST true
        "The answer would be too large to be handed over.";
}
