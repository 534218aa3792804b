// SPDX-License-Identifier: Apache-2.0
//
// The classic programs for loom, without its bound on preemptions. See
// programs.rs. Needs the crate loom.

mod programs;

mod explored {
    pub use loom::sync::atomic::{AtomicUsize, Ordering};
    pub use loom::sync::Mutex;
    pub use loom::thread;
}

fn main() {
    programs::answer(loom::MAX_THREADS - 1, |body| {
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = None;
        builder.check(move || body());
    });
}
