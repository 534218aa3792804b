// SPDX-License-Identifier: Apache-2.0
//
// The classic programs for loom and shuttle, whose thread, Mutex and AtomicUsize
// are called alike: whoever includes this file has them in a module `explored`.
// loom.rs and shuttle.rs answer compare_with_peers:
//
//   PROGRAM NAME SECONDS     explores NAME, for at most about SECONDS
//   {"executions": 360, "seconds": 0.02, "complete": true}
//   {"cannot": "at most 4 threads beside main"}

use crate::explored::{thread, AtomicUsize, Mutex, Ordering};
use std::process::exit;
// Nothing that the tool would explore, as it is no part of the program.
use std::sync::Arc;
use std::time::Instant;

pub type Body = Box<dyn Fn() + Send + Sync>;

pub struct Program {
    pub threads: usize, // beside main
    pub body: Body,
}

fn on_threads(count: usize, body: impl Fn(usize) + Send + Sync + 'static) {
    let body = Arc::new(body);
    let threads: Vec<_> = (0..count)
        .map(|i| {
            let body = body.clone();
            thread::spawn(move || body(i))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

// Rust has no data race to explore, so the unlocked counter is atomic.
fn unlocked(threads: usize, increments: usize) -> Program {
    let body = move || {
        let count = AtomicUsize::new(0);
        on_threads(threads, move |_| {
            for _ in 0..increments {
                let old = count.load(Ordering::SeqCst);
                count.store(old + 1, Ordering::SeqCst);
            }
        });
    };
    Program { threads, body: Box::new(body) }
}

fn locked(threads: usize, increments: usize) -> Program {
    let body = move || {
        let count = Mutex::new(0);
        on_threads(threads, move |_| {
            for _ in 0..increments {
                *count.lock().unwrap() += 1;
            }
        });
    };
    Program { threads, body: Box::new(body) }
}

fn readers(readers: usize) -> Program {
    let body = move || {
        let x = AtomicUsize::new(0);
        on_threads(readers + 1, move |i| {
            if i == 0 {
                x.store(1, Ordering::SeqCst);
            } else {
                x.load(Ordering::SeqCst);
            }
        });
    };
    Program { threads: readers + 1, body: Box::new(body) }
}

fn zeros(size: usize) -> Vec<AtomicUsize> {
    (0..size).map(|_| AtomicUsize::new(0)).collect()
}

fn last_zero(size: usize) -> Program {
    let body = move || {
        let array = zeros(size + 1);
        on_threads(size + 1, move |i| {
            if i == 0 {
                let mut last = size;
                while array[last].load(Ordering::SeqCst) != 0 {
                    last -= 1;
                }
            } else {
                let before = array[i - 1].load(Ordering::SeqCst);
                array[i].store(before + 1, Ordering::SeqCst);
            }
        });
    };
    Program { threads: size + 1, body: Box::new(body) }
}

fn philosophers(count: usize) -> Program {
    let body = move || {
        let forks: Vec<_> = (0..count).map(|_| Mutex::new(())).collect();
        on_threads(count, move |i| {
            let next = (i + 1) % count;
            let _first = forks[i.min(next)].lock().unwrap();
            let _second = forks[i.max(next)].lock().unwrap();
        });
    };
    Program { threads: count, body: Box::new(body) }
}

fn indexer(threads: usize) -> Program {
    const SIZE: usize = 128;
    const MAX: usize = 4;
    let body = move || {
        let table = zeros(SIZE);
        on_threads(threads, move |id| {
            for m in 1..=MAX {
                let value = m * 11 + id;
                let mut hash = value * 7 % SIZE;
                while table[hash]
                    .compare_exchange(0, value, Ordering::SeqCst, Ordering::SeqCst)
                    .is_err()
                {
                    hash = (hash + 1) % SIZE;
                }
            }
        });
    };
    Program { threads, body: Box::new(body) }
}

// "last zero 15" and "locked 4x3" say which one and how large.
fn find(name: &str) -> Option<Program> {
    let (kind, size) = name.rsplit_once(' ')?;
    let (threads, times) = match size.split_once('x') {
        Some((threads, times)) => (threads.parse().ok()?, times.parse().ok()?),
        None => (size.parse().ok()?, 1),
    };
    match kind {
        "unlocked" => Some(unlocked(threads, times)),
        "locked" => Some(locked(threads, times)),
        "readers" => Some(readers(threads)),
        "last zero" => Some(last_zero(threads)),
        "philosophers" => Some(philosophers(threads)),
        "indexer" => Some(indexer(threads)),
        _ => None,
    }
}

fn print_result(executions: usize, begin: Instant, complete: bool) {
    println!(
        "{{\"executions\": {}, \"seconds\": {:.9}, \"complete\": {}}}",
        executions,
        begin.elapsed().as_secs_f64(),
        complete
    );
}

fn cannot(why: &str) -> ! {
    println!("{{\"cannot\": \"{}\"}}", why);
    exit(0);
}

/// Explores the program that the command line names. `explore` runs a body in
/// every order that its tool finds, with at most `most_threads` beside main.
pub fn answer(most_threads: usize, explore: impl FnOnce(Body)) {
    let arguments: Vec<String> = std::env::args().collect();
    let (name, seconds) = match &arguments[..] {
        [_, name, seconds] => (name, seconds.parse::<f64>().expect("SECONDS")),
        _ => {
            eprintln!("usage: {} PROGRAM SECONDS", arguments[0]);
            exit(2);
        }
    };
    let Some(program) = find(name) else { cannot("not written in Rust") };
    if program.threads > most_threads {
        cannot(&format!("at most {} threads beside main", most_threads));
    }
    // Counted outside of what is explored.
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    let executions = Arc::new(AtomicUsize::new(0));
    let counted = executions.clone();
    let begin = Instant::now();
    explore(Box::new(move || {
        let before = counted.fetch_add(1, Relaxed);
        if before % 256 == 0 && begin.elapsed().as_secs_f64() > seconds {
            print_result(before, begin, false);
            exit(0);
        }
        (program.body)();
    }));
    print_result(executions.load(Relaxed), begin, true);
}
