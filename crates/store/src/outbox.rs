//! What was changed, in order, for those who must not miss anything; and messages that must arrive.
//!
//! A *consumer* watches collections by their names. From then on every change of a document in one
//! of them leaves a row in the outbox, in the transaction that changes it, whichever process does.
//! Nobody watches: nothing is written. A consumer reads the rows after its position and moves on;
//! what all have read is removed.
//!
//! *Letters* are what a consumer makes of changes to be brought to somebody: they lie in the box of
//! their receiver until it has them. They are made in the transaction that moves the consumer on, so
//! that a change becomes its letters once, whenever the process ends.

use tokio::sync::watch;

use crate::error::StoreError;
use crate::reply::Reply;

/// What happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Inserted,
    /// It was replaced or changed.
    Updated,
    /// It is gone.
    Removed,
}

/// A change of a document that was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place in the order of all; ascending, never used twice.
    pub sequence: i64,
    /// The document's collection.
    pub collection: String,
    /// What happened.
    pub kind: ChangeKind,
    /// The document's id.
    pub id: String,
    /// When, in milliseconds since 1970 by the machine's clock.
    pub at_ms: i64,
}

/// Changes after a consumer's position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// In order.
    pub changes: Vec<Change>,
    /// The position of who has dealt with them.
    pub position: i64,
    /// Whether there may be more after them.
    pub more: bool,
}

/// A letter that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    /// Whose it is.
    pub mailbox: String,
    /// What it says.
    pub content: String,
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its number; ascending, never used twice.
    pub number: i64,
    /// Whose it is.
    pub mailbox: String,
    /// What it says.
    pub content: String,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: i64,
    /// When it is to be tried next.
    pub due_ms: i64,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// Whether it was given up.
    pub dead: bool,
    /// Why the last attempt was in vain.
    pub reason: String,
}

/// What is to be done for a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextLetter {
    /// This one is due.
    Due(Letter),
    /// Nothing before this time.
    At(i64),
    /// Nothing waits.
    None,
}

/// What becomes of a letter that was tried in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again at a time.
    Again {
        /// In milliseconds since 1970.
        due_ms: i64,
        /// Whether the letters behind it wait for it: the receiver is not there.
        holds: bool,
    },
    /// It is given up.
    Dead {
        /// How many dead ones are kept in its mailbox; then the oldest are forgotten.
        dead_max: u64,
    },
}

/// The outbox of a store. Reading holds up the thread for no longer than a look-up.
pub trait Outbox: Send + Sync {
    /// Makes `collections` those that a consumer watches; a new one begins behind all changes so far.
    /// With none it is forgotten. Collections need not exist yet.
    fn watch(&self, consumer: &str, collections: &[String]) -> Reply<()>;

    /// The collections that a consumer watches.
    ///
    /// # Errors
    /// The database cannot be read.
    fn watched(&self, consumer: &str) -> Result<Vec<String>, StoreError>;

    /// Changes with every commit of this process: then a feed may have more. Other processes are heard
    /// of by looking now and then.
    fn committed(&self) -> watch::Receiver<u64>;

    /// At most `limit` changes after a consumer's position, in the collections it watches.
    ///
    /// # Errors
    /// The database cannot be read.
    fn feed(&self, consumer: &str, limit: usize) -> Result<Feed, StoreError>;

    /// Moves a consumer to a position of its feed, and makes the letters that became of the changes
    /// before it. In a mailbox with `waiting_max` letters, further ones are dead at once; only the
    /// newest `dead_max` dead ones are kept.
    fn advance(&self, consumer: &str, position: i64, post: Post) -> Reply<()>;

    /// The next letter of a mailbox: the oldest that is due, unless one that holds the others waits.
    ///
    /// # Errors
    /// The database cannot be read.
    fn next_letter(&self, mailbox: &str, now_ms: i64) -> Result<NextLetter, StoreError>;

    /// A letter has arrived: it is forgotten.
    fn arrived(&self, number: i64) -> Reply<()>;

    /// A letter was tried in vain.
    fn failed(&self, number: i64, failed: Failed, reason: &str) -> Reply<()>;

    /// Letters, the oldest first: of one mailbox or all, the dead ones or those that wait.
    ///
    /// # Errors
    /// The database cannot be read.
    fn letters(
        &self,
        mailbox: Option<&str>,
        dead: bool,
        limit: usize,
    ) -> Result<Vec<Letter>, StoreError>;

    /// How many letters of a mailbox wait, and how many are dead.
    ///
    /// # Errors
    /// The database cannot be read.
    fn count_letters(&self, mailbox: &str) -> Result<(u64, u64), StoreError>;

    /// Dead letters of a mailbox are tried again from `now_ms` on as if they were new; one of them by
    /// its number, or all. Gives how many.
    fn revive(&self, mailbox: &str, number: Option<i64>, now_ms: i64) -> Reply<u64>;

    /// Forgets all letters of a mailbox.
    fn clear(&self, mailbox: &str) -> Reply<()>;

    /// Forgets the letters of all mailboxes but these.
    fn keep_mailboxes(&self, mailboxes: &[String]) -> Reply<()>;
}

/// Letters to be made, see [`Outbox::advance`].
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// The letters.
    pub letters: Vec<NewLetter>,
    /// When they are made, in milliseconds since 1970.
    pub now_ms: i64,
    /// How many may wait in a mailbox.
    pub waiting_max: u64,
    /// How many dead ones are kept in a mailbox.
    pub dead_max: u64,
}
