//! DevTools: a page that shows what a store does.
