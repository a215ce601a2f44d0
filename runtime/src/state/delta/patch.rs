//! Reads a JSON Patch.
