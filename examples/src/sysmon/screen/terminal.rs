//! Takes the terminal, and gives it back however the program ends.

use std::io;
use std::panic::{set_hook, take_hook};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::DefaultTerminal;

use super::draw::draw;
use crate::sysmon::view::View;

/// Whether the terminal is ours. To give it back twice would print over what was printed in between.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, taken until this is dropped or any thread panics.
#[derive(Debug)]
pub struct Screen {
    terminal: DefaultTerminal,
}

impl Screen {
    /// Takes the terminal: the alternate screen, keys unechoed, and a panic hook that gives it back
    /// before the message is printed.
    ///
    /// # Errors
    /// If it cannot be taken.
    pub fn take() -> io::Result<Self> {
        let print = take_hook();
        let terminal = ratatui::try_init();
        TAKEN.store(terminal.is_ok(), Ordering::Relaxed);
        set_hook(Box::new(move |panic| {
            give_back();
            print(panic);
        }));
        Ok(Self { terminal: terminal? })
    }

    /// Draws, and returns how many rows of the process table there was room for.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn show(&mut self, view: &View) -> io::Result<usize> {
        let mut rows = 0;
        if TAKEN.load(Ordering::Relaxed) {
            self.terminal.draw(|frame| rows = draw(frame, view))?;
        }
        Ok(rows)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn give_back() {
    if TAKEN.swap(false, Ordering::Relaxed) {
        ratatui::restore();
    }
}
