//! The binary wire, byte by byte.
