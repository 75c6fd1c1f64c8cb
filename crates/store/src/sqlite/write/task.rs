//! Work of other parts of the store on the writer's thread: indexes, the site's values.

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::error::StoreError;

/// Work in a transaction of its own.
pub(super) trait Task: Send {
    /// Does it; an error rolls the transaction back.
    fn run(&mut self, conn: &Connection) -> Result<(), StoreError>;

    /// Hears what became of the transaction, and tells whoever asked.
    fn finish(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A closure, its value until the commit, and who waits for that.
struct Closure<T, F> {
    work: Option<F>,
    value: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

/// A closure as a task, and where its value comes.
pub(super) fn task<T, F>(work: F) -> (Box<dyn Task>, oneshot::Receiver<Result<T, StoreError>>)
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let closure = Closure {
        work: Some(work),
        value: None,
        reply,
    };
    (Box::new(closure), answer)
}

impl<T, F> Task for Closure<T, F>
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
{
    fn run(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let work = self.work.take().expect("a task runs once");
        self.value = Some(work(conn)?);
        Ok(())
    }

    fn finish(self: Box<Self>, committed: Result<(), StoreError>) {
        let value = self.value;
        let result = committed.map(|()| value.expect("what is committed has run"));
        let _ = self.reply.send(result);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Task, task};

    /// A task that does nothing.
    pub(in super::super) fn nothing() -> Box<dyn Task> {
        task(|_| Ok(())).0
    }
}
