//! The VMs of one thread: one for each release that is asked for.
//!
//! The first request for a release makes its VM; others for the same release wait for it. A VM
//! that was ended, or whose release no longer runs anywhere, is let go when its last request ends.
//! Old revisions, for which whoever may ask can have a VM made, have but a few places.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use velodrome_runtime::{Instance, LoadError, Release, RunLoop, Settings};

/// A release that failed to load is tried again after this long.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// VMs beside those of the releases in force.
const OTHERS_MAX: usize = 4;

enum Slot {
    Loading(Rc<Notify>),
    Ready(Rc<Instance>),
    Failed(LoadError, Instant),
}

/// Name of a release among a thread's VMs.
type Key = (u64, Arc<str>);

fn key(release: &Release) -> Key {
    (release.number, Arc::clone(&release.id))
}

/// The VMs of one thread.
pub(crate) struct Instances {
    run_loop: RunLoop,
    settings: Settings,
    slots: RefCell<HashMap<Key, Slot>>,
    /// The releases in force.
    in_force: RefCell<Vec<Key>>,
    /// All others with a slot, the oldest first.
    others: RefCell<VecDeque<Key>>,
    /// All that live, those of former releases too.
    living: RefCell<Vec<Weak<Instance>>>,
}

impl Instances {
    pub(crate) fn new(run_loop: RunLoop, settings: Settings) -> Instances {
        Instances {
            run_loop,
            settings,
            slots: RefCell::default(),
            in_force: RefCell::default(),
            others: RefCell::default(),
            living: RefCell::default(),
        }
    }

    /// Lets the engine's own work on this thread run; gives how long until there is more.
    pub(crate) fn turn_engine(&self) -> Option<Duration> {
        let mut living = self.living.borrow_mut();
        living.retain(|instance| instance.strong_count() > 0);
        let instances: Vec<_> = living.iter().filter_map(Weak::upgrade).collect();
        drop(living);
        velodrome_runtime::turn_engine(&self.run_loop, &self.settings.activity, &instances)
    }

    /// The engine's event loop on this thread.
    pub(crate) fn run_loop(&self) -> &RunLoop {
        &self.run_loop
    }

    /// The VM of a release if it is there.
    pub(crate) fn peek(&self, release: &Release) -> Option<Rc<Instance>> {
        match self.slots.borrow().get(&key(release)) {
            Some(Slot::Ready(instance)) if instance.dead().is_none() => Some(Rc::clone(instance)),
            _ => None,
        }
    }

    /// The VM of a release, made when it is not there.
    ///
    /// # Errors
    /// Why the release could not be loaded, now or a moment ago.
    pub(crate) async fn get(&self, release: &Arc<Release>) -> Result<Rc<Instance>, LoadError> {
        let key = key(release);
        loop {
            let waiting = match self.slots.borrow().get(&key) {
                Some(Slot::Ready(instance)) if instance.dead().is_none() => {
                    return Ok(Rc::clone(instance));
                }
                Some(Slot::Failed(error, when)) if when.elapsed() < RETRY_AFTER => {
                    return Err(error.clone());
                }
                Some(Slot::Loading(notify)) => Some(Rc::clone(notify)),
                _ => None,
            };
            match waiting {
                Some(notify) => notify.notified().await,
                None => return self.load(key, release).await,
            }
        }
    }

    async fn load(&self, key: Key, release: &Arc<Release>) -> Result<Rc<Instance>, LoadError> {
        let notify = Rc::new(Notify::new());
        let before = self
            .slots
            .borrow_mut()
            .insert(key.clone(), Slot::Loading(Rc::clone(&notify)));
        drop(before);
        let _guard = LoadGuard {
            instances: self,
            key: key.clone(),
            notify,
        };
        let loaded =
            Instance::load(&self.run_loop, Arc::clone(release), self.settings.clone()).await;
        if let Ok(instance) = &loaded {
            self.living.borrow_mut().push(Rc::downgrade(instance));
        }
        let slot = match &loaded {
            Ok(instance) => Slot::Ready(Rc::clone(instance)),
            Err(error) => Slot::Failed(error.clone(), Instant::now()),
        };
        self.slots.borrow_mut().insert(key.clone(), slot);
        self.make_room(key);
        loaded
    }

    /// Lets go of the oldest VM of an old revision when this one is one too many.
    fn make_room(&self, newest: Key) {
        let mut others = self.others.borrow_mut();
        if self.in_force.borrow().contains(&newest) || others.contains(&newest) {
            return;
        }
        others.push_back(newest);
        if others.len() > OTHERS_MAX {
            let oldest = others.pop_front();
            drop(others);
            oldest.into_iter().for_each(|key| self.let_go(&key));
        }
    }

    fn let_go(&self, key: &Key) {
        let slot = self.slots.borrow_mut().remove(key);
        if let Some(Slot::Ready(instance)) = slot {
            tokio::task::spawn_local(retire(instance));
        }
    }

    /// Lets go of every VM whose release is none of these, each when its last request has ended.
    pub(crate) fn keep_only(&self, releases: &[Arc<Release>]) {
        let keep: Vec<Key> = releases.iter().map(|release| key(release)).collect();
        let gone: Vec<Key> = self
            .slots
            .borrow()
            .iter()
            .filter(|(key, slot)| !keep.contains(key) && !matches!(slot, Slot::Loading(_)))
            .map(|(key, _)| key.clone())
            .collect();
        gone.iter().for_each(|key| self.let_go(key));
        self.others.borrow_mut().retain(|key| !gone.contains(key));
        *self.in_force.borrow_mut() = keep;
    }

    /// Whether requests are at work in any VM, in the background too.
    pub(crate) fn running(&self) -> usize {
        let slots = self.slots.borrow();
        slots
            .values()
            .map(|slot| {
                if let Slot::Ready(instance) = slot {
                    instance.running()
                } else {
                    0
                }
            })
            .sum()
    }
}

async fn retire(instance: Rc<Instance>) {
    instance.drained().await;
    instance.close();
}

/// Wakes those who wait for a VM, also when its loading is given up.
struct LoadGuard<'i> {
    instances: &'i Instances,
    key: Key,
    notify: Rc<Notify>,
}

impl Drop for LoadGuard<'_> {
    fn drop(&mut self) {
        let mut slots = self.instances.slots.borrow_mut();
        if matches!(slots.get(&self.key), Some(Slot::Loading(_))) {
            slots.remove(&self.key);
        }
        self.notify.notify_waiters();
    }
}
