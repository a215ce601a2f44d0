//! batching.
