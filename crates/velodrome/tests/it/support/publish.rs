//! Publishing and rolling back from the command line, with the data directory outside the site.

use super::Site;

impl Site {
    /// `velodrome publish`; gives the release's number.
    #[track_caller]
    pub fn publish(&self) -> u64 {
        let ran = self.run(&["publish", "--data", "../data"]).exits(0);
        ran.stdout.trim().parse().unwrap()
    }

    /// `velodrome rollback`.
    #[track_caller]
    pub fn roll_back_to(&self, release: u64) {
        let number = release.to_string();
        self.run(&["rollback", &number, "--data", "../data"])
            .exits(0);
    }
}
