//! Reads the machine's `/proc`.
//!
//! A file that cannot be read costs its part of the reading, and a process that ends while it is
//! read costs its row; both are told in [`Reading::problems`] and neither is an error.

use std::time::Instant;

use ::procfs::process::all_processes;
use ::procfs::{
    CpuTime, Current, CurrentSI, DiskStat, KernelStats, LoadAverage, Meminfo, ProcError,
    ProcResult, diskstats, net,
};

use super::reading::{Disk, Interface, Jiffies, Load, Machine, Memory, Process, Reading};

/// Sectors of `/proc/diskstats` have this many bytes, whatever the disk's own are.
const SECTOR: u64 = 512;

/// Takes readings of the machine it runs on.
#[derive(Debug)]
pub struct Reader {
    started: Instant,
    page_size: u64,
    last: Reading,
}

impl Reader {
    /// A reader whose time starts now.
    pub fn new() -> Self {
        Self { started: Instant::now(), page_size: ::procfs::page_size(), last: Reading::default() }
    }

    /// What the counters mean on this machine.
    pub fn machine(&self) -> Machine {
        Machine { ticks_per_second: ::procfs::ticks_per_second() }
    }

    /// Reads everything once.
    ///
    /// A part that cannot be read keeps its last value: to show zero would raise and clear alerts, and
    /// make rates jump, for something that did not happen.
    pub fn read(&mut self) -> Reading {
        let mut problems = Vec::new();
        let last = &self.last;
        let mut or_last = Parts { problems: &mut problems };
        let reading = Reading {
            at_ms: self.started.elapsed().as_millis() as u64,
            cores: or_last.part("processor times", &last.cores, cores()),
            memory: or_last.part("memory", &last.memory, memory()),
            load: or_last.part("load", &last.load, load()),
            disks: or_last.part("disks", &last.disks, diskstats().map(disks)),
            interfaces: or_last.part("network", &last.interfaces, interfaces()),
            processes: processes(last, self.page_size, &mut problems),
            problems,
        };
        self.last.clone_from(&reading);
        reading
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

struct Parts<'a> {
    problems: &'a mut Vec<String>,
}

impl Parts<'_> {
    fn part<T: Clone>(&mut self, what: &str, last: &T, read: ProcResult<T>) -> T {
        read.unwrap_or_else(|error| {
            self.problems.push(format!("{what} not read: {}", reason(&error)));
            last.clone()
        })
    }
}

/// Paths of errors stay out: what is shown may be recorded, and names the part already.
fn reason(error: &ProcError) -> String {
    match error {
        ProcError::PermissionDenied(_) => "permission denied".to_owned(),
        ProcError::NotFound(_) => "not found".to_owned(),
        ProcError::Incomplete(_) => "incomplete".to_owned(),
        ProcError::Io(error, _) => error.to_string(),
        ProcError::Other(text) => text.clone(),
        ProcError::InternalError(_) => "not understood".to_owned(),
    }
}

fn cores() -> ProcResult<Vec<Jiffies>> {
    Ok(KernelStats::current()?.cpu_time.iter().map(jiffies).collect())
}

fn jiffies(time: &CpuTime) -> Jiffies {
    Jiffies {
        user: time.user,
        nice: time.nice,
        system: time.system,
        idle: time.idle,
        iowait: time.iowait.unwrap_or(0),
        irq: time.irq.unwrap_or(0),
        softirq: time.softirq.unwrap_or(0),
        steal: time.steal.unwrap_or(0),
    }
}

fn memory() -> ProcResult<Memory> {
    let info = Meminfo::current()?;
    Ok(Memory {
        total: info.mem_total,
        free: info.mem_free,
        // Kernels before 3.14 do not say; this is the estimate that was usual then.
        available: info.mem_available.unwrap_or(info.mem_free + info.buffers + info.cached),
        buffers: info.buffers,
        cached: info.cached,
        swap_total: info.swap_total,
        swap_free: info.swap_free,
    })
}

fn load() -> ProcResult<Load> {
    let load = LoadAverage::current()?;
    Ok(Load {
        one: load.one,
        five: load.five,
        fifteen: load.fifteen,
        running: load.cur,
        tasks: load.max,
    })
}

/// Partitions and stacked devices are left out, because their bytes are counted by the disk below.
fn disks(all: Vec<DiskStat>) -> Vec<Disk> {
    let names: Vec<String> = all.iter().map(|disk| disk.name.clone()).collect();
    let mut disks: Vec<Disk> = all
        .into_iter()
        .filter(|disk| is_physical(&disk.name) && !is_partition(&disk.name, &names))
        .map(|disk| Disk {
            read: disk.sectors_read * SECTOR,
            written: disk.sectors_written * SECTOR,
            busy_ms: disk.time_in_progress,
            name: disk.name,
        })
        .collect();
    disks.sort_by(|a, b| a.name.cmp(&b.name));
    disks
}

fn is_physical(name: &str) -> bool {
    !["loop", "ram", "zram", "dm-", "md", "sr", "fd"].iter().any(|kind| name.starts_with(kind))
}

/// `sda1` is a part of `sda`, and `nvme0n1p2` of `nvme0n1`; `nvme0n1` of nothing.
fn is_partition(name: &str, names: &[String]) -> bool {
    names.iter().any(|disk| {
        name.strip_prefix(disk.as_str()).is_some_and(|rest| {
            let number = rest.strip_prefix('p').unwrap_or(rest);
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}

fn interfaces() -> ProcResult<Vec<Interface>> {
    let mut interfaces: Vec<Interface> = net::dev_status()?
        .into_values()
        .map(|device| Interface {
            name: device.name,
            received: device.recv_bytes,
            sent: device.sent_bytes,
        })
        .collect();
    interfaces.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(interfaces)
}

fn processes(last: &Reading, page_size: u64, problems: &mut Vec<String>) -> Vec<Process> {
    let all = match all_processes() {
        Ok(all) => all,
        Err(error) => {
            problems.push(format!("processes not listed: {}", reason(&error)));
            return last.processes.clone();
        }
    };
    let mut processes = Vec::with_capacity(last.processes.len() + 8);
    for found in all {
        // The directory of one that ended before it could be opened has no name left to show.
        let process = match found {
            Ok(process) => process,
            Err(ProcError::NotFound(_)) => {
                problems.push("a process ended while it was read".to_owned());
                continue;
            }
            Err(error) => {
                problems.push(format!("a process was not read: {}", reason(&error)));
                continue;
            }
        };
        match process.stat() {
            Ok(stat) => processes.push(Process {
                pid: stat.pid,
                started: stat.starttime,
                name: stat.comm,
                state: stat.state,
                ticks: stat.utime + stat.stime,
                resident: stat.rss * page_size,
                threads: u32::try_from(stat.num_threads).unwrap_or(0),
            }),
            Err(error) => problems.push(lost(process.pid(), last, &error)),
        }
    }
    processes.sort_by_key(|process| process.pid);
    processes
}

/// A process that ended between the listing and its reading, named if an earlier reading knew it.
fn lost(pid: i32, last: &Reading, error: &ProcError) -> String {
    let name = last
        .processes
        .binary_search_by_key(&pid, |process| process.pid)
        .map_or("?", |at| last.processes[at].name.as_str());
    match error {
        // A process that is gone while its file is open reads as ESRCH, "no such process".
        ProcError::NotFound(_) | ProcError::Io(..) => {
            format!("process {pid} ({name}) ended while it was read")
        }
        _ => format!("process {pid} ({name}) not read: {}", reason(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_can_be_read() {
        let mut reader = Reader::new();
        let reading = reader.read();
        assert!(!reading.cores.is_empty());
        assert!(reading.memory.total > reading.memory.available);
        let own = i32::try_from(std::process::id()).unwrap();
        assert!(reading.processes.iter().any(|process| process.pid == own));
        assert!(reading.processes.is_sorted_by_key(|process| process.pid));
        assert!(reader.read().at_ms >= reading.at_ms);
        assert!(reader.machine().ticks_per_second > 0);
    }

    #[test]
    fn only_whole_physical_disks_count() {
        let names = ["sda", "sda1", "sda12", "nvme0n1", "nvme0n1p1", "dm-0", "loop3", "vdb"];
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let kept: Vec<&String> =
            names.iter().filter(|name| is_physical(name) && !is_partition(name, &names)).collect();
        assert_eq!(kept, ["sda", "nvme0n1", "vdb"]);
    }

    #[test]
    fn a_part_that_fails_keeps_its_last_value_and_says_so() {
        let mut problems = Vec::new();
        let mut parts = Parts { problems: &mut problems };
        let kept = parts.part("load", &7, Err(ProcError::Incomplete(Some("/proc/loadavg".into()))));
        assert_eq!(kept, 7);
        assert_eq!(problems, ["load not read: incomplete"]);
    }

    #[test]
    fn a_process_that_ended_is_named_if_it_was_known() {
        let last = Reading {
            processes: vec![Process { pid: 7, name: "rustc".to_owned(), ..Process::default() }],
            ..Reading::default()
        };
        let gone = ProcError::NotFound(None);
        assert_eq!(lost(7, &last, &gone), "process 7 (rustc) ended while it was read");
        assert_eq!(lost(8, &last, &gone), "process 8 (?) ended while it was read");
        let denied = ProcError::PermissionDenied(None);
        assert_eq!(lost(8, &last, &denied), "process 8 (?) not read: permission denied");
    }
}
