//! The numbers under which the JavaScript side asks for an operation, and its options.

macro_rules! ops {
    ($($number:literal $variant:ident = $name:literal, $about:literal;)*) => {
        /// An operation on documents; the discriminant is its number on the wire.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum DataOp { $(#[doc = $about] $variant = $number,)* }

        impl DataOp {
            /// Every operation, in the order of the numbers.
            pub const ALL: &'static [DataOp] = &[$(DataOp::$variant,)*];

            /// The operation with this number.
            pub const fn from_number(number: u8) -> Option<DataOp> {
                match number { $($number => Some(DataOp::$variant),)* _ => None }
            }

            /// The name of its JavaScript function.
            pub const fn as_str(self) -> &'static str {
                match self { $(DataOp::$variant => $name,)* }
            }
        }
    };
}

ops! {
    0 Get = "get", "Argument: an id. Reply: a stored form or `null`.";
    1 Query = "query", "Argument: a query. Reply: `{items, length, total}`.";
    2 Count = "count", "Argument: a query. Reply: a number.";
    3 Distinct = "distinct", "Argument: `{field, query}`. Reply: `{items, length, total}`, items are values.";
    4 Aggregate = "aggregate", "Argument: an aggregation. Reply: `{items, more}`.";
    5 Insert = "insert", "Argument: an item. Reply: its stored form.";
    6 Update = "update", "Argument: an item. Reply: its stored form.";
    7 Save = "save", "Argument: an item. Reply: its stored form.";
    8 Remove = "remove", "Argument: an id. Reply: what was removed or `null`.";
    9 Truncate = "truncate", "Argument: nothing. Reply: `null`.";
    10 BulkInsert = "bulkInsert", "Argument: items. Reply: a bulk result.";
    11 BulkUpdate = "bulkUpdate", "Argument: items. Reply: a bulk result.";
    12 BulkSave = "bulkSave", "Argument: items. Reply: a bulk result.";
    13 BulkRemove = "bulkRemove", "Argument: ids. Reply: a bulk result.";
    14 InsertReference = "insertReference", "Argument: `{field, from, to}`. Reply: `null`.";
    15 RemoveReference = "removeReference", "Argument: `{field, from, to}`. Reply: `null`.";
    16 ReplaceReferences = "replaceReferences", "Argument: `{field, from, to}`. Reply: `null`.";
    17 IsReferenced = "isReferenced", "Argument: `{field, from, to}`. Reply: `true` or `false`.";
    18 QueryReferenced = "queryReferenced", "Argument: `{field, from, order, skip, limit, fields, total}`. Reply: as for a query.";
    19 Collections = "collections", "Argument: nothing. Reply: definitions of all collections, or of one.";
}

/// The options of an operation, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options(pub u32);

impl Options {
    /// Permissions are not asked.
    pub const SUPPRESS_AUTH: Options = Options(1);
    /// The caller acts with the site owner's rights.
    pub const ADMIN: Options = Options(2);

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: Options) -> bool {
        self.0 & other.0 == other.0
    }

    /// These bits and those of `other`.
    #[must_use]
    pub const fn with(self, other: Options) -> Options {
        Options(self.0 | other.0)
    }
}
