//! The threads of a site process: who serves, who stands in, who is told to step back.
//!
//! A site at rest is served by one thread and one VM, because real sites keep state in module
//! variables. A further thread accepts only while those before it are busy; a stand-in only while
//! all of them are stuck in JavaScript. One thread without any JavaScript watches and decides.

use crate::overload;
use crate::shared::{Site, ThreadState, Watched};
use crate::thread;
use crate::watch::{self, Finding, Subject};
use std::io;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use velodrome_runtime::MemoryWish;

/// How often the crew is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// A serving thread that is inside JavaScript this long at two looks in a row, in one and the same
/// entry, does not answer new connections. One look would take a slow machine for a stuck thread.
const STUCK_US: u64 = 100_000;
/// Answers are not held back behind an entry that is longer than this.
const HELD_US_MAX: u64 = 5_000;
/// The same for a stand-in: while it is needed there is trouble already, and its state is nobody's.
const STAND_IN_STUCK_US: u64 = 20_000;
/// A thread that took a connection over takes the next one this much later, when it is out of
/// JavaScript again: by then the first has shown whether it brings trouble.
const TRIAL: Duration = Duration::from_millis(20);
/// A further thread accepts when those before it are busy for this much of their time..
const BUSY_PERMILLE: u64 = 700;
/// ..and stops when one of them is for less than this.
const CALM_PERMILLE: u64 = 350;
/// A new thread that makes its first VM is waited for this long before another is started: on a
/// slow machine a second one would make both slower.
const WARM_UP_MAX: Duration = Duration::from_secs(2);
/// Looks between two rounds of shedding connections.
const SHED_EVERY: u64 = 20;

/// After a VM was ended for the process's memory, the system has this long to get it back.
const RELIEF_PAUSE: Duration = Duration::from_secs(1);
/// A VM that uses less than this part of the process's memory is not worth ending.
const RELIEF_PART: u64 = 16;

/// What the site process is to do; the owner of the crew acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// JavaScript runs that nothing but the end of the process can stop.
    Runaway,
    /// Memory is at its end.
    OutOfMemory,
}

struct Member {
    state: Arc<ThreadState>,
    /// The entry that was too long at the last look, by its beginning.
    long_entry: Option<u64>,
    /// The same one was so at the look before.
    stuck: bool,
    born: Instant,
    /// When it last took a connection over.
    given: Option<Instant>,
}

impl Member {
    fn look(&mut self, stuck_us: u64) {
        let long = self
            .state
            .activity
            .entry()
            .filter(|(for_us, _)| *for_us >= stuck_us);
        let before = std::mem::replace(&mut self.long_entry, long.map(|(_, began)| began));
        self.stuck = self.long_entry.is_some() && self.long_entry == before;
    }

    /// Whether it will serve in a moment.
    fn is_coming(&self) -> bool {
        let state = &self.state;
        !state.warm.load(Ordering::Acquire)
            && !state.ended.load(Ordering::Acquire)
            && self.born.elapsed() < WARM_UP_MAX
    }

    /// Whether it can take a connection over now.
    fn is_free(&self) -> bool {
        let state = &self.state;
        let in_javascript = state.activity.entry();
        !self.stuck
            && lock(&state.inbox).is_empty()
            && !state.ended.load(Ordering::Acquire)
            && in_javascript.is_none()
            && self.given.is_none_or(|given| given.elapsed() >= TRIAL)
    }
}

/// The threads of a site process.
pub struct Crew {
    orders: Sender<Order>,
    watcher: Option<std::thread::JoinHandle<()>>,
}

enum Order {
    Drain,
}

impl Crew {
    /// Starts serving: the first thread at once, the others when they are needed. `notify` is
    /// called from the watching thread.
    ///
    /// # Errors
    /// The system refused a thread or a copy of the listener.
    pub fn start(
        listener: TcpListener,
        site: Arc<Site>,
        notify: impl Fn(Notice) + Send + 'static,
    ) -> io::Result<Crew> {
        listener.set_nonblocking(true)?;
        let (orders, inbox) = channel();
        let mut watch = Watch::new(listener, site)?;
        watch.spawn(true)?;
        let watcher = std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || watch.run(&inbox, &notify))?;
        Ok(Crew {
            orders,
            watcher: Some(watcher),
        })
    }

    /// Stops accepting and lets connections end; returns when all have, or at `deadline`.
    pub fn drain(mut self, deadline: Duration) {
        let _watcher_gone = self.orders.send(Order::Drain);
        let Some(watcher) = self.watcher.take() else {
            return;
        };
        let until = Instant::now() + deadline;
        while !watcher.is_finished() && Instant::now() < until {
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

struct Watch {
    listener: TcpListener,
    site: Arc<Site>,
    permits: Arc<Semaphore>,
    /// Serving threads in their order, then stand-ins.
    members: Vec<Member>,
    serving_max: usize,
    stand_ins_max: usize,
    overload: overload::Overload,
    findings: watch::Findings,
    looks: u64,
    told_of_second_vm: bool,
    /// When a VM was last ended because the process's memory was short.
    relieved: Option<Instant>,
}

impl Watch {
    fn new(listener: TcpListener, site: Arc<Site>) -> io::Result<Watch> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let serving_max = match (site.limits.instances_max, site.mode) {
            (0, velodrome_site::config::Mode::Dev) => 1,
            (0, velodrome_site::config::Mode::Serve) => cores,
            (instances, _) => instances as usize,
        };
        let overload = overload::Overload::start(listener.try_clone()?, Arc::clone(&site))?;
        Ok(Watch {
            permits: Arc::new(Semaphore::new(site.limits.connections_max as usize)),
            stand_ins_max: site.limits.stand_ins_max as usize,
            findings: watch::Findings::new(&site.limits),
            listener,
            site,
            members: Vec::new(),
            serving_max,
            overload,
            looks: 0,
            told_of_second_vm: false,
            relieved: None,
        })
    }

    fn spawn(&mut self, accepting: bool) -> io::Result<()> {
        let state = Arc::new(ThreadState::default());
        state.accepting.store(accepting, Ordering::Release);
        let listener = self.listener.try_clone()?;
        let (site, permits) = (Arc::clone(&self.site), Arc::clone(&self.permits));
        let of_thread = Arc::clone(&state);
        let name = format!("serve-{}", self.members.len());
        // Deep recursion in JavaScript ends in a RangeError well before this stack does.
        std::thread::Builder::new()
            .name(name)
            .stack_size(8 << 20)
            .spawn(move || {
                let ended = Arc::clone(&of_thread);
                let _failed = thread::run(listener, site, of_thread, permits, true);
                ended.ended.store(true, Ordering::Release);
            })?;
        self.members.push(Member {
            state,
            long_entry: None,
            stuck: false,
            born: Instant::now(),
            given: None,
        });
        Ok(())
    }

    fn run(mut self, inbox: &Receiver<Order>, notify: &dyn Fn(Notice)) {
        loop {
            match inbox.recv_timeout(LOOK) {
                Ok(Order::Drain) | Err(RecvTimeoutError::Disconnected) => return self.drain(),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.looks += 1;
            self.open_gates();
            self.write_held();
            self.rescue();
            if self.looks.is_multiple_of(SHED_EVERY) {
                self.shed();
            }
            let watched = self.site.watched.all();
            let threads = subjects(&watched, &self.members);
            match self.findings.look(threads) {
                Some(Finding::Runaway) => notify(Notice::Runaway),
                Some(Finding::OutOfMemory) => notify(Notice::OutOfMemory),
                Some(Finding::MemoryShort) => self.relieve(),
                None => {}
            }
        }
    }

    /// Memory is short: the fullest VM of all is ended. Who that is has to be asked first.
    fn relieve(&mut self) {
        if self
            .relieved
            .is_some_and(|when| when.elapsed() < RELIEF_PAUSE)
        {
            return;
        }
        let heap = |member: &&Member| member.state.activity.heap_bytes();
        let worth_it = self.site.limits.process_memory_bytes_max / RELIEF_PART;
        let fullest = self.members.iter().max_by_key(heap);
        if let Some(fullest) = fullest.filter(|member| heap(member) > worth_it) {
            fullest.state.activity.wish(MemoryWish::EndFullest);
            self.relieved = Some(Instant::now());
            return;
        }
        for member in &self.members {
            member.state.activity.wish(MemoryWish::Look);
        }
    }

    /// Decides who accepts.
    fn open_gates(&mut self) {
        for (place, member) in self.members.iter_mut().enumerate() {
            let is_stand_in = place >= self.serving_max;
            member.look(if is_stand_in {
                STAND_IN_STUCK_US
            } else {
                STUCK_US
            });
        }
        let mut before_are_busy = true;
        let mut all_stuck = true;
        for (place, member) in self.members.iter().enumerate() {
            let is_stand_in = place >= self.serving_max;
            let state = &member.state;
            let stuck = member.stuck;
            let open = if is_stand_in {
                all_stuck
            } else {
                let was_open = state.accepting.load(Ordering::Acquire);
                place == 0 || before_are_busy || (was_open && self.is_wanted(place))
            };
            set_gate(state, open);
            if is_stand_in && !open && state.connections.load(Ordering::Relaxed) > 0 {
                // It steps back: its connections return to those who serve.
                state
                    .shed
                    .store(state.connections.load(Ordering::Relaxed), Ordering::Relaxed);
            }
            before_are_busy &=
                stuck || state.load_permille.load(Ordering::Relaxed) >= BUSY_PERMILLE;
            all_stuck &= stuck;
        }
        if self.members.iter().any(Member::is_coming) {
            return self.overload.open(false);
        }
        let more_serve = self.members.len() < self.serving_max && before_are_busy;
        let one_stands_in = all_stuck && self.members.len() < self.serving_max + self.stand_ins_max;
        if more_serve || one_stands_in {
            self.tell_of_second_vm();
            // When the system refuses a thread, the next look tries again.
            let _refused = self.spawn(true);
            return;
        }
        self.overload.open(all_stuck);
    }

    /// Answers that wait behind a handler that does not come back are written from here.
    fn write_held(&self) {
        for member in &self.members {
            let entry = member.state.activity.entry();
            if entry.is_some_and(|(for_us, _)| for_us >= HELD_US_MAX) {
                member.state.links.write_held();
            }
        }
    }

    /// Clients that wait on a thread that is stuck are given to threads that are not, one to each
    /// at a time: the next one may bring the same trouble.
    fn rescue(&mut self) {
        let mut free: Vec<usize> = (0..self.members.len())
            .filter(|place| self.members[*place].is_free())
            .collect();
        let stuck: Vec<Arc<ThreadState>> = self
            .members
            .iter()
            .filter(|member| member.stuck)
            .map(|member| Arc::clone(&member.state))
            .collect();
        for state in stuck {
            let waiting = state.links.waiting() + lock(&state.inbox).len();
            let members_max = self.serving_max + self.stand_ins_max;
            while free.len() < waiting && self.members.len() < members_max {
                if self.spawn(false).is_err() {
                    break;
                }
                self.tell_of_second_vm();
                free.push(self.members.len() - 1);
            }
            while let Some(place) = free.pop() {
                // What was given to a thread that then got stuck comes first: it waited longest.
                let unserved = lock(&state.inbox).pop();
                let Some(taken) = unserved.or_else(|| state.links.take_waiting()) else {
                    free.push(place);
                    break;
                };
                let target = &mut self.members[place];
                target.given = Some(Instant::now());
                lock(&target.state.inbox).push(taken);
                target.state.gate.notify_one();
            }
        }
    }

    /// An open thread stays open until one before it is calm.
    fn is_wanted(&self, place: usize) -> bool {
        self.members[..place].iter().all(|member| {
            member.stuck || member.state.load_permille.load(Ordering::Relaxed) >= CALM_PERMILLE
        })
    }

    /// Has the fullest busy thread close some connections, so that they spread.
    fn shed(&self) {
        let open: Vec<&ThreadState> = self
            .members
            .iter()
            .map(|member| &*member.state)
            .filter(|state| state.accepting.load(Ordering::Relaxed))
            .collect();
        let connections = |state: &ThreadState| state.connections.load(Ordering::Relaxed);
        let load = |state: &ThreadState| state.load_permille.load(Ordering::Relaxed);
        let (Some(fullest), Some(emptiest)) = (
            open.iter().max_by_key(|state| connections(state)),
            open.iter().min_by_key(|state| connections(state)),
        ) else {
            return;
        };
        let gap = connections(fullest).saturating_sub(connections(emptiest));
        if gap > 1 && load(fullest) >= BUSY_PERMILLE && load(emptiest) < load(fullest) {
            fullest.shed.store((gap / 4).max(1), Ordering::Relaxed);
        }
    }

    fn tell_of_second_vm(&mut self) {
        if std::mem::replace(&mut self.told_of_second_vm, true) {
            return;
        }
        self.site.logs.line(velodrome_model::log::LogLine {
            time_ms: self.site.clock.now_ms(),
            severity: velodrome_model::log::Severity::Info,
            function: None,
            request_id: None,
            position: None,
            message: "A further VM takes requests, because the first is busy or stuck. Module variables are per VM from now on; instances_max = 1 and stand_ins_max = 0 in [limits] keep to one.".to_owned(),
            revision: 0,
        });
    }

    fn drain(mut self) {
        self.overload.open(false);
        // They would not end by themselves.
        self.site.realtime.close();
        for member in &self.members {
            member.state.accepting.store(false, Ordering::Release);
            member.state.draining.store(true, Ordering::Release);
            member.state.gate.notify_one();
        }
        loop {
            let watched = self.site.watched.all();
            let threads = subjects(&watched, &self.members);
            self.findings.look(threads);
            let all_ended = self.members.iter().enumerate().all(|(place, member)| {
                // Only the process's own end stops a runaway.
                member.state.ended.load(Ordering::Acquire)
                    || self.findings.is_runaway(watched.len() + place)
            });
            if all_ended {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

/// A panic while the lock was held cannot leave a list half written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Everybody who runs JavaScript, those of others first: they come and stay.
fn subjects<'a>(
    watched: &'a [Watched],
    members: &'a [Member],
) -> impl Iterator<Item = Subject<'a>> {
    let known = |number: &AtomicU32| Some(number.load(Ordering::Acquire)).filter(|it| *it != 0);
    let others = watched.iter().map(move |watched| Subject {
        activity: &watched.activity,
        thread: known(&watched.thread),
        cpu_time_ms_max: Some(watched.cpu_time_ms_max),
    });
    others.chain(members.iter().map(move |member| Subject {
        activity: &member.state.activity,
        thread: known(&member.state.number),
        cpu_time_ms_max: None,
    }))
}

fn set_gate(state: &ThreadState, open: bool) {
    if state.accepting.swap(open, Ordering::AcqRel) != open {
        state.gate.notify_one();
    }
}
