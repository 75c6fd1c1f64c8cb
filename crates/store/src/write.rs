//! What can be written, and what a write gives.

use velodrome_model::data::{DataError, Item};

use crate::documents::Documents;

/// A change of one collection.
///
/// # What an answer says
/// * `Ok`: it is on the disk, whole, and outlives the process and the machine's power.
/// * `Err`: nothing of it is there, and nothing of it will be. One exception: when the disk fails
///   *while a commit is forced to it* (an I/O error), what was refused may be found after all, whole,
///   when the database is next opened, unless another commit has succeeded since.
/// * No answer, because the process died or the future was dropped: it is there whole, or not at all.
///
/// A write that is not taken up in time (`Limits::op_time_ms`) is withdrawn: it answers WDE0028 and is
/// never carried out. One whose commit has begun at that moment answers when the disk does.
#[derive(Clone, Debug)]
pub struct Write {
    /// Name of the collection.
    pub collection: String,
    /// Whether to make the collection when there is none; else that is WDE0025.
    pub create: bool,
    /// `_owner` of new items that name none.
    pub owner: String,
    /// What to do.
    pub action: Action,
}

/// What a write does. Each is carried out whole or not at all, except that the items of
/// [`Action::Bulk`] succeed and fail one by one.
#[derive(Clone, Debug)]
pub enum Action {
    /// A new item; an `_id` that exists is WDE0074. Gives [`Written::Item`].
    Insert(Item),
    /// Replaces an item whole but for `_createdDate` and `_owner`; an unknown `_id` is WDE0073, none
    /// is WDE0007. Gives [`Written::Item`].
    Update(Item),
    /// Updates the item when its `_id` exists, else inserts it. Gives [`Written::Item`].
    Save(Item),
    /// Changes some members of an item: those of `changes` take the place of the item's whole, those
    /// that are `null` there are removed; an unknown id is WDE0073. Gives [`Written::Item`].
    Patch {
        /// Id of the item.
        id: String,
        /// The members; its system fields are not looked at.
        changes: Item,
    },
    /// Removes the item of this id, and the links from and to it. Gives [`Written::Removed`].
    Remove(String),
    /// Removes all items, and the links from and to them. Gives [`Written::Done`].
    Truncate,
    /// Up to 1000 items (WDE0006, WDE0069), each for itself. Gives [`Written::Bulk`].
    Bulk(Bulk),
    /// Links an item to others; one that is linked already is WDE0029. Gives [`Written::Done`].
    Link {
        /// The field that refers.
        field: String,
        /// Id of the item that refers, in the write's collection.
        from: String,
        /// Ids of those it refers to, in the order in which they are to be found.
        to: Vec<String>,
        /// The collection of those, where it is known: removing an item of it removes the link.
        /// Unknown, removing any item of that id does.
        target: Option<String>,
    },
    /// Removes links; one that is not there is WDE0153. Gives [`Written::Done`].
    Unlink {
        /// The field that refers.
        field: String,
        /// Id of the item that refers.
        from: String,
        /// Ids of those it shall not refer to any more.
        to: Vec<String>,
    },
    /// Makes `to` all that the item refers to, added now and in that order. Gives
    /// [`Written::Done`].
    Relink {
        /// The field that refers.
        field: String,
        /// Id of the item that refers.
        from: String,
        /// Ids of those it shall refer to.
        to: Vec<String>,
        /// As in [`Action::Link`].
        target: Option<String>,
    },
    /// An import: ids, dates and owners as given (made when absent), existing ids replaced whole.
    /// Any number of items of at most [`Limits::load_bytes_max`](crate::Limits) together; all of
    /// them or none. Gives [`Written::Bulk`] without `items`.
    Load(Vec<Item>),
    /// Everything of the collection of this name moves into the write's, ids replaced whole, links
    /// along, and that collection is gone; a unique index may refuse all of it (WDE0123). How an
    /// import of any size is all or nothing. Gives [`Written::Moved`].
    Absorb(String),
    /// Removes the collection as if it had never been there: links to ids that it has stay; WDE0025
    /// when there is none. Gives [`Written::Done`].
    Discard,
    /// Several actions on the collection, all of them or none, unless what they were decided by has
    /// changed meanwhile. Gives what the first gives, or [`Written::Stale`].
    Together {
        /// What they were decided by.
        guard: Option<Guard>,
        /// The actions, none of which is of this kind or makes or removes collections.
        actions: Vec<Action>,
    },
    /// Makes the collection when there is none. Gives [`Written::Done`].
    CreateCollection,
    /// Removes the collection, its items, indexes and links; WDE0025 when there is none. Gives
    /// [`Written::Done`].
    DropCollection,
}

/// What must still be so for a write to be carried out, looked at in its transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The item of this id has this stored form.
    Item {
        /// The id.
        id: String,
        /// The form, to the byte.
        stored: String,
    },
    /// No item of the collection refers to any of these through this field.
    Unlinked {
        /// The field that refers.
        field: String,
        /// What is not referred to.
        to: Vec<String>,
    },
}

/// Many items at once.
#[derive(Clone, Debug)]
pub enum Bulk {
    /// New items; those whose `_id` exists are skipped (WDE0074).
    Insert(Vec<Item>),
    /// Replaced items; those whose `_id` does not exist are skipped (WDE0073).
    Update(Vec<Item>),
    /// Items to update or insert.
    Save(Vec<Item>),
    /// Ids to remove; unknown ones are skipped (WDE0073).
    Remove(Vec<String>),
}

/// What a write gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The item as it is stored now.
    Item(String),
    /// The item that was removed, in its stored form; `None` when there was none.
    Removed(Option<String>),
    /// What became of many items.
    Bulk(BulkOutcome),
    /// How many documents moved from another collection.
    Moved {
        /// New ones.
        inserted: u64,
        /// Those that took the place of others.
        replaced: u64,
    },
    /// The write's guard does not hold: nothing was written.
    Stale,
    /// Nothing to tell.
    Done,
}

/// What became of the items of a bulk action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkOutcome {
    /// Ids of new items, in the order given.
    pub inserted: Vec<String>,
    /// Ids of replaced items, in the order given.
    pub updated: Vec<String>,
    /// Ids of removed items, in the order given.
    pub removed: Vec<String>,
    /// How many were neither; each has its row in `errors`.
    pub skipped: u64,
    /// Why, with the place among the items given (from 0).
    pub errors: Vec<(usize, DataError)>,
    /// The stored form of each item given (of removed ones: as it was), `null` where skipped.
    pub items: Option<Documents>,
}
