//! A look into `/proc`: who is whose child, who still lives.

use std::fs;

/// Processes whose parent is `pid`.
pub fn children(pid: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap();
    let pids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter(|child| stat(*child).is_some_and(|stat| stat.parent == pid && stat.lives))
        .collect()
}

/// Every process below `pid`.
pub fn below(pid: u32) -> Vec<u32> {
    let mut found = children(pid);
    let mut looked = 0;
    while let Some(next) = found.get(looked) {
        found.extend(children(*next));
        looked += 1;
    }
    found
}

/// Whether the process runs; one that has ended and was not waited for does not.
pub fn is_alive(pid: u32) -> bool {
    stat(pid).is_some_and(|stat| stat.lives)
}

/// Resident memory of a process in KiB.
pub fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.unwrap().parse().unwrap()
}

struct Stat {
    parent: u32,
    lives: bool,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may contain anything.
    let (_, rest) = text.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let lives = !matches!(fields.next()?, "Z" | "X");
    let parent = fields.next()?.parse().ok()?;
    Some(Stat { parent, lives })
}
