//! The binary, run as a person runs it.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use velodrome_testkit::logs::Logs;

use super::{PATIENCE, Site, children, eventually};

/// `velodrome dev` or `velodrome serve`; killed when dropped.
pub struct Server {
    process: Child,
    pub addr: SocketAddr,
    /// What it says on stderr.
    pub logs: Logs,
    /// What it says on stdout.
    pub stdout: Logs,
}

impl Server {
    /// `velodrome dev` on the site's folder.
    pub fn dev(site: &Site) -> Server {
        Server::dev_with(site, &[])
    }

    /// The same with further arguments.
    pub fn dev_with(site: &Site, args: &[&str]) -> Server {
        Server::start(command("dev", site).args(args))
    }

    /// `velodrome serve` on the site's folder and data directory.
    pub fn serve(site: &Site) -> Server {
        Server::start(command("serve", site).args(["--log-format", "pretty"]))
    }

    /// `velodrome dev` by another executable file.
    pub fn dev_by(program: &Path, site: &Site) -> Server {
        Server::start(&mut command_by(program, "dev", site))
    }

    fn start(command: &mut Command) -> Server {
        let mut process = command
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let logs = Logs::collect(process.stderr.take().unwrap());
        let stdout = Logs::collect(process.stdout.take().unwrap());
        let is_ready = stdout.wait_for("velodrome ready http", PATIENCE);
        let mut server = Server {
            process,
            addr: ([127, 0, 0, 1], 0).into(),
            logs,
            stdout,
        };
        assert!(is_ready, "not ready: {:#?}", server.logs.lines());
        let lines = server.stdout.lines();
        server.addr = lines[0].split_once("://").unwrap().1.parse().unwrap();
        server
    }

    /// The parent process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// The site process, when there is just one.
    pub fn site_process(&self) -> u32 {
        let mut found = Vec::new();
        eventually("there is one site process", || {
            found = children(self.pid());
            found.len() == 1
        });
        found[0]
    }

    /// Sends a signal to the parent.
    pub fn signal(&self, which: Signal) {
        signal(self.pid(), which);
    }

    /// Waits for a line on stderr that contains this.
    #[track_caller]
    pub fn wait_for_log(&self, text: &str) {
        let found = self.logs.wait_for(text, PATIENCE);
        assert!(found, "no line with {text:?} in {:#?}", self.logs.lines());
    }

    /// Waits until the parent has ended.
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let mut status = None;
        eventually("the parent ends", || {
            status = self.process.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// The exit status if it has ended.
    pub fn exit_status(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends a signal to a process, which may have ended.
pub fn signal(pid: u32, which: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let _gone = kill_process(pid, which);
}

fn command(name: &str, site: &Site) -> Command {
    command_by(Path::new(env!("CARGO_BIN_EXE_velodrome")), name, site)
}

fn command_by(program: &Path, name: &str, site: &Site) -> Command {
    let mut command = Command::new(program);
    command
        .arg(name)
        .arg(site.dir())
        .arg("--data")
        .arg(site.data());
    command
}
