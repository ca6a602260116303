//! The built program as a process, with the real PostgreSQL, signals and disks.

mod anchor;
mod browser;
mod data_dir;
mod draw;
mod import;
mod process;
mod tls;
mod trust;
mod verify;
