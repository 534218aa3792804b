// SPDX-License-Identifier: Apache-2.0

//! Rust's std::process as a peer: answers the requests that driver.h lists.
//!
//! Its standard library has no wait with a timeout. Descriptors are closed by
//! O_CLOEXEC alone. Input and output at once take a thread, as the manual shows.

use std::ffi::c_void;
use std::fs::File;
use std::io::{BufRead, Write};
use std::os::unix::io::AsRawFd;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering::SeqCst};
use std::time::Duration;

#[repr(C)]
struct Gate {
    open: AtomicU32,
    arrived: AtomicU32,
    last_act_ns: AtomicI64,
}

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

extern "C" {
    fn mmap(at: *mut c_void, size: usize, access: i32, flags: i32, fd: i32, offset: i64)
        -> *mut c_void;
    fn munmap(at: *mut c_void, size: usize) -> i32;
    fn madvise(at: *mut c_void, size: usize, advice: i32) -> i32;
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}

const READ_AND_WRITE: i32 = 3;
const SHARED: i32 = 1;
const PRIVATE_ANONYMOUS: i32 = 0x22;
const NO_HUGE_PAGES: i32 = 15;
const MONOTONIC: i32 = 1;

fn map(size: usize, flags: i32, fd: i32) -> *mut u8 {
    let memory = unsafe { mmap(std::ptr::null_mut(), size, READ_AND_WRITE, flags, fd, 0) };
    assert!(memory as isize != -1, "mmap of {size} bytes");
    memory as *mut u8
}

fn now() -> i64 {
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(MONOTONIC, &mut time) };
    time.seconds * 1_000_000_000 + time.nanoseconds
}

struct Driver {
    tiny_child: String,
    child: String,
    gate_path: String,
    gate: &'static Gate,
    ballast: Option<(*mut u8, usize)>,
}

impl Driver {
    fn answer(&mut self, what: &str, first: i64, second: i64) -> Option<Vec<i64>> {
        match what {
            "spawn" => Some(self.spawn(first, second)),
            "note" => Some(self.note(first, second)),
            "capture" => Some(self.capture(first, second)),
            "round_trip" => Some(self.round_trip(first, second)),
            "crowd" => Some(vec![self.crowd(first)]),
            "ballast" => Some(self.set_ballast(first as usize)),
            _ => None,
        }
    }

    fn spawn(&self, count: i64, milliseconds: i64) -> Vec<i64> {
        let deadline = now() + milliseconds * 1_000_000;
        let mut times = Vec::new();
        for i in 0..count {
            let start = now();
            let status = Command::new(&self.tiny_child).status().unwrap();
            let end = now();
            assert!(status.success());
            times.push(end - start);
            if end > deadline && i >= 2 {
                break;
            }
        }
        times
    }

    fn note(&self, count: i64, milliseconds: i64) -> Vec<i64> {
        (0..count)
            .map(|_| {
                let mut child = Command::new(&self.child)
                    .args(["note", &self.gate_path, &milliseconds.to_string()])
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap();
                let status = child.wait().unwrap();
                let end = now();
                assert!(status.success());
                end - self.gate.last_act_ns.load(SeqCst)
            })
            .collect()
    }

    fn capture(&self, count: i64, size: i64) -> Vec<i64> {
        (0..count)
            .map(|_| {
                let start = now();
                let output = Command::new(&self.child)
                    .args(["write", &size.to_string()])
                    .stdin(Stdio::inherit())
                    .stderr(Stdio::inherit())
                    .output()
                    .unwrap();
                let end = now();
                assert!(output.stdout.len() == size as usize);
                end - start
            })
            .collect()
    }

    fn round_trip(&self, count: i64, size: i64) -> Vec<i64> {
        let input = vec![b'x'; size as usize];
        (0..count)
            .map(|_| {
                let start = now();
                let output = self.through_cat(&input);
                let end = now();
                assert!(output == input);
                end - start
            })
            .collect()
    }

    fn through_cat(&self, input: &[u8]) -> Vec<u8> {
        let mut child = Command::new(&self.child)
            .arg("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(move || stdin.write_all(input).unwrap());
            child.wait_with_output().unwrap().stdout
        })
    }

    fn crowd(&self, count: i64) -> i64 {
        self.gate.open.store(0, SeqCst);
        self.gate.arrived.store(0, SeqCst);
        let children: Vec<_> = (0..count)
            .map(|i| {
                Command::new(&self.child)
                    .args(["crowd", &self.gate_path, &i.to_string()])
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        while i64::from(self.gate.arrived.load(SeqCst)) < count {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.gate.open.store(1, SeqCst);
        let mut right = 0;
        for (i, child) in children.into_iter().enumerate() {
            let output = child.wait_with_output().unwrap();
            if output.status.code() == Some(i as i32 % 100)
                && output.stdout == i.to_string().as_bytes()
            {
                right += 1;
            }
        }
        right
    }

    fn set_ballast(&mut self, size: usize) -> Vec<i64> {
        if let Some((memory, size)) = self.ballast.take() {
            unsafe { munmap(memory.cast(), size) };
        }
        if size > 0 {
            let memory = map(size, PRIVATE_ANONYMOUS, -1);
            unsafe { madvise(memory.cast(), size, NO_HUGE_PAGES) };
            for i in (0..size).step_by(4096) {
                unsafe { memory.add(i).write_volatile(1) };
            }
            self.ballast = Some((memory, size));
        }
        Vec::new()
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let file = File::options().read(true).write(true).open(&args[3]).unwrap();
    let gate = map(std::mem::size_of::<Gate>(), SHARED, file.as_raw_fd());
    let mut driver = Driver {
        tiny_child: args[1].clone(),
        child: args[2].clone(),
        gate_path: args[3].clone(),
        gate: unsafe { &*(gate as *const Gate) },
        ballast: None,
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let what = words.next().unwrap();
        let mut number = || words.next().map_or(0, |word| word.parse().unwrap());
        let (first, second) = (number(), number());
        match driver.answer(what, first, second) {
            Some(numbers) => {
                let words: Vec<String> = numbers.iter().map(i64::to_string).collect();
                println!("ok {}", words.join(" "));
            }
            None => println!("none"),
        }
    }
}
