// SPDX-License-Identifier: Apache-2.0
//
// The classic programs for shuttle's depth-first search. See programs.rs. Needs
// the crate shuttle.

mod programs;

mod explored {
    pub use shuttle::sync::atomic::{AtomicUsize, Ordering};
    pub use shuttle::sync::Mutex;
    pub use shuttle::thread;
}

fn main() {
    programs::answer(usize::MAX, |body| {
        let scheduler = shuttle::scheduler::DfsScheduler::new(None, false);
        let runner = shuttle::Runner::new(scheduler, shuttle::Config::new());
        runner.run(move || body());
    });
}
