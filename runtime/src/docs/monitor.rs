//! Monitoring: what a store does, and what that costs.
//!
//! A store that nobody watches counts a few numbers ([`Store::stats`](crate::Store::stats)) and pays a branch
//! where an event would be noted. A [`Monitor`](crate::Monitor) is attached to know more. It works in every
//! build.
