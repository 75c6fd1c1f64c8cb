//! Operations of the host that JavaScript waits for.
//!
//! Each future runs as a task of its own on the thread's loop, so that it is polled only when it can
//! go on. What it gives is lined up here, and the event loop enters the VM with it when that is due:
//! a task that entered by itself would leave no room for requests when thousands end at once.

use crate::exchanges::Head;
use crate::requests::Serial;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::rc::Rc;
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use velodrome_engine::{Deferred, Root, Scope, Value};

type OperationId = u64;

/// Makes what a promise is settled with: `Err` rejects it.
pub(crate) type Make = Box<dyn for<'s> FnOnce(Scope<'s>) -> Result<Value<'s>, Value<'s>>>;

/// Who is told of a reply.
pub(crate) enum Settler {
    /// Those who wait for a promise.
    Promise(Deferred),
    /// A function: what is waited for is made in JavaScript, without a promise of its own.
    Function(Root),
}

impl From<Deferred> for Settler {
    fn from(deferred: Deferred) -> Settler {
        Settler::Promise(deferred)
    }
}

/// What a promise is settled with.
pub(crate) enum Reply {
    /// The head of an answer, for a function only.
    Head(Head),
    /// Fulfilled with a text.
    Text(String),
    /// Fulfilled with an ArrayBuffer.
    Bytes(Vec<u8>),
    /// Fulfilled with true.
    Yes,
    /// Fulfilled with undefined.
    Nothing,
    /// Rejected with a text, of which JavaScript makes an error.
    Failed(String),
    /// Fulfilled or rejected with what is made in the VM.
    Made(Make),
}

impl Reply {
    /// Hands it over.
    pub(crate) fn settle(self, scope: Scope<'_>, settler: Settler) {
        let deferred = match settler {
            Settler::Promise(deferred) => deferred,
            Settler::Function(function) => return self.tell(scope, &function),
        };
        match self {
            Reply::Head(head) => deferred.resolve(scope, scope.string(&head.text)),
            Reply::Text(text) => deferred.resolve(scope, scope.string(&text)),
            Reply::Bytes(bytes) => deferred.resolve(scope, scope.array_buffer(bytes)),
            Reply::Yes => deferred.resolve(scope, scope.bool(true)),
            Reply::Nothing => deferred.resolve(scope, scope.undefined()),
            Reply::Failed(text) => deferred.reject(scope, scope.string(&text)),
            Reply::Made(make) => match make(scope) {
                Ok(value) => deferred.resolve(scope, value),
                Err(reason) => deferred.reject(scope, reason),
            },
        }
    }

    /// `function(code, text, body?)`: of a head as in [`Head`], of a failure -1 and its text.
    fn tell(self, scope: Scope<'_>, function: &Root) {
        let Some(function) = function.get(scope).as_object() else {
            return;
        };
        let (code, text, body) = match self {
            Reply::Head(Head { code, text, body }) => (f64::from(code), text, body),
            Reply::Failed(text) => (-1.0, text, None),
            // Nothing else is asked for in this way.
            _ => return,
        };
        let body = body.map_or(scope.undefined(), |body| scope.string(&body));
        // It throws nothing of its own, and an ended VM has nobody who waits.
        let _undefined = function.call(None, &[scope.number(code), scope.string(&text), body]);
    }
}

impl From<String> for Reply {
    fn from(text: String) -> Reply {
        Reply::Text(text)
    }
}

/// All requests of a VM together may have so many times what one may have.
const REQUESTS: u64 = 10;

/// The operations of one VM. Dropping it ends them.
pub(crate) struct PendingOperations {
    waiting: HashMap<OperationId, Waiting>,
    /// How many of them each request has; none has 0.
    by_owner: HashMap<Serial, usize>,
    replies: Rc<Replies>,
    last_id: OperationId,
}

struct Waiting {
    settler: Settler,
    owner: Serial,
    _task: Task,
}

/// Ends its task when dropped.
struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What came back, in the order in which it did.
struct Replies {
    queue: RefCell<VecDeque<(OperationId, Reply)>>,
    /// Told of each.
    wake: Rc<Notify>,
}

/// A reply that is due, and whose it is.
pub(crate) struct Due {
    pub(crate) settler: Settler,
    pub(crate) owner: Serial,
    pub(crate) reply: Reply,
}

impl PendingOperations {
    /// None yet; `wake` is told when a reply has come.
    pub(crate) fn new(wake: Rc<Notify>) -> PendingOperations {
        PendingOperations {
            waiting: HashMap::new(),
            by_owner: HashMap::new(),
            replies: Rc::new(Replies {
                queue: RefCell::default(),
                wake,
            }),
            last_id: 0,
        }
    }

    /// Whether none waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether `owner` may begin another when a request may have `max` at once. One that leaves
    /// many behind takes no room from others, up to [`REQUESTS`] such.
    pub(crate) fn has_room(&self, owner: Serial, max: u64) -> bool {
        let own = self.by_owner.get(&owner).copied().unwrap_or_default() as u64;
        own < max && (self.waiting.len() as u64) < max.saturating_mul(REQUESTS)
    }

    fn remove(&mut self, id: OperationId) -> Option<Waiting> {
        let waiting = self.waiting.remove(&id)?;
        if let Some(own) = self.by_owner.get_mut(&waiting.owner) {
            *own -= 1;
            if *own == 0 {
                self.by_owner.remove(&waiting.owner);
            }
        }
        Some(waiting)
    }

    /// Begins to wait for a future whose reply goes to `settler`. Must run inside a `LocalSet`.
    pub(crate) fn start(
        &mut self,
        future: impl Future<Output: Into<Reply>> + 'static,
        settler: impl Into<Settler>,
        owner: Serial,
    ) {
        self.last_id += 1;
        let id = self.last_id;
        let replies = Rc::clone(&self.replies);
        let task = tokio::task::spawn_local(async move {
            let reply = future.await.into();
            replies.queue.borrow_mut().push_back((id, reply));
            replies.wake.notify_one();
        });
        let waiting = Waiting {
            settler: settler.into(),
            owner,
            _task: Task(task.abort_handle()),
        };
        self.waiting.insert(id, waiting);
        *self.by_owner.entry(owner).or_default() += 1;
    }

    /// Takes the reply that is due next.
    pub(crate) fn next_due(&mut self) -> Option<Due> {
        loop {
            let (id, reply) = self.replies.queue.borrow_mut().pop_front()?;
            // One that was forgotten may have come back all the same.
            if let Some(waiting) = self.remove(id) {
                return Some(Due {
                    settler: waiting.settler,
                    owner: waiting.owner,
                    reply,
                });
            }
        }
    }

    /// Whether a reply is due.
    pub(crate) fn any_due(&self) -> bool {
        !self.replies.queue.borrow().is_empty()
    }

    /// Ends those of one request.
    pub(crate) fn forget(&mut self, owner: Serial) {
        self.waiting.retain(|_, waiting| waiting.owner != owner);
        self.by_owner.remove(&owner);
    }

    /// Ends them all.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.by_owner.clear();
        self.replies.queue.borrow_mut().clear();
    }
}
